"""fcgi-stream as a plain CGI program under lighttpd, with deploy's cgi.conf."""
# SPDX-License-Identifier: MIT
import time

import pytest

import processes
import stamp
from processes import wait_until
from stream import Stream, Viewer
from web_server import Lighttpd, replace_line

pytestmark = pytest.mark.patient


def _use_cgi(server):
    replace_line(server.configuration,
                 'include "slotcast-fastcgi.conf"', 'include "cgi.conf"')


@pytest.fixture
def cgi_server(folder, camera):
    server = Lighttpd(folder, ("--slot", camera.slot), change=_use_cgi)
    yield server
    server.stop()


def responders(server):
    return [line for line in processes.left_over().values()
            if str(server.folder / "fcgi-stream") in line]


def test_cgi_gives_a_snapshot(cgi_server):
    answer = cgi_server.get("/snapshot")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert stamp.read_jpeg(answer.body).serial == \
        int(answer.headers["X-Frame-Serial"])


def test_cgi_gives_a_stream_and_ends_with_it(cgi_server):
    with Stream(cgi_server, "/video?frames=30") as stream:
        parts = list(stream.parts())
        assert len(parts) == 30
        assert stream.ended_by_closing_boundary
    assert stamp.read_jpeg(parts[-1].body).serial == parts[-1].serial
    wait_until(lambda: not responders(cgi_server), 2, "the program's end")


@pytest.mark.parametrize("silent", [False, True],
                         ids=["live camera", "silent camera"])
def test_cgi_ends_with_its_viewer(cgi_server, new_camera, silent):
    camera = new_camera("cgi")
    with Viewer(cgi_server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(10)
        assert len(responders(cgi_server)) == 1
        if silent:
            camera.pause()
            time.sleep(0.5)
    wait_until(lambda: not responders(cgi_server), 2, "the program's end")


def test_cgi_refuses_as_fastcgi_does(cgi_server):
    assert cgi_server.get("/video/nobody").status == 404
    assert cgi_server.get("/snapshot?slot=..").status == 400
    assert cgi_server.get("/snapshot", "--data", "fps=1").status == 405
