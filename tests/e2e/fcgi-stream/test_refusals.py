"""What is refused, with which status and in which words."""
# SPDX-License-Identifier: MIT
import pytest

pytestmark = pytest.mark.patient

LONG_NAME = "a" * 300


def assert_is_one_sentence(answer):
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.text.count("\n") == 1 and answer.text.endswith(".\n"), \
        answer.text


@pytest.mark.parametrize("path", [
    "/video/nobody", "/stream/nobody", "/snapshot/nobody",
    "/snapshot/nobody.jpg", "/video?slot=nobody", "/?action=stream&slot=no"])
def test_unknown_stream_is_404(server, camera, path):
    answer = server.get(path)
    assert answer.status == 404
    assert_is_one_sentence(answer)


@pytest.mark.parametrize("path", [
    "/video/..name", "/video/.hidden", "/video?slot=..",
    "/video?slot=../../etc/passwd", "/snapshot?slot=a%2Fb",
    "/snapshot?slot=a/b", "/video?slot=" + LONG_NAME, "/video/" + LONG_NAME,
    "/snapshot/" + LONG_NAME, "/video?slot=%C3%A9", "/video?slot=a%20b",
    "/video/a%20b", "/video?slot=%zz"])
def test_what_cannot_be_a_name_is_400(server, camera, path):
    answer = server.get(path)
    assert answer.status == 400
    assert_is_one_sentence(answer)


@pytest.mark.parametrize("path", [
    "/snapshot?slot=%00", "/video?slot=a%00b", "/video/%00"])
def test_a_zero_byte_is_400(server, camera, path):
    """The web server says so itself, or lets fcgi-stream say it."""
    assert server.get(path).status == 400


@pytest.mark.parametrize("path", [
    "/video/%00", "/snapshot/a%00b", "/video/a%2Fb", "/video/a/b",
    "/video/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/snapshot/..%2f..%2f..%2fetc%2fpasswd", "/video/../../../etc/passwd"])
def test_no_path_leads_out_of_the_slots(server, camera, path):
    """Web servers resolve some of these themselves, each in its own way."""
    answer = server.get(path)
    assert answer.status in (400, 404)
    assert b"root:" not in answer.body


@pytest.mark.parametrize("query", [
    "fps=0", "fps=121", "fps=-1", "fps=abc", "fps=", "fps=1.5", "frames=0",
    "frames=1000000001", "frames=x", "fps=10&frames=%31x"])
def test_a_wrong_number_is_400(server, camera, query):
    answer = server.get(f"/video?{query}")
    assert answer.status == 400
    assert_is_one_sentence(answer)


@pytest.mark.parametrize("query", ["max_age_ms=-1", "max_age_ms=60001",
                                   "max_age_ms=soon"])
def test_a_wrong_age_is_400(server, camera, query):
    answer = server.get(f"/snapshot?{query}")
    assert answer.status == 400
    assert_is_one_sentence(answer)


def test_refusals_do_not_repeat_what_was_asked(server, camera):
    answer = server.get("/video?slot=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status == 400
    assert b"script" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/video", "/snapshot", "/streams"])
def test_other_methods_are_405(server, camera, path, method):
    answer = server.get(path, "--request", method, "--data", "fps=1")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert_is_one_sentence(answer)


@pytest.mark.parametrize("path", ["/video", "/snapshot", "/streams"])
def test_options_tells_the_methods(server, camera, path):
    answer = server.get(path, "--request", "OPTIONS")
    assert answer.status == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.body == b""


def test_a_value_that_is_no_picture_has_no_stream(server, new_still):
    still = new_still("telemetry", b'{"altitude_m": 12}')
    answer = server.get(f"/video/{still.name}")
    assert answer.status == 404
    assert "application/json" in answer.text
    assert_is_one_sentence(answer)
