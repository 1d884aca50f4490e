"""`make demo`: one command serves the test pattern, Ctrl-C ends it."""
# SPDX-License-Identifier: MIT
import os
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
    server = "" if web == "lighttpd" else "WEB=nginx "
    assert f"port {port} is taken" in demo.log
    assert f"another port: make demo {server}PORT=" in demo.log


def refusal(*words, **environment):
    result = processes.run([surroundings.ROOT / words[0], *words[1:]],
                           env={**os.environ, **environment})
    assert result.returncode != 0 and result.stdout == b""
    assert result.stderr.count(b"\n") == 1
    return result.stderr.decode()


@pytest.mark.parametrize("typed, words", [
    ("./run demo", "./run demo WEB=nginx PORT="),
    ("make demo", "make demo WEB=nginx PORT="),
    (None, "tools/demo nginx "),
])
def test_the_demo_speaks_in_the_words_that_were_typed(typed, words):
    known = {"SLOTCAST_TYPED": typed} if typed else {}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert words in refusal("tools/demo", "nginx", port,
                                BUILD=surroundings.BUILD, **known)
    assert words in refusal("tools/demo", "nginx", "70000", **known)
    assert words in refusal("tools/demo", "apache", "5000", **known)


@pytest.mark.parametrize("words, right", [
    (["dmeo"], "./run demo or ./run check"),
    (["PORT=25200"], "./run demo PORT=25200"),
    (["demo", "25200"], "PORT=25200"),
    (["demo", "port=25200"], "PORT=25200"),
    (["demo", ":25200"], "PORT=25200"),
    (["demo", "nginx"], "WEB=nginx"),
    (["demo", "WEB=apache"], "WEB=lighttpd or WEB=nginx"),
    (["demo", "PORT=70000"], "from 1 to 65535"),
    (["demo", "PORT=http"], "from 1 to 65535"),
    (["demo", "PROT=5001"], "PORT=5000"),
    (["demo", "PORT=5001", "now"], "PORT=5000"),
    (["check", "thread"], "SANITIZE=thread"),
    (["check", "SANITISE=thread"], "SANITIZE=thread"),
])
def test_run_refuses_words_that_it_does_not_know(words, right):
    assert right in refusal("run", *words)
