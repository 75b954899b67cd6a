"""The manual of a server names limits, packages and settings: they are the ones that hold."""

import re

import pytest
from django.conf import settings

from deploy.instance import ROOT
from registry.uploads import SLACK_BYTES

MANUAL = (ROOT / "docs" / "部署.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_leads_to_it():
    assert "`docs/部署.md`" in README


def test_the_proxy_lets_the_largest_file_through():
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", MANUAL)
    assert int(megabytes) * 2**20 >= settings.UPLOAD_LIMIT_BYTES + SLACK_BYTES
    assert f"最大 {settings.UPLOAD_LIMIT_BYTES // 2**30} GB" in MANUAL


def test_every_package_that_is_installed_by_need_is_named():
    script = (ROOT / "deploy" / "setup.sh").read_text(encoding="utf-8")
    body = script.split("missing_packages() {")[1].split("\n}")[0]
    wanted = re.findall(r"\bsay ([a-z][a-z0-9-]+)", body)
    wanted += " ".join(re.findall(r"printf '%s\\n' ([a-z0-9. -]+)", body)).split()
    # gdal-bin is for who has a database server of his own, and comes with PostGIS otherwise.
    assert {"postgresql-postgis", "npm", "libpango-1.0-0"} <= set(wanted)
    assert [name for name in wanted if name not in MANUAL and name != "gdal-bin"] == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", MANUAL))))
def test_a_setting_that_it_names_is_one(name):
    assert f"`{name}`" in README
