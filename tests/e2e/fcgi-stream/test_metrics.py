"""/metrics: Prometheus can read it, and its figures are right."""
# SPDX-License-Identifier: MIT
import concurrent.futures
import contextlib
import http.server
import re
import socket
import threading
import time

import pytest

import curl
import processes
import surroundings
from metrics import Metrics, promtool
from processes import wait_until
from slots import random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient

PROMETHEUS = surroundings.ROOT / "deploy" / "prometheus"


@pytest.fixture
def one_server(all_servers):
    """For what does not depend on the web server."""
    return all_servers["nginx"]


def test_prometheus_likes_what_it_reads(server, camera):
    assert server.get("/snapshot").status == 200
    answer = server.get("/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(
        "text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    promtool("check", "metrics", input=answer.body)
    assert Metrics(server).of(camera.slot)("writer_up") == 1
    head = server.get("/metrics", "--head")
    assert (head.status, head.body) == (200, b"")


def test_prometheus_likes_our_settings(folder):
    promtool("check", "config", PROMETHEUS / "prometheus.yml")
    promtool("check", "rules", PROMETHEUS / "slotcast-rules.yml")


def own_address():
    """An address of this machine that is not 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but 127.0.0.1")
        return probe.getsockname()[0]


@pytest.mark.parametrize("path", ["/metrics", "/camera/metrics", "/metrics/"])
def test_only_this_machine_may_ask(server, path):
    assert server.get(path).status == 200
    stranger = ("--interface", own_address())
    assert server.get(path, *stranger).status == 403
    assert server.get("/streams", *stranger).status == 200


def download(server, path):
    """What curl gets when it takes all of a stream: its bytes."""
    return len(curl.fetch(server.url(path), seconds=30).body)


def test_frames_and_bytes_are_those_that_clients_get(new_server, camera):
    server = new_server(("--slot", camera.slot))
    paths = ["/video?frames=20", "/video?frames=20&advance=1"] * 3
    with concurrent.futures.ThreadPoolExecutor() as clients:
        sizes = list(clients.map(lambda path: download(server, path), paths))
    picture = server.get("/snapshot")
    tag = picture.headers["ETag"]
    listed = f"If-None-Match: {tag}"
    # Another frame may have come: both answers are right, and counted.
    again = server.get("/snapshot", "--header", listed)
    told = Metrics(server)
    of_slot = told.of(camera.slot)
    assert of_slot("frames_sent_total") == 20 * len(paths)
    assert of_slot("sent_bytes_total", kind="stream") == sum(sizes)
    assert of_slot("sent_bytes_total", kind="snapshot") == \
        len(picture.body) + len(again.body)
    assert of_slot("snapshots_total", result="sent") + \
        of_slot("snapshots_total", result="unchanged") == 2
    assert of_slot("frame_age_seconds_count") == 20 * len(paths)
    assert of_slot("hand_off_seconds_count") >= 19
    assert told.get("slotcast_requests_total",
                    route="video", status="2xx") == len(paths)


def test_viewers_are_counted_while_they_watch(new_server, camera):
    server = new_server(("--slot", camera.slot, "--max-viewers", "5"))
    with contextlib.ExitStack() as stack:
        viewers = [stack.enter_context(Viewer(server, "/video"))
                   for _ in range(5)]
        for viewer in viewers:
            viewer.wait_for_frames(5)
        assert Metrics(server).of(camera.slot)("viewers") == 5
        assert server.get("/video").status == 503
    wait_until(lambda: Metrics(server).of(camera.slot)("viewers") == 0,
               5, "no viewer")
    told = Metrics(server)
    assert told.get("slotcast_max_viewers") == 5
    assert told.get("slotcast_refused_total", reason="viewers") == 1
    assert told.of(camera.slot)("frames_sent_total") >= sum(
        len(viewer.seen) for viewer in viewers)


class SlowBrowser:
    """Reads a stream at its own pace, and remembers which frames came."""

    def __init__(self, server, path):
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        self._socket.connect(("127.0.0.1", server.port))
        self._socket.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        self._bytes = b""

    def read(self, seconds, bytes_per_second):
        """Read for so long, no faster than that."""
        self._socket.settimeout(seconds)
        deadline = time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while time.monotonic() < deadline:
                self._bytes += self._socket.recv(bytes_per_second // 50)
                time.sleep(0.02)

    def read_what_is_there(self):
        self._socket.settimeout(0.1)
        try:
            while True:
                self._bytes += self._socket.recv(1 << 20)
        except TimeoutError:
            pass

    @property
    def serials(self):
        return [int(serial) for serial in
                re.findall(rb"X-Frame-Serial: (\d+)\r", self._bytes)]

    def close(self):
        self._socket.close()


def gaps(serials):
    """Frames that are missing; one that came again is none."""
    return sum(max(later - earlier - 1, 0)
               for earlier, later in zip(serials, serials[1:]))


def wait_until_told(server, slot, browser):
    """Until what `browser` got and what it lacks is what /metrics tells."""
    def agrees():
        browser.read_what_is_there()
        told = Metrics(server).of(slot)
        return (told("frames_sent_total"),
                told("frames_skipped_total") + told("frames_missed_total")
                ) == (len(browser.serials), gaps(browser.serials))
    wait_until(agrees, 10, "counters that agree with the client")


def test_skipped_frames_are_those_that_a_slow_viewer_lacks(
        new_server, new_camera):
    camera = new_camera("slow")
    server = new_server(("--slot", camera.slot))
    browser = SlowBrowser(server, "/video")

    def has_skipped():
        browser.read(0.3, bytes_per_second=300_000)
        told = Metrics(server).of(camera.slot)
        return told("frames_skipped_total") > 5

    wait_until(has_skipped, 20, "a viewer too slow for six frames")
    camera.pause()
    wait_until_told(server, camera.slot, browser)
    camera.resume()
    browser.close()
    assert gaps(browser.serials) > 5


class BadCamera(http.server.ThreadingHTTPServer):
    """A network camera: each visit brings good frames and damaged ones."""

    daemon_threads = True
    good, damaged = 12, 5

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _BadCameraAnswer)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        self.leave = threading.Event()  # the visit ends
        self.visits = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _BadCameraAnswer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # pylint: disable=invalid-name
        camera = self.server
        jpeg = random_jpeg(7)
        camera.visits += 1
        self.send_response(200)
        self.send_header("Content-Type",
                         "multipart/x-mixed-replace;boundary=camera")
        self.end_headers()
        self.wfile.write(b"--camera\r\n")
        for number in range(camera.good + camera.damaged):
            is_bad = number >= camera.good
            frame = jpeg[:len(jpeg) // 2] if is_bad else jpeg
            self.wfile.write(b"Content-Type: image/jpeg\r\n"
                             b"Content-Length: %d\r\n\r\n%s\r\n--camera\r\n"
                             % (len(frame), frame))
            time.sleep(0.05)
        camera.leave.wait(30)
        camera.leave.clear()

    def log_message(self, *_):
        """The requests are nobody's news."""


def report(server, slot):
    """The figures that travelled in the slot, by what became of frames."""
    told = Metrics(server).of(slot)
    figures = {cause: told("frames_dropped_total", cause=cause)
               for cause in ("damaged", "late", "unwanted", "unstorable")}
    for name in ("captured", "published"):
        figures[name] = told(f"frames_{name}_total")
    figures["placeholders"] = told("placeholders_published_total")
    figures["reconnects"] = told("source_reconnects_total")
    return figures


def source_state(server, slot):
    told = Metrics(server).of(slot)
    return [state for state in ("running", "lost", "closed")
            if told("source_state", state=state)]


def test_the_capture_side_tells_what_became_of_frames(
        one_server, new_camera):
    network_camera = BadCamera()
    camera = new_camera("bad", source=network_camera.url)

    def damaged():
        return report(one_server, camera.slot)["damaged"] or 0

    with Viewer(one_server, f"/video/{camera.slot}"):
        wait_until(lambda: network_camera.visits == 1, 5, "a visit")
        wait_until(lambda: damaged() >= 5, 5, "the damaged frames")
        wait_until(lambda: source_state(one_server, camera.slot) == ["lost"],
                   10, "a placeholder")
        network_camera.leave.set()
        wait_until(lambda: damaged() >= 10, 15, "another visit's frames")
        camera.pause()
        figures = report(one_server, camera.slot)
        serial = one_server.streams()[camera.slot]["serial"]
        camera.resume()
    network_camera.leave.set()
    network_camera.shutdown()
    network_camera.server_close()
    assert figures["damaged"] == 2 * network_camera.damaged
    assert figures["captured"] == 2 * (
        network_camera.good + network_camera.damaged)
    assert figures["captured"] == figures["published"] + sum(
        figures[cause]
        for cause in ("damaged", "late", "unwanted", "unstorable"))
    assert figures["published"] + figures["placeholders"] == serial
    assert figures["placeholders"] >= 1
    assert figures["reconnects"] == 1


def test_slotctl_shows_the_same_report(
        one_server, new_camera):
    camera = new_camera("shown")
    wait_until(lambda: report(one_server, camera.slot)["captured"], 5,
               "a frame")
    camera.pause()
    figures = report(one_server, camera.slot)
    shown = processes.run([surroundings.SLOTCTL, "show", camera.slot])
    camera.resume()
    assert f"captured    {figures['captured']:.0f} frames: " \
        f"{figures['published']:.0f} published\n" in shown.stdout.decode()
    assert "source      running, " in shown.stdout.decode()


def test_a_dead_writer_is_told_apart_from_a_silent_one(
        one_server, new_camera):
    camera = new_camera("dead")
    wait_until(lambda: source_state(one_server, camera.slot) == ["running"], 5,
               "the first picture")
    camera.kill()
    told = Metrics(one_server).of(camera.slot)
    assert told("writer_up") == 0
    assert told("frames_captured_total") > 0
    camera.remove()
    assert Metrics(one_server).of(camera.slot)("writer_up") is None
