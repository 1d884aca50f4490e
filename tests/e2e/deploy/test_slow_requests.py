"""Slow loris: who begins a request and never ends it is cut off by the web
server, and nobody else waits meanwhile."""
# SPDX-License-Identifier: MIT
import contextlib
import socket

import pytest

from processes import wait_within
from stream import Viewer
from web_server import replace_line

pytestmark = pytest.mark.patient

SLOW = 300
# In the place of 10 s, which a test would have to wait for.
PATIENCE = {
    "nginx": ("client_header_timeout 10s;", "client_header_timeout 2s;"),
    "lighttpd": ("server.max-read-idle = 10", "server.max-read-idle = 2"),
}
# The servers' own 60 s are not what cuts them off.
CUT_WITHIN_S = 40


def be_impatient(server):
    replace_line(server.configuration, *PATIENCE[server.kind])


def begin_request(port, words):
    one = socket.create_connection(("127.0.0.1", port), timeout=10)
    one.sendall(words)
    one.setblocking(False)
    return one


def is_cut(one):
    try:
        while one.recv(4096):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize("words", [
    b"GET /vid", b"GET /video HTTP/1.1\r\nHost: localhost\r\nCookie: a"],
    ids=["half a line", "half a header"])
def test_half_a_request_is_cut_and_holds_nobody_up(new_server, camera, words):
    server = new_server(("--slot", camera.slot), change=be_impatient)
    with contextlib.ExitStack() as held:
        slow = [held.enter_context(begin_request(server.port, words))
                for _ in range(SLOW)]
        with Viewer(server, "/video") as viewer:
            viewer.wait_for_frames(5)
        assert server.get("/").status == 200
        wait_within(lambda: all(map(is_cut, slow)), CUT_WITHIN_S,
                    "the slow ones cut off")
    assert server.get("/snapshot").status == 200
