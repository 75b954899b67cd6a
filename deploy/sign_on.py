"""What SSO_FILE declares, looked at in words: half of it is a button that leads nowhere."""

import os

from django.core.exceptions import ImproperlyConfigured

from deploy.environment import env_toml
from registry.links import is_link

#: What OpenID Connect needs; CAS needs `server_url` alone.
OPENID_LINKS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_endpoint")
OPENID = ("client_id", "client_secret", *OPENID_LINKS)
LINKS = {"server_url", *OPENID_LINKS}
KNOWN = {"label", "username_claim", "server_url", "cas_version", *OPENID}
CAS_VERSIONS = (1, 2, 3)


def env_sign_on(variable):
    declared = env_toml(variable)
    if os.environ.get(variable) and (reason := fault(declared)):
        raise ImproperlyConfigured(
            f"环境变量 {variable} 指的文件{reason}写法见 docs/账号与权限.md“单点登录”一节。"
        )
    return declared


def fault(declared):
    if unknown := sorted(set(declared) - KNOWN):
        return f"没有“{'、'.join(unknown)}”这个设置。"
    needed = ("server_url",) if "server_url" in declared else OPENID
    if missing := [name for name in needed if not declared.get(name)]:
        return f"缺少 {'、'.join(missing)}。"
    if declared.get("cas_version", CAS_VERSIONS[-1]) not in CAS_VERSIONS:
        return "的 cas_version 只能是 1、2 或 3。"
    return fault_of_texts(declared)


def fault_of_texts(declared):
    for name in sorted(set(declared) - {"cas_version"}):
        if name in LINKS and not is_link(declared[name]):
            return f"的 {name} 应是 https:// 开头的地址，加引号。"
        if not isinstance(declared[name], str):
            return f"的 {name} 应是文字，加引号。"
    return ""
