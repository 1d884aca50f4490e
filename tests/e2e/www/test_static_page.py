"""The page's files, which the web server gives without fcgi-stream."""
# SPDX-License-Identifier: MIT
import signal

import pytest

import surroundings

pytestmark = pytest.mark.patient

FILES = sorted(file.name for file in (surroundings.ROOT / "www").iterdir())


@pytest.mark.parametrize("name", ["", *FILES])
def test_each_file_comes_as_it_is_and_only_once(server, name):
    answer = server.get(f"/{name}")
    assert answer.status == 200
    file = server.www_folder / (name or "index.html")
    assert answer.body == file.read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'self'")
    again = server.get(f"/{name}", "--header",
                       f"If-None-Match: {answer.headers['ETag']}")
    assert again.status == 304


def test_each_file_has_its_media_type(server):
    types = {"index.html": "text/html; charset=utf-8",
             "page.js": "text/javascript; charset=utf-8",
             "style.css": "text/css; charset=utf-8",
             "favicon.svg": "image/svg+xml"}
    for name, media_type in types.items():
        assert server.get(f"/{name}").headers["Content-Type"] == media_type


def test_the_page_comes_while_the_responder_is_stopped(new_server, camera):
    server = new_server(("--slot", camera.slot))
    assert server.get("/snapshot").status == 200
    server.signal_responder(signal.SIGSTOP)
    assert server.get("/").status == 200
    server.signal_responder(signal.SIGCONT)
    assert server.get("/snapshot").status == 200
