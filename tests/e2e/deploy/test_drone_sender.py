"""deploy/drone: what an edge board sends, against the real ingest."""
# SPDX-License-Identifier: MIT
import os
import signal
import time

import pytest

import processes
import surroundings
from processes import Process, wait_until
from rtmp_server import RtmpServer
from stream import Viewer

pytestmark = pytest.mark.patient

SENDER = surroundings.ROOT / "deploy" / "drone" / "drone-sender"
FALLBACK = "no hardware encoder works"


class Board:
    """An edge board with its settings, and with programs that we fake."""

    def __init__(self, folder):
        self._folder = folder
        self._programs = folder / "bin"
        self._programs.mkdir()
        self._settings = folder / "drone-sender.conf"
        self.sender = None

    def fake(self, name, script):
        program = self._programs / name
        program.write_text("#!/bin/sh\n" + script)
        program.chmod(0o755)

    def configure(self, **settings):
        usual = {"camera": "test", "size": "320x240", "fps": 10}
        self._settings.write_text("# for a test\n\n" + "".join(
            f"{name} = {value}\n"
            for name, value in {**usual, **settings}.items()))

    def _command(self, *options):
        path = f"{self._programs}:{os.environ['PATH']}"
        return ["env", f"PATH={path}", SENDER, *options, self._settings]

    def print(self):
        """--print: its exit status, the command, and what it says."""
        result = processes.run(self._command("--print"))
        return (result.returncode, result.stdout.decode().strip(),
                result.stderr.decode().strip())

    def start(self):
        self.sender = Process(self._command(), self._folder,
                              name="drone-sender")

    def stop(self):
        if self.sender and self.sender.is_running():
            self.sender.stop()

    def lines(self, words):
        return [line for line in self.sender.log.splitlines() if words in line]


@pytest.fixture
def board(folder):
    board = Board(folder)
    yield board
    board.stop()


def test_the_sender_outlives_everything_it_needs(
        all_servers, new_camera, board):
    """No hardware, no server at first, and then a server that dies."""
    server, port = all_servers["lighttpd"], surroundings.free_port()
    address = f"rtsp://127.0.0.1:{port}/edge"
    board.configure(to=address)
    board.start()
    wait_until(lambda: board.lines("Connection refused"), 10, "a complaint")
    time.sleep(2)  # for more attempts, of which nothing is said
    assert len(board.lines("Connection refused")) == 1
    assert len(board.lines(FALLBACK)) == 1

    camera = new_camera("edge", source=None, options=("--listen", address))
    server.wait_for_state(camera.slot, "live")
    camera.kill()
    wait_until(lambda: len(board.lines("trying again")) == 2, 10,
               "word of the server's end")
    camera.start()
    wait_until(lambda: len(board.lines("sending to")) == 2, 15,
               "the server's return")
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(20)
    board.stop()
    assert len(board.sender.log.splitlines()) < 8


def test_the_sender_pushes_to_the_address_of_many_drones(
        all_servers, new_camera, board, folder):
    rtmp_server = RtmpServer(folder)
    rtmp_server.add_key("s3cret", "edge")
    camera = new_camera("edge", source=rtmp_server.url("edge"))
    board.configure(to=rtmp_server.url("s3cret"), encoder="libx264")
    board.start()
    all_servers["nginx"].wait_for_state(camera.slot, "live")
    board.stop()
    rtmp_server.stop()
    assert "s3cret" not in board.sender.log


@pytest.mark.parametrize("source,listen,address", [
    ("rtp-h264://127.0.0.1:{}", (), "rtp://127.0.0.1:{}"),
    (None, ("--listen", "rtmp://127.0.0.1:{}/live/edge"),
     "rtmp://127.0.0.1:{}/live/edge")], ids=["RTP", "RTMP"])
def test_the_sender_needs_no_server_between(
        all_servers, new_camera, board, source, listen, address):
    port = surroundings.free_port()
    camera = new_camera("edge", source=source and source.format(port),
                        options=[word.format(port) for word in listen])
    board.configure(to=address.format(port), encoder="libx264")
    board.start()
    all_servers["nginx"].wait_for_state(camera.slot, "live")


def test_h264_of_another_program_is_passed_on(all_servers, new_camera, board):
    """As a Raspberry Pi's rpicam-vid gives it; with a Pi's endless wait."""
    board.fake("rpicam-vid", """
        exec ffmpeg -v error -re -f lavfi -i testsrc2=s=320x240:r=10 \
            -c:v libx264 -preset ultrafast -tune zerolatency -g 10 \
            -pix_fmt yuv420p -f h264 -""")
    port = surroundings.free_port()
    address = f"rtsp://127.0.0.1:{port}/pi"
    camera = new_camera("pi", source=None, options=("--listen", address))
    board.configure(to=address, camera="pi")
    board.start()
    all_servers["nginx"].wait_for_state(camera.slot, "live")
    board.sender.signal(signal.SIGTERM)
    all_servers["nginx"].wait_for_state(camera.slot, "no-signal")


def test_the_hardware_that_works_is_taken(board):
    board.configure(to="rtp://192.0.2.1:5600")
    board.fake("ffmpeg", """
        case $* in
        *-encoders) echo ' V..... h264_v4l2m2m  '; echo ' V..... h264_qsv  ' ;;
        *h264_v4l2m2m*) exit 1 ;;
        esac""")
    status, command, said = board.print()
    assert (status, said) == (0, "")
    assert "-c:v h264_qsv" in command
    assert command.endswith("-f rtp -pkt_size 1200 rtp://192.0.2.1:5600")

    board.fake("gst-inspect-1.0", """[ "$2" = nvv4l2h264enc ]""")
    board.configure(to="rtp://192.0.2.1:5600", camera="/dev/video7")
    status, command, said = board.print()
    assert (status, said) == (0, "")
    assert command.startswith("gst-launch-1.0 -q v4l2src device=/dev/video7 ")
    assert " nvv4l2h264enc bitrate=2000000 " in command


def test_a_wide_link_carries_the_jpegs_of_the_camera(board):
    board.fake("ffmpeg", """
        case $* in
        *-list_formats*) echo '[v] Compressed:  mjpeg : Motion-JPEG : 640x480' ;;
        esac""")
    settings = {"camera": "/dev/video7", "to": "rtsp://192.0.2.1:8554/edge"}
    for bitrate, words in ((20000, "-c:v copy"), (19999, "-c:v libx264")):
        board.configure(bitrate=bitrate, **settings)
        status, command, said = board.print()
        assert status == 0
        assert said.count("\n") == 0 and FALLBACK in said
        assert "-input_format mjpeg" in command
        assert words in command


@pytest.mark.parametrize("settings,complaint", [
    ({}, "to = : expected an address"),
    ({"to": "http://192.0.2.1/"}, "to = http://192.0.2.1: expected"),
    ({"to": "htp://me:secret@192.0.2.1/key"}, "to = htp://192.0.2.1: expected"),
    ({"to": "htp://me:sec/ret@192.0.2.1/key"}, "to = htp://192.0.2.1: expected"),
    ({"to": "htp://me:secret"}, "to = htp://me:***: expected"),
    ({"to": "me:secret@192.0.2.1"}, "to = ***: expected"),
    ({"to": "rtp://192.0.2.1:5600", "fps": "many"}, "fps = many: expected"),
    ({"to": "rtp://192.0.2.1:5600", "camra": "1"}, "no setting 'camra'"),
    ({"to": "rtp://192.0.2.1:5600", "encoder": "copy", "format": "mjpeg"},
     "JPEGs travel by rtsp:// only"),
])
def test_wrong_settings_are_named(board, settings, complaint):
    board.configure(**settings)
    status, command, said = board.print()
    assert (status, command) == (2, "")
    assert complaint in said and said.count("\n") == 0
    assert "sec" not in said
