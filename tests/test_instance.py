import pwd
import socket
from pathlib import Path

import dj_database_url
import pytest

from deploy.instance import LONGEST_SOCKET_PATH, ROOT, SOCKET_NAME, Instance, reachable, refusal

# Not there, so no folder of it is closed to anyone.
OPEN = Path("/srv/nowhere")


def instance_in(folder, **settings):
    return Instance.from_environment({"VAR_DIR": str(folder), **settings})


def test_an_empty_environment_names_the_instance_under_var():
    instance = Instance.from_environment({"PORT": "", "VAR_DIR": ""})
    assert instance.var_dir == ROOT / "var"
    assert instance.address == "127.0.0.1:8000"
    assert instance.embedded


def test_database_url_replaces_the_embedded_cluster(tmp_path):
    instance = instance_in(tmp_path, DATABASE_URL="postgis://somewhere/city")
    assert not instance.embedded
    assert instance.database_url == "postgis://somewhere/city"


def test_the_socket_lies_in_var_dir_where_it_fits():
    assert instance_in(OPEN).socket_dir == OPEN / "socket"


@pytest.mark.parametrize("name", ["长路径" * 12, "with,comma", 'with"quote'])
def test_a_path_that_no_socket_can_have_gets_a_short_folder(name):
    folder = instance_in(OPEN / name).socket_dir
    assert folder.parent == Path("/tmp")
    assert len(str(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def test_two_instances_never_share_a_short_folder():
    long = OPEN / ("a" * 100)
    assert instance_in(long).socket_dir != instance_in(long / "b").socket_dir


@pytest.mark.parametrize("name", ["焕新图 一期", "Mixed.Case", "50%"])
def test_the_database_address_keeps_every_letter_of_the_path(name):
    instance = instance_in(OPEN / name)
    settings = dj_database_url.parse(instance.database_url)
    assert settings["HOST"] == str(OPEN / name / "socket")
    assert (settings["USER"], settings["NAME"]) == ("atlas", "atlas")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("atlas.example", False),
    ],
)
def test_only_addresses_of_this_machine_alone_are_loopback(tmp_path, host, expected):
    assert instance_in(tmp_path, HOST=host).is_loopback is expected


def test_an_ipv6_host_stands_in_brackets(tmp_path):
    assert instance_in(tmp_path, HOST="::1").address == "[::1]:8000"


def test_a_closed_folder_is_unreachable_for_others(tmp_path):
    tmp_path.chmod(0o700)
    assert reachable(tmp_path, pwd.getpwuid(tmp_path.stat().st_uid))
    assert not reachable(tmp_path, pwd.getpwnam("nobody"))


def test_a_port_in_use_is_refused_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        assert f"端口 {port} 已被别的程序占用" in refusal(instance_in(tmp_path, PORT=port))
    assert refusal(instance_in(tmp_path, PORT=port)) == ""


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.0"])
def test_a_port_that_cannot_be_is_refused_in_a_sentence(tmp_path, port):
    assert f"“{port}”" in refusal(instance_in(tmp_path, PORT=port))


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_of_another_machine_is_refused_in_a_sentence(tmp_path, host):
    assert "不是本机的地址" in refusal(instance_in(tmp_path, HOST=host))
