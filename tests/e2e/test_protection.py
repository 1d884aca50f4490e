"""Passwords and TLS: deploy's blocks, switched on by one line each."""
# SPDX-License-Identifier: MIT
import json

import pytest

import curl
import processes
from web_server import uncomment

INCLUDE = {"lighttpd": 'include "{}"', "nginx": "include {};"}
ADDRESSES = ["/", "/video?frames=2", "/snapshot", "/streams"]


def _run(*arguments):
    result = processes.run(arguments)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


def _ask_for_password(server):
    """As the comment in deploy's auth.conf says."""
    crypted = _run("openssl", "passwd", "-apr1", "secret")
    (server.settings_folder / "htpasswd").write_text(f"operator:{crypted}")
    uncomment(server.configuration,
              INCLUDE[server.kind].format("auth.conf"))


def _speak_tls(server):
    """As the comment in deploy's tls.conf says."""
    _run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "365",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", server.settings_folder / "key.pem",
         "-out", server.settings_folder / "cert.pem")
    uncomment(server.configuration, INCLUDE[server.kind].format("tls.conf"))


@pytest.fixture
def locked_server(new_server, camera):
    return new_server(("--slot", camera.slot), change=_ask_for_password)


@pytest.fixture
def tls_server(new_server, camera):
    return new_server(("--slot", camera.slot), change=_speak_tls)


def test_a_password_covers_page_and_pictures(locked_server):
    for address in ADDRESSES:
        answer = locked_server.get(address)
        assert answer.status == 401, address
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        wrong = locked_server.get(address, "--user", "operator:guess")
        assert wrong.status == 401, address
        right = locked_server.get(address, "--user", "operator:secret")
        assert right.status == 200, address


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_page_and_pictures_come_over_tls(tls_server, version):
    certificate = tls_server.settings_folder / "cert.pem"
    for address in ADDRESSES:
        answer = curl.fetch(tls_server.tls_url(address), f"--http{version}",
                            "--cacert", certificate)
        assert answer.status == 200, address
    names = [stream["name"] for stream in json.loads(answer.body)["streams"]]
    assert names


def test_the_plain_port_sends_browsers_to_tls(tls_server):
    answer = tls_server.get("/video?frames=2")
    assert answer.status == 301
    assert answer.headers["Location"] == \
        f"https://127.0.0.1:{tls_server.tls_port}/video?frames=2"
