"""Passwords and TLS: deploy's blocks, switched on by one line each."""
# SPDX-License-Identifier: MIT
import json

import pytest

import curl
import protection

ADDRESSES = ["/", "/video?frames=2", "/snapshot", "/streams"]


@pytest.fixture
def locked_server(new_server, camera):
    return new_server(("--slot", camera.slot), change=protection.ask_for_password)


@pytest.fixture
def tls_server(new_server, camera):
    return new_server(("--slot", camera.slot), change=protection.speak_tls)


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
