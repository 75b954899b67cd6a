"""The city that the reserve is of: whose 行政区划代码 are its own, whose its superiors'.

510400 is a prefecture's city, 500000 a municipality's, 320583 a county's.
"""

from django.conf import settings

STATE = "000000"


def trunk(code):
    """How the codes of all that lies in a place begin: `5104` of 510400, `50` of 500000."""
    return code.removesuffix("00").removesuffix("00")


def approvers():
    """Who approves a project of the city, by how the codes of their projects begin."""
    code = settings.CITY_CODE
    own = trunk(code)
    above = {f"{code[:4]}00": "上级市", f"{code[:2]}00": "本省、自治区"}
    return {own: "本市"} | {start: who for start, who in above.items() if not start.startswith(own)}


def example_code():
    """A 项目代码 as the city's own bureau would give it."""
    return f"2405-{settings.CITY_CODE}-04-01-123456"


def titled(what):
    """`攀枝花市设备更新项目储备库 项目表`: what leaves the house says whose it is."""
    return f"{settings.CITY_NAME}设备更新项目储备库 {what}"


def is_demo():
    """Whether it is the city that `registry.seed` knows the streets of."""
    return settings.DEMO_CITY[0] == settings.CITY_CODE
