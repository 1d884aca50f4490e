"""Any process may be killed, stopped or slow; the others go on."""
# SPDX-License-Identifier: MIT
import contextlib
import selectors
import signal
import socket
import time

import pytest

import surroundings
from attempts import best_of_some
from audience import assert_every_frame_comes
from processes import wait_until, wait_within
from stream import CutStream, Viewer

BROWSERS = 50
REPEATED_AFTER_S = 5  # the last frame of a silent camera
WEB_SERVERS_PATIENCE_S = 30  # send_timeout, server.max-write-idle


def test_viewers_stay_when_the_camera_is_killed(server, new_camera):
    camera = new_camera("killed")
    with contextlib.ExitStack() as stack:
        viewers = [stack.enter_context(Viewer(server, f"/video/{camera.slot}"))
                   for _ in range(3)]
        for viewer in viewers:
            viewer.wait_for_frames(10)
        for _ in range(3):
            camera.kill()
            camera.start()
            for viewer in viewers:
                viewer.wait_for_frames(10)
        for viewer in viewers:
            assert viewer.serials == sorted(set(viewer.serials))


def test_streams_of_a_killed_responder_end(new_server, camera):
    server = new_server(("--slot", camera.slot))
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(5)
        server.signal_responder(signal.SIGKILL)
        viewer.wait_for_end()
        assert isinstance(viewer.error, CutStream)
    server.revive_responder()
    wait_until(lambda: server.get("/snapshot").status == 200, 5,
               "a snapshot after the kill")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_responder_is_back_within_two_seconds(
        new_server, camera, number):
    server = new_server(("--slot", camera.slot))
    assert server.get("/snapshot").status == 200

    @best_of_some
    def assert_is_soon_back():
        killed = time.monotonic()
        server.end_responder(number)
        assert server.get("/snapshot").status in server.status_without
        server.revive_responder()
        wait_until(lambda: server.get("/snapshot").status == 200, 5,
                   "a snapshot after the kill")
        assert time.monotonic() - killed < 2 * surroundings.SLOWNESS

    assert_is_soon_back()
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(5)


@pytest.fixture
def stopped_reader():
    """Asks for a stream and never reads: stopped_reader(server, path)."""
    sockets = []

    def ask(server, path):
        sockets.append(browser_socket(server, path))
        return sockets[-1]

    yield ask
    for one in sockets:
        one.close()


def browser_socket(server, path):
    """The bare connection of a browser that has asked for `path`."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    one.connect(("127.0.0.1", server.port))
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return one


def read_all(browsers, seconds):
    """Read what comes. Closed with unread bytes, they would send a reset,
    which nobody can miss; a FIN can be."""
    with selectors.DefaultSelector() as selector:
        for browser in browsers:
            selector.register(browser, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for ready, _ in selector.select(timeout=0.1):
                assert ready.fileobj.recv(65536)


def test_a_viewer_that_stops_reading_delays_nobody(
        server, new_camera, stopped_reader):
    # Sanitized programs are too slow for more.
    fps = 10 if surroundings.SANITIZED else 30
    camera = new_camera("patient", options=("--fps", fps))
    path = f"/video/{camera.slot}"
    stopped_reader(server, path)
    assert_every_frame_comes(server, path, viewers=3, seconds=5, fps=fps)


def test_a_viewer_without_progress_is_dropped_after_its_patience(
        new_server, camera, stopped_reader):
    server = new_server(("--slot", camera.slot, "--patience", "2"))
    stopped_reader(server, "/video")
    with Viewer(server, "/video") as viewer:
        wait_until(lambda: server.viewers(camera.slot) == 2, 3, "two viewers")
        # Before the web server has had enough of it.
        wait_within(lambda: server.viewers(camera.slot) == 1,
                    WEB_SERVERS_PATIENCE_S - 5, "the stopped one dropped")
        viewer.wait_for_frames(5)


@pytest.mark.parametrize("silent", [False, True],
                         ids=["live camera", "silent camera"])
def test_closed_browsers_leave_no_stream_behind(server, new_camera, silent):
    camera = new_camera("closed")
    browsers = [browser_socket(server, f"/video/{camera.slot}")
                for _ in range(BROWSERS)]
    wait_until(lambda: server.viewers(camera.slot) == BROWSERS, 5,
               f"{BROWSERS} viewers")
    if silent:
        camera.pause()
    read_all(browsers, seconds=1)
    for browser in browsers:
        browser.close()
    # Who sends the last frame once more would notice at any rate.
    wait_within(lambda: server.viewers(camera.slot) == 0,
                REPEATED_AFTER_S - 1.5, "no viewer")
    camera.resume()
