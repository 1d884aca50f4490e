"""Publishers by RTSP: whoever they are, wherever they push, whatever they know."""
# SPDX-License-Identifier: MIT
import contextlib
import signal
import socket
import struct
import time

import cv2
import numpy
import pytest

import clips
import processes
import surroundings
from processes import Process, wait_until
from rtsp_publisher import RtspPublisher
from slots import random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient

PATH = "/live/drone 1"
PASSWORD = 'p@ss:w"rd%1/'
# As it stands in a URL.
LOGIN = "drone:p%40ss%3Aw%22rd%251%2F@"
BARS = ["videotestsrc", "is-live=true", "pattern=smpte", "!",
        "video/x-raw,width=320,height=240,framerate=10/1", "!", "x264enc",
        "tune=zerolatency", "key-int-max=10", "!"]
GOODBYE = struct.pack(">BBHI", 0x81, 203, 1, 7)  # RFC 3550, 6.6
# Its first and its last bar: blue, green and red.
WHITE, BLUE = (255, 255, 255), (255, 0, 0)


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture
def port():
    return surroundings.free_port()


@pytest.fixture
def listening(new_camera, one_server, port):
    """A camera that waits for publishers: listening(option...)."""
    def start(*options, path=PATH, label="push"):
        camera = new_camera(label, source=None, options=(
            "--listen", f"rtsp://127.0.0.1:{port}{path}", "--quality", "95",
            *options))
        one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
        return camera
    return start


@pytest.fixture
def locked(listening, folder):
    """The same for those alone who know the password."""
    password_file = folder / "password"
    password_file.write_text(PASSWORD + "\n")
    password_file.chmod(0o600)
    return listening("--listen-user", "drone",
                     "--listen-password-file", password_file)


@pytest.fixture
def closes():
    """Something that is closed when the test ends: closes(thing)."""
    with contextlib.ExitStack() as stack:
        yield lambda thing: stack.enter_context(contextlib.closing(thing))


class GstDrone:
    """gst-launch in the place of a drone."""

    def __init__(self, folder, port, *words):
        self._process = Process(
            ["gst-launch-1.0", "-q", *BARS, "rtspclientsink",
             f"location=rtsp://127.0.0.1:{port}/live/drone%201", *words],
            folder,
            exits_with=(0, 1, -signal.SIGTERM))

    def leave(self, number=signal.SIGTERM):
        if self._process.is_running():
            self._process.signal(number)
        self._process.wait()


def ffmpeg_url(port, login="", path="/live/drone%201"):
    return f"rtsp://{login}127.0.0.1:{port}{path}"


def said_by_ffmpeg(folder, clip, url):
    """What it says of a push that is refused."""
    return processes.run(
        ["ffmpeg", "-v", "error", "-re", "-i", clip, "-c", "copy",
         "-f", "rtsp", url], env=processes.environment(folder)
    ).stderr.decode()


def assert_shows_smpte(answer):
    picture = cv2.imdecode(numpy.frombuffer(answer.body, numpy.uint8),
                           cv2.IMREAD_COLOR)
    assert picture.shape == (240, 320, 3)
    for left, colour in ((5, WHITE), (285, BLUE)):
        seen = picture[20:120, left:left + 30].reshape(-1, 3).mean(axis=0)
        assert max(abs(seen - colour)) < 12, (left, seen)


# ------------------------------------------------------- who they may be ----

@pytest.mark.parametrize("words", [
    ("protocols=tcp",), ("protocols=udp",),
    ("name=both", "audiotestsrc", "is-live=true", "!", "alawenc", "!",
     "both.")], ids=["TCP", "UDP", "with sound"])
def test_gstreamer_is_shown_and_stays(
        one_server, listening, folder, port, words):
    camera = listening()
    drone = GstDrone(folder, port, *words)
    try:
        one_server.wait_for_state(camera.slot, "live")
        with Viewer(one_server, f"/video/{camera.slot}") as viewer:
            viewer.wait_for_frames(50)
        assert_shows_smpte(one_server.get(f"/snapshot/{camera.slot}"))
    finally:
        drone.leave(signal.SIGINT)
    wait_until(lambda: "has ended" in camera.log, 5, "its end")
    assert "silent" not in camera.log


@pytest.mark.parametrize("way", ["tcp", "udp"])
def test_sound_beside_the_video_is_left_out(
        one_server, listening, new_drone, folder, clip, port, way):
    both = folder / "both.mp4"
    result = processes.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine", "-i", clip,
         "-shortest", "-c:v", "copy", both])
    assert result.returncode == 0, result.stderr.decode()
    camera = listening()
    new_drone(both, "-map", "0:a", "-map", "0:v", "-c", "copy",
              "-rtsp_transport", way, "-f", "rtsp", ffmpeg_url(port))
    one_server.wait_for_state(camera.slot, "live")
    clips.assert_shows_the_bars(
        one_server.get(f"/snapshot/{camera.slot}").body)


def show_jpegs(one_server, camera, send):
    """Send pictures until the newest is seen as it is."""
    jpegs = [random_jpeg(seed) for seed in range(10)]
    for jpeg in jpegs:
        send(jpeg)
        time.sleep(0.05)
    wanted = cv2.imdecode(numpy.frombuffer(jpegs[-1], numpy.uint8),
                          cv2.IMREAD_COLOR).astype(int)

    def is_shown():
        send(jpegs[-1])
        body = one_server.get(f"/snapshot/{camera.slot}").body
        seen = cv2.imdecode(numpy.frombuffer(body, numpy.uint8),
                            cv2.IMREAD_COLOR)
        return (seen is not None and seen.shape == wanted.shape and
                abs(seen - wanted).mean() < 4)
    wait_until(is_shown, 5, f"the picture\n{camera.log}")


@pytest.mark.parametrize("line_end,spell", [
    ("\r\n", str.lower), ("\n", str.upper)], ids=["lower", "upper and LF"])
def test_odd_spellings_are_understood(
        one_server, listening, port, closes, line_end, spell):
    camera = listening()
    odd = closes(RtspPublisher(port, "/live/drone%201/?token=x", line_end,
                               spell))
    set_up = odd.publish()
    assert "interleaved=4-5" in set_up.fields["transport"]

    def send(jpeg):
        # A keep-alive between two pictures.
        odd.send_picture(jpeg)
        assert odd.ask("GET_PARAMETER").code == 200
    show_jpegs(one_server, camera, send)
    assert odd.ask("TEARDOWN").code == 200
    wait_until(lambda: "has ended" in camera.log, 5, "its end")


def test_requests_may_come_all_at_once(one_server, listening, port, closes):
    camera = listening()
    hasty = closes(RtspPublisher(port, "/live/drone%201"))
    sdp = "v=0\nm=video 0 RTP/AVP 26\n"
    hasty.send(hasty.request("OPTIONS", "*") +
               hasty.request("ANNOUNCE", body=sdp) +
               hasty.request("SETUP", Transport="RTP/AVP/TCP;interleaved=4-5") +
               hasty.request("RECORD"))
    for number in range(4):
        answer = hasty.answer()
        assert (answer.code, answer.fields["cseq"]) == (200, str(number + 1))
    show_jpegs(one_server, camera, hasty.send_picture)


def test_packets_by_udp_come_from_the_publisher_alone(
        one_server, listening, port, closes):
    camera = listening()
    packets = closes(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    packets.bind(("127.0.0.1", 0))
    strange = closes(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    strange.bind(("127.0.0.2", 0))
    drone = closes(RtspPublisher(port, "/live/drone%201"))
    client_port = packets.getsockname()[1]
    to = ("127.0.0.1", drone.server_port(drone.publish(
        f"RTP/AVP;unicast;client_port={client_port}-{client_port + 1}")))
    for packet in drone.packets(random_jpeg(77)) * 3:
        strange.sendto(packet, to)
    time.sleep(0.5)
    assert one_server.state(camera.slot) == "no-signal"

    def send(jpeg):
        for packet in drone.packets(jpeg):
            packets.sendto(packet, to)
    show_jpegs(one_server, camera, send)


def test_a_goodbye_in_a_report_is_an_end(one_server, listening, port, closes):
    camera = listening()
    over_tcp = closes(RtspPublisher(port, "/live/drone%201"))
    over_tcp.publish()
    show_jpegs(one_server, camera, over_tcp.send_picture)
    over_tcp.send(struct.pack(">BBH", ord("$"), 5, len(GOODBYE)) + GOODBYE)
    wait_until(lambda: "has ended" in camera.log, 5, "its end")

    packets = closes(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    over_udp = closes(RtspPublisher(port, "/live/drone%201"))
    server_port = over_udp.server_port(over_udp.publish("RTP/AVP;unicast"))

    def send(jpeg):
        for packet in over_udp.packets(jpeg):
            packets.sendto(packet, ("127.0.0.1", server_port))
    show_jpegs(one_server, camera, send)
    packets.sendto(GOODBYE, ("127.0.0.1", server_port + 1))
    wait_until(lambda: camera.log.count("has ended") == 2, 5, "its end")
    assert "silent" not in camera.log


# -------------------------------------------------------- who may publish ----

@pytest.mark.parametrize("way", ["ffmpeg", "gstreamer over TCP", "gstreamer"])
def test_the_right_password_lets_in(
        one_server, locked, new_drone, folder, clip, port, way):
    if way == "ffmpeg":
        drone = new_drone(clip, "-c", "copy", "-f", "rtsp",
                          ffmpeg_url(port, LOGIN))
    else:
        drone = GstDrone(folder, port, "user-id=drone",
                         "user-pw=" + PASSWORD.replace('"', '\\"'),
                         *(["protocols=tcp"] if "TCP" in way else []))
    try:
        one_server.wait_for_state(locked.slot, "live")
    finally:
        drone.leave()
    assert "password" not in locked.log


def test_wrong_and_missing_passwords_are_told_once(
        one_server, locked, folder, clip, port):
    for _ in range(3):
        began = time.monotonic()
        said = said_by_ffmpeg(folder, clip, ffmpeg_url(port, "drone:guess@"))
        assert "401" in said
        assert time.monotonic() - began > 1
    for _ in range(3):
        assert "401" in said_by_ffmpeg(folder, clip, ffmpeg_url(port))
    wait_until(lambda: "gave no password" in locked.log, 5, "a word")
    assert locked.log.count("gave a wrong user or password") == 1
    assert locked.log.count("gave no password") == 1
    assert "127.0.0.1 gave" in locked.log
    assert "guess" not in locked.log
    assert PASSWORD not in locked.log + locked.command_line
    assert one_server.state(locked.slot) == "no-signal"


def test_another_path_is_refused(one_server, listening, folder, clip, port):
    camera = listening()
    for path in ("/live/drone", "/live/drone%202", "/"):
        assert "404" in said_by_ffmpeg(folder, clip,
                                       ffmpeg_url(port, path=path))
    assert camera.log.count('wants to publish at another path, "/live/dr') == 2
    assert one_server.state(camera.slot) == "no-signal"


def test_no_path_means_any(one_server, listening, new_drone, clip, port):
    camera = listening(path="")
    new_drone(clip, "-c", "copy", "-f", "rtsp", ffmpeg_url(port))
    one_server.wait_for_state(camera.slot, "live")


@pytest.mark.parametrize("options,words", [
    (("--listen-user", "drone"), "belong together"),
    (("--listen-user", "a:b", "--listen-password-file", "{}"), "expected a name"),
    (("--listen-user", "drone", "--listen-password-file", "/nowhere"),
     "/nowhere: No such file"),
    (("--listen-user", "drone", "--listen-password-file", "{}"),
     "others may read")])
def test_settings_that_would_not_protect_are_refused(folder, options, words):
    password_file = folder / "password"
    password_file.write_text("hush\n")
    password_file.chmod(0o644)
    result = processes.run(
        [surroundings.CAPTURE_DAEMON, "--check", "--listen",
         "rtsp://127.0.0.1:8554/x",
         *(option.format(password_file) for option in options)])
    assert result.returncode == 2
    assert words in result.stderr.decode()
    assert "hush" not in result.stderr.decode()


def test_an_open_port_is_told_of(new_camera, port):
    camera = new_camera("open", source=None, options=(
        "--listen", f"rtsp://0.0.0.0:{port}/x"))
    wait_until(lambda: "waiting for a publisher" in camera.log, 5, "its start")
    assert camera.log.count("everybody who reaches this port may publish") == 1


# ------------------------------------------------------- more than one ----

def test_second_publisher_is_told_and_the_first_is_shown(
        one_server, listening, new_drone, folder, clip, port):
    camera = listening()
    new_drone(clip, "-c", "copy", "-f", "rtsp", ffmpeg_url(port))
    one_server.wait_for_state(camera.slot, "live")
    for _ in range(3):
        assert "453 Somebody Publishes Here Already" in said_by_ffmpeg(
            folder, clip, ffmpeg_url(port))
    assert camera.log.count("while another publisher does") == 1
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(20)
    assert "has ended" not in camera.log


def test_second_daemon_is_refused_while_the_first_has_its_publisher(
        one_server, listening, new_camera, new_drone, clip, port):
    first = listening()
    new_drone(clip, "-c", "copy", "-f", "rtsp", ffmpeg_url(port))
    one_server.wait_for_state(first.slot, "live")
    second = new_camera("second", source=None, options=(
        "--listen", f"rtsp://127.0.0.1:{port}/x"))
    wait_until(lambda: "another program has this port already" in second.log,
               5, "words")
    assert one_server.state(first.slot) == "live"


def test_publisher_that_falls_silent_makes_room(
        one_server, listening, new_drone, clip, port):
    camera = listening()
    words = (clip, "-c", "copy", "-rtsp_transport", "tcp", "-f", "rtsp",
             ffmpeg_url(port))
    silent = new_drone(*words)
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        one_server.wait_for_state(camera.slot, "live")
        viewer.wait_for_frames(20)
        silent.fall_silent()
        time.sleep(1.5)
        next_one = new_drone(*words)
        wait_until(lambda: "in the place of 127.0.0.1" in camera.log, 5,
                   "a word")
        one_server.wait_for_state(camera.slot, "live")
        viewer.wait_for_frames(20)
        assert next_one.is_running()
        silent.leave(signal.SIGKILL)
        viewer.wait_for_frames(20)


def test_half_open_connections_keep_no_publisher_away(
        one_server, listening, new_drone, clip, port, closes):
    camera = listening()
    for _ in range(100):
        half = closes(socket.create_connection(("127.0.0.1", port), timeout=5))
        half.sendall(b"ANNOUNCE rtsp://127.0.0.1/live/drone%201 RTSP/1.0\r\n")
    new_drone(clip, "-c", "copy", "-f", "rtsp", ffmpeg_url(port))
    one_server.wait_for_state(camera.slot, "live")


@pytest.mark.parametrize("words,said", [
    (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "does not speak RTSP"),
    (b"\x16\x03\x01\x02\x00", "speaks TLS"),
    (b"DESCRIBE rtsp://h/live/drone%201 RTSP/1.0\r\nCSeq: 1\r\n\r\n",
     "wants to watch"),
    (b"OPTIONS * RTSP/2.0\r\nCSeq: 1\r\n\r\n", "another RTSP than 1.0"),
    (b"ANNOUNCE rtsp://h/live/drone%201 RTSP/1.0\r\nContent-Length: 28\r\n\r\n"
     b"v=0\r\nm=audio 0 RTP/AVP 0\r\n\r\n", "a stream without video")])
def test_who_came_to_the_wrong_door_is_answered_and_told_of(
        listening, port, words, said):
    camera = listening()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
        stranger.sendall(words)
        assert stranger.recv(4096).startswith(b"RTSP/1.0 ")
    wait_until(lambda: said in camera.log, 5, "a word")
