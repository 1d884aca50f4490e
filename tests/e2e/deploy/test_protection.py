"""Passwords, TLS and headers: deploy's blocks, switched on by one line each."""
# SPDX-License-Identifier: MIT
import json
import signal

import pytest

import curl
import processes
import protection

pytestmark = pytest.mark.patient

ADDRESSES = ["/", "/video?frames=2", "/snapshot", "/streams"]


@pytest.fixture
def locked_server(new_server, camera):
    return new_server(("--slot", camera.slot),
                      change=protection.ask_for_password)


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


@pytest.mark.parametrize("options, works", [
    (("--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"), False),
    (("--tls-max", "1.2", "--ciphers", "AES256-SHA256"), False),
    (("--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-SHA256"), False),
    (("--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256"), True),
    (("--tlsv1.3",), True),
], ids=["TLS 1.1", "no forward secrecy", "CBC", "TLS 1.2", "TLS 1.3"])
def test_old_tls_is_refused(tls_server, options, works):
    certificate = tls_server.settings_folder / "cert.pem"
    result = processes.run(["curl", "--silent", "--cacert", certificate,
                            *options, tls_server.tls_url("/")])
    assert (result.returncode == 0) == works, result.stderr.decode()


def kinds_of_answers(server):
    """An answer of each kind, by what it is; the last ends the responder."""
    known = ("--user", "operator:secret")
    yield "page", server.get("/", *known)
    yield "file", server.get("/page.js", *known)
    yield "stream", server.get("/video?frames=1", *known)
    yield "snapshot", server.get("/snapshot", *known)
    yield "list", server.get("/streams", *known)
    yield "no password", server.get("/")
    yield "no password for pictures", server.get("/snapshot")
    yield "no file", server.get("/nothing.html", *known)
    yield "no stream", server.get("/video/nothing", *known)
    yield "bad name", server.get("/video/!", *known)
    yield "other method", server.get("/snapshot", *known, "-X", "PUT")
    server.signal_responder(signal.SIGSTOP)
    yield "page, no responder", server.get("/", *known)
    server.signal_responder(signal.SIGCONT)


def test_every_kind_of_answer_carries_the_headers(locked_server, camera):
    for kind, answer in kinds_of_answers(locked_server):
        policy = answer.headers.get_all("Content-Security-Policy")
        assert policy and len(policy) == 1, kind
        assert policy[0].startswith("default-src '"), kind
        sniffing = answer.headers.get_all("X-Content-Type-Options")
        assert sniffing == ["nosniff"], kind
        assert "Strict-Transport-Security" not in answer.headers, kind


def test_browsers_are_told_to_stay_with_tls(tls_server):
    """On the usual port: the port that HTTPS has when none is said."""
    usual = f"localhost:443:localhost:{tls_server.tls_port}"
    options = ("--cacert", tls_server.settings_folder / "cert.pem",
               "--connect-to", usual)
    for path in (*ADDRESSES, "/nothing.html", "/video/nothing"):
        answer = curl.fetch(f"https://localhost{path}", *options)
        assert answer.headers.get_all("Strict-Transport-Security") == \
            ["max-age=31536000"], path
        other = curl.fetch(tls_server.tls_url(path), *options[:2])
        assert "Strict-Transport-Security" not in other.headers, path
    assert "Strict-Transport-Security" not in tls_server.get("/").headers
