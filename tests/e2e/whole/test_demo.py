"""`make demo`: one command serves the test pattern, Ctrl-C ends it."""
# SPDX-License-Identifier: MIT
import socket

import pytest

import curl
import processes
import stamp
import surroundings
from processes import Process, wait_until

pytestmark = pytest.mark.patient


@pytest.fixture(params=["lighttpd", "nginx"])
def web(request):
    return request.param


@pytest.fixture(autouse=True)
def free_slot():
    """The demo's slot is the one that people use; it may be in use."""
    shown = processes.run([surroundings.SLOTCTL, "show", "main"])
    if b"process" in shown.stdout:
        pytest.skip("slot main has a writer on this machine")


def start_demo(folder, web, port, exits_with):
    return Process(
        ["make", "--no-print-directory", "-C", surroundings.ROOT, "demo",
         f"WEB={web}", f"PORT={port}", f"BUILD={surroundings.BUILD}",
         f"SANITIZE={surroundings.SANITIZE}"],
        folder, name="demo", own_session=True, exits_with=exits_with)


def test_the_demo_serves_until_ctrl_c(folder, web):
    before = set(processes.left_over())
    port = surroundings.free_port()
    demo = start_demo(folder, web, port, (0, 2, 130))
    address = f"http://localhost:{port}/"
    wait_until(lambda: address in demo.log or not demo.is_running(), 30,
               "the demo saying where to look")
    assert demo.is_running(), demo.log
    assert "slotcast" in curl.fetch(address).text
    stamp.read_jpeg(curl.fetch(address + "snapshot").body)
    assert curl.fetch(address + "video?frames=3").status == 200
    demo.interrupt()
    demo.wait()
    assert set(processes.left_over()) <= before
    assert not (surroundings.SHARED_MEMORY / "slotcast.main").exists()


def test_the_demo_says_that_its_port_is_taken(folder, web):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = start_demo(folder, web, port, (2,))
        assert demo.wait(20) != 0
    assert str(port) in demo.log and "PORT=" in demo.log
