"""No password of a source is told, however its address was written.

The secrets are animals, which nothing else here is named after.
"""
# SPDX-License-Identifier: MIT
import contextlib
import http.server
import socketserver
import threading

import pytest

import processes
import surroundings
from processes import Process, wait_until

pytestmark = pytest.mark.patient

ANIMALS = ("lemur", "zebra", "quagga", "okapi", "tapir")

# {closed}: nobody listens there. {web}, {rtsp}: who comes is sent away.
ADDRESSES = (
    # A user and a password, of all signs.
    "rtsp://lemur:zebra77@127.0.0.1:{closed}/x",
    "RTSP://lemur:zebra77@127.0.0.1:{rtsp}/x",
    "rtsp://lemur:zebra@quagga@127.0.0.1:{rtsp}/x",
    "rtsp://lemur:zebra:quagga@127.0.0.1:{rtsp}/x",
    "rtsp://lemur:zebra quagga@127.0.0.1:{rtsp}/x",
    "rtsp://lemur:zebra\"quag'ga@127.0.0.1:{rtsp}/x",
    "rtsp://lemur:zebra#quagga@127.0.0.1:{closed}/x",
    "rtsp://lemur:zebra/quagga@127.0.0.1:{closed}/x",
    "rtsp://lemur:zebra?quagga@127.0.0.1:{closed}/x",
    "rtsp://lemur:okapi@zebra#quagga@127.0.0.1:{closed}/x",
    "rtsp://zebra/quagga@127.0.0.1:{closed}/x",
    "http://lemur:zebra%40%23quagga@127.0.0.1:{web}/locked",
    "https://lemur:zebra@127.0.0.1:{closed}/x",
    "rtsp://lemur%3Azebra%40127.0.0.1:{closed}/x",
    "rtsp://lemur:zebra77/x",
    # What has no scheme.
    "lemur:zebra@127.0.0.1/x",
    # Parameters, fragments, tokens.
    "rtsp://127.0.0.1:{rtsp}/user=lemur&password=zebra&channel=1&stream=0.sdp",
    "rtsp://127.0.0.1:{rtsp}/user=lemur_password=zebra_channel=1.sdp?real_stream",
    "http://127.0.0.1:{web}/shot.cgi?loginuse=lemur&loginpas=zebra",
    "http://127.0.0.1:{web}/locked?user=lemur;pwd=zebra;fps=5",
    "http://127.0.0.1:{web}/locked?p%61ss=zebra#quagga",
    "http://127.0.0.1:{web}/locked?zebra",
    "http://127.0.0.1:{web}/z1ebra2quagga3okapi4/index.m3u8?sig=zebra",
    "http://127.0.0.1:{web}/redirect?pin=okapi",
    "http://127.0.0.1:{web}/list.m3u8?pin=okapi",
    # Keys and passphrases.
    "rtmp://127.0.0.1:{closed}/live/zebra",
    "rtmp://127.0.0.1:{closed}/live/zebra?who=quagga",
    "rtmps://lemur:zebra@127.0.0.1:{closed}/live/quagga",
    "srt://127.0.0.1:{closed}?passphrase=zebraquagga&streamid=okapi",
    "srt://127.0.0.1:{closed}?streamid=#!::u=lemur,k=zebra&mode=caller",
    "srt://127.0.0.1:{closed}?passphrase=zebra",
)
LISTENERS = (
    "rtmp://127.0.0.1:{free}/live/zebra",
    "rtsp://127.0.0.1:{free}/x?pin=okapi",
    "srt://127.0.0.1:{free}?passphrase=zebraquagga",
)
# What does not even become a source.
MISTAKES = (
    ("gopher://lemur:zebra@127.0.0.1/x",),
    ("127.0.0.1/cgi?user=lemur&pwd=zebra",),
    ("rtsp:/lemur:zebra@127.0.0.1:9/x",),
    ("udp://lemur:zebra@127.0.0.1",),
    ("--listen", "rtsp://lemur:zebra@127.0.0.1:8554/x?pin=okapi"),
    ("--listen", "http://lemur:zebra@127.0.0.1:80/x?pin=okapi"),
    ("pattern:", "rtsp://lemur:zebra quagga@127.0.0.1/x"),
)


class _Locked(socketserver.StreamRequestHandler):
    """An RTSP camera that refuses every password."""

    def handle(self):
        with contextlib.suppress(OSError):
            while line := self.rfile.readline():
                if line.lower().startswith(b"cseq"):
                    self.wfile.write(
                        b"RTSP/1.0 401 Unauthorized\r\n" + line +
                        b'WWW-Authenticate: Basic realm="x"\r\n\r\n')


class _Web(http.server.BaseHTTPRequestHandler):
    """A web server that sends away; what it names is as secret."""

    def do_GET(self):  # pylint: disable=invalid-name
        path = self.path.partition("?")[0]
        if path == "/redirect":
            self._answer(302, b"", Location=(
                "http://lemur:tapir@127.0.0.1:%d/locked?pin=tapir#tapir"
                % self.server.server_port))
        elif path == "/list.m3u8":
            self._answer(200, b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n"
                              b"/locked/segment.ts?who=tapir\n")
        elif path == "/locked":
            self._answer(401, b"", WWW_Authenticate='Basic realm="x"')
        else:
            self._answer(404, b"")

    def _answer(self, status, body, **fields):
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """The requests are nobody's news."""


@pytest.fixture(scope="module")
def ports():
    """By their names in ADDRESSES."""
    with contextlib.ExitStack() as stack:
        servers = {"rtsp": socketserver.ThreadingTCPServer(
                       ("127.0.0.1", 0), _Locked),
                   "web": http.server.ThreadingHTTPServer(
                       ("127.0.0.1", 0), _Web)}
        for server in servers.values():
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield {name: server.server_address[1]
               for name, server in servers.items()}


def written(address, ports):
    """`address` with ports of its own in the place of those that it wants."""
    return address.format(**ports, closed=surroundings.free_port(),
                          free=surroundings.free_port())


def assert_nothing_is_told(text, address):
    told = [animal for animal in ANIMALS if animal in text.lower()]
    assert not told, f"of {address}: {told} in\n{text}"


def has_spoken(camera):
    return ("will go on trying" in camera.log
            or "waiting for a publisher" in camera.log)


@pytest.fixture
def cameras(new_camera, ports):
    """One for each address, by its address; all of them talk much."""
    started = {}
    for number, address in enumerate(ADDRESSES):
        started[address] = new_camera(
            f"hides{number}", source=written(address, ports),
            options=("--verbose",))
    for number, address in enumerate(LISTENERS):
        started[address] = new_camera(
            f"listens{number}", source=None, options=(
                "--verbose", f"--listen={written(address, ports)}"))
    started["--av-option"] = new_camera(
        "option", source=f"srt://127.0.0.1:{surroundings.free_port()}",
        options=("--verbose", "--av-option", "passphrase=zebra",
                 "--av-option=streamid=lemur quagga"))
    for address, camera in started.items():
        wait_until(lambda camera=camera: has_spoken(camera), 10,
                   f"a word about {address}")
    return started


def test_nothing_that_is_told_holds_a_password(all_servers, cameras):
    server = all_servers["nginx"]
    everywhere = "\n".join(server.get(path).body.decode()
                           for path in ("/streams", "/metrics"))
    assert all(camera.slot in everywhere for camera in cameras.values())
    assert_nothing_is_told(everywhere, "all of them")
    for address, camera in cameras.items():
        assert_nothing_is_told(camera.command_line, address)
        assert_nothing_is_told(camera.log, address)
        shown = processes.run([surroundings.SLOTCTL, "show", camera.slot])
        assert shown.returncode == 0
        assert_nothing_is_told(shown.stdout.decode(), address)


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_refused_address_is_not_told_either(folder, arguments):
    daemon = Process([surroundings.CAPTURE_DAEMON, "--slot",
                      surroundings.slot_name("refused"), *arguments], folder,
                     exits_with=(2,))
    assert daemon.wait() == 2
    assert "error" in daemon.log
    assert_nothing_is_told(daemon.log, arguments)


@pytest.mark.parametrize("address", [
    "rtsp://lemur:zebra#quagga@127.0.0.1:{closed}/x",
    "rtsp://lemur:zebra/quagga@127.0.0.1:{closed}/x",
    "rtsp://lemur:zebra@quagga@127.0.0.1:{rtsp}/x"])
def test_how_to_write_a_password_of_signs_is_told(new_camera, ports, address):
    camera = new_camera("signs", source=written(address, ports))
    wait_until(lambda: "write @ as %40, # as %23, / as %2F" in camera.log, 10,
               "how to write it")
