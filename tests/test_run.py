"""What `run.sh` says and does before it serves, and how it keeps what it serves by."""

import os
import subprocess

import pytest

from deploy.instance import ROOT
from tests.waiting import until

RUN = ROOT / "deploy" / "run.sh"


def run(folder, *options, **variables):
    """`run.sh` by who stands in the folder."""
    environment = {**os.environ, "VAR_DIR": str(folder / "var"), **variables}
    return subprocess.run(
        ["bash", str(RUN), *options], cwd=folder, env=environment, capture_output=True, text=True
    )


def bash(folder, words, **variables):
    """What these words say that know all of `run.sh`, in the folder."""
    environment = {**os.environ, "VAR_DIR": str(folder / "var"), **variables}
    done = subprocess.run(
        ["bash", "-c", f'source "{RUN}" --help >/dev/null; {words}'],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("option", ["--backup", "--restore"])
@pytest.mark.parametrize("rest", [[], [""], ["--no-demo"]])
def test_a_folder_that_was_left_out_is_asked_for(tmp_path, option, rest):
    done = run(tmp_path, option, *rest)
    assert (done.returncode, done.stderr) == (1, f"请在 {option} 后面写上文件夹。\n")


def test_what_is_named_from_where_one_stands_lies_there(tmp_path):
    folder = bash(tmp_path, 'read_options --backup "备份 1"; echo "$FOLDER"')
    assert folder == f"{tmp_path}/备份 1\n"
    files = bash(
        tmp_path,
        'echo "$BASEMAPS $SSO_FILE ${SEVEN_PARAMETERS_FILE:-none}"',
        BASEMAPS="base.toml",
        SSO_FILE="/etc/sso.toml",
    )
    assert files == f"{tmp_path}/base.toml /etc/sso.toml none\n"


def test_a_folder_that_cannot_be_made_is_told_as_that(tmp_path):
    done = run(tmp_path, "--setup", VAR_DIR="/proc/atlas")
    assert done.returncode == 1
    assert done.stderr.startswith("当前用户不能写入 /proc/atlas：")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"VAR_DIR": ""}, "bash deploy/run.sh"),
        (
            {"VAR_DIR": "/srv/atlas", "PORT": "8001"},
            "VAR_DIR=/srv/atlas PORT=8001 bash deploy/run.sh",
        ),
        (
            {"VAR_DIR": "", "CITY_CODE": "500000", "CITY_NAME": "a city"},
            "CITY_CODE=500000 CITY_NAME='a city' bash deploy/run.sh",
        ),
        ({"VAR_DIR": "/srv/it's 1"}, r"VAR_DIR='/srv/it'\''s 1' bash deploy/run.sh"),
        (
            {"VAR_DIR": "", "DATABASE_URL": "postgis://u:secret@h/x"},
            "bash deploy/run.sh（DATABASE_URL 同这次）",
        ),
    ],
)
def test_how_to_serve_names_the_instance(tmp_path, variables, said):
    unset = {"PORT": "", "HOST": "", "DATABASE_URL": "", "CITY_CODE": "", "CITY_NAME": ""}
    assert bash(tmp_path, "how_to_serve", **unset | variables) == f"{said}\n"


#: A site is served meanwhile, until Python, asked to start the database, has answered.
KEPT = """
    PYTHON=$PWD/python DATABASE_PAUSE_S=0 DATABASE_REST_S=0
    tail -f /dev/null >/dev/null 2>&1 &
    export SERVER=$!
    keep_database "$SERVER"
"""


@pytest.mark.parametrize(("answer", "said"), [(0, "数据库已重新启动。\n"), (1, "")])
def test_a_database_that_was_killed_is_started_again(tmp_path, answer, said):
    noted(tmp_path, 999_999_999)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >>asked\nkill "$SERVER"\nexit {answer}\n')
    python.chmod(0o700)
    told = bash(tmp_path, f"cd {tmp_path}; {KEPT}", DATABASE_URL="")
    assert told == f"数据库意外结束，正在重新启动……\n{said}"
    assert (tmp_path / "asked").read_text() == "-m deploy.cluster start\n"


def noted(folder, process):
    """As a server of the instance's database notes its number."""
    file = folder / "var" / "cluster" / "postmaster.pid"
    file.parent.mkdir(parents=True)
    file.write_text(f"{process}\n/data\n")


def test_a_database_is_known_by_its_process(tmp_path):
    assert bash(tmp_path, "database_runs || echo none") == "none\n"
    server = subprocess.Popen(["bash", "-c", "exec -a postgres tail -f /dev/null"])
    noted(tmp_path, server.pid)
    try:
        until(lambda: bash(tmp_path, "database_runs && echo there || true") == "there\n")
    finally:
        server.kill()
        server.wait()
    assert bash(tmp_path, "database_runs || echo none") == "none\n"


def test_a_database_of_another_server_is_left_alone(tmp_path):
    assert bash(tmp_path, 'keep_database "$$"', DATABASE_URL="postgis://u:p@h/x") == ""


@pytest.mark.parametrize(("status", "said"), [(137, "被强行结束"), (1, "gunicorn.log 的末尾")])
def test_why_the_site_ended_is_told_as_it_was(tmp_path, status, said):
    assert said in bash(tmp_path, f"why_ended {status}")


def test_an_instance_that_is_being_prepared_is_not_said_to_have_stopped(tmp_path):
    (tmp_path / "var").mkdir()
    held = f'LONGEST_STOP_S=0; exec 9>"{tmp_path}/var/.serving.lock"; flock 9'
    said = bash(tmp_path, f"{held}; (stop_instance 2>&1) || true", DATABASE_URL="postgis://u:p@h/x")
    assert said.startswith("这个实例正在启动，没有停下")
