"""Every way a drone sends video, from its sender to the browser's picture."""
# SPDX-License-Identifier: MIT
import contextlib
import http.server
import signal
import socketserver
import threading
import time

import pytest

import clips
import processes
import surroundings
from drone import H264, H265, CountingDrone
from processes import wait_until
from stream import Viewer

pytestmark = pytest.mark.patient

QUALITY = ("--quality", "95")
# Parameter sets in the stream, as live senders have them.
IN_BAND = ("-c", "copy", "-bsf:v", "h264_mp4toannexb")


@pytest.fixture(scope="session")
def sounding_clip(session_folder, clip):
    """The clip with a tone and with subtitles, a track nobody wants."""
    titles = session_folder / "titles.srt"
    titles.write_text("1\n00:00:00,000 --> 00:00:03,000\naltitude 120 m\n")
    sounding = session_folder / "sounding.mp4"
    result = processes.run(
        ["ffmpeg", "-v", "error", "-i", clip, "-f", "lavfi", "-i",
         "sine=duration=3", "-i", titles, "-c:v", "copy", "-c:a", "aac",
         "-c:s", "mov_text", sounding])
    assert result.returncode == 0, result.stderr.decode()
    return sounding


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture
def port():
    return surroundings.free_port()


def assert_the_bars_come(server, camera):
    server.wait_for_state(camera.slot, "live", seconds=8)
    wait_until(lambda: server.get(f"/snapshot/{camera.slot}").status == 200,
               5, "a snapshot")
    clips.assert_shows_the_bars(server.get(f"/snapshot/{camera.slot}").body)


def test_rtmp_publishers_come_in_turn_with_and_without_sound(
        one_server, new_camera, new_drone, port, clip, sounding_clip):
    url = f"rtmp://127.0.0.1:{port}/live/drone1"
    camera = new_camera("rtmp", source=None, options=("--listen", url,
                                                      *QUALITY))
    for film in (sounding_clip, clip):
        one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
        drone = new_drone(film, "-map", "0", "-c", "copy", "-c:s", "text",
                          "-f", "flv", url)
        assert_the_bars_come(one_server, camera)
        drone.leave(signal.SIGKILL)


def test_rtmp_publisher_with_another_key_is_sent_away(
        one_server, new_camera, new_drone, port, clip):
    url = f"rtmp://127.0.0.1:{port}/live/"
    camera = new_camera("keys", source=None,
                        options=("--listen", url + "oursecret", *QUALITY))
    one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
    new_drone(clip, "-c", "copy", "-f", "flv", url + "theirs")
    wait_until(lambda: "asked for another path" in camera.log, 5, "a word")
    new_drone(clip, "-c", "copy", "-f", "flv", url + "oursecret")
    assert_the_bars_come(one_server, camera)
    assert "oursecret" not in camera.log + camera.command_line


@pytest.mark.parametrize("codec,encoder,payload_type", [
    ("h264", H264, 96), ("h264", IN_BAND, 33), ("h265", H265, 102)])
def test_rtp_needs_no_description(
        one_server, new_camera, new_drone, port, clip, codec, encoder,
        payload_type):
    camera = new_camera("rtp", source=f"rtp-{codec}://127.0.0.1:{port}",
                        options=QUALITY)
    one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
    new_drone(clip, *encoder, "-payload_type", payload_type,
              "-f", "rtp", f"rtp://127.0.0.1:{port}")
    assert_the_bars_come(one_server, camera)


def test_restarted_rtp_sender_of_another_size_is_shown(
        one_server, new_camera, new_drone, port, clip):
    camera = new_camera("rtp-size", source=f"rtp-h264://127.0.0.1:{port}",
                        options=QUALITY)
    output = ("-f", "rtp", f"rtp://127.0.0.1:{port}")
    first = new_drone(clip, *H264, "-s", "640x360", *output)
    wait_until(lambda: "pictures of 640x360" in camera.log, 8, "640x360")
    first.leave(signal.SIGKILL)
    new_drone(clip, *H264, *output)
    wait_until(lambda: "pictures of 1280x720" in camera.log, 8, "1280x720")
    assert_the_bars_come(one_server, camera)


@pytest.mark.parametrize("scheme", ["udp", "srt"])
def test_mpeg_ts_is_received(
        one_server, new_camera, new_drone, port, sounding_clip, scheme):
    url = f"{scheme}://127.0.0.1:{port}"
    camera = new_camera(scheme, source=None,
                        options=("--listen", url, *QUALITY))
    one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
    new_drone(sounding_clip, "-map", "0:v", "-map", "0:a", "-c", "copy",
              "-f", "mpegts", url)
    assert_the_bars_come(one_server, camera)


MPEG4 = ("-c:v", "mpeg4", "-q:v", "1")
# RTP leaves the Huffman tables out: RFC 2435, 4.1.
MJPEG = ("-c:v", "mjpeg", "-q:v", "1", "-pix_fmt", "yuvj420p",
         "-huffman", "default", "-force_duplicated_matrix", "1",
         "-vf", "scale=out_color_matrix=bt601:out_range=pc")


@pytest.mark.parametrize("source,output", [
    ("rtsp://127.0.0.1:{}/x", (*MPEG4, "-f", "rtsp")),
    ("rtsp://127.0.0.1:{}/x", (*MJPEG, "-f", "rtsp")),
    ("rtsp://[::1]:{}/x", ("-c", "copy", "-f", "rtsp")),
    ("rtmp://[::1]:{}/live/x", ("-c", "copy", "-f", "flv")),
    ("rtp-h264://[::1]:{}", (*IN_BAND, "-f", "rtp")),
    ("udp://[::1]:{}", ("-c", "copy", "-f", "mpegts"))],
    ids=["MPEG-4", "MJPEG", "IPv6 RTSP", "IPv6 RTMP", "IPv6 RTP", "IPv6 UDP"])
def test_other_codecs_and_addresses_are_taken(
        one_server, new_camera, new_drone, port, clip, source, output):
    url = source.format(port)
    camera = new_camera("other", source=None,
                        options=("--listen", url, *QUALITY))
    one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
    new_drone(clip, *output, url.replace("rtp-h264", "rtp"))
    assert_the_bars_come(one_server, camera)


def test_a_drone_that_waits_for_srt_is_called(
        one_server, new_camera, new_drone, port, clip):
    url = f"srt://127.0.0.1:{port}"
    camera = new_camera("srt-call", source=url, options=QUALITY)
    new_drone(clip, "-c", "copy", "-f", "mpegts", url + "?mode=listener")
    assert_the_bars_come(one_server, camera)


def test_session_description_is_followed(
        one_server, new_camera, new_drone, port, clip, folder):
    description = folder / "drone.sdp"
    new_drone(clip, *IN_BAND, "-sdp_file", description, "-f", "rtp",
              f"rtp://127.0.0.1:{port}")
    wait_until(lambda: description.exists() and description.read_text(), 5,
               "a description")
    camera = new_camera("sdp", source=description, options=QUALITY)
    assert_the_bars_come(one_server, camera)


class _QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """The requests are nobody's news."""


@pytest.fixture
def web_folder(folder):
    """A folder that is served, and its URL."""
    def answer(*arguments):
        return _QuietFiles(*arguments, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_hls_is_shown(one_server, new_camera, new_drone, web_folder, clip):
    folder, url = web_folder
    new_drone(clip, "-c", "copy", "-f", "hls", "-hls_time", "1",
              folder / "live.m3u8")
    wait_until(lambda: (folder / "live1.ts").exists(), 10, "two segments")
    camera = new_camera("hls", source=f"{url}/live.m3u8", options=QUALITY)
    assert_the_bars_come(one_server, camera)


def test_playlist_from_outside_cannot_open_local_files(
        one_server, new_camera, web_folder, clip):
    folder, url = web_folder
    local = folder / "local.ts"
    result = processes.run(["ffmpeg", "-v", "error", "-i", clip, "-c", "copy",
                            local])
    assert result.returncode == 0, result.stderr.decode()
    (folder / "evil.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n"
        f"file://{local}\n#EXT-X-ENDLIST\n")
    (folder / "good.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n"
        "local.ts\n#EXT-X-ENDLIST\n")
    good = new_camera("good", source=f"{url}/good.m3u8")
    wait_until(lambda: "pictures of 1280x720" in good.log, 8, "a picture")
    evil = new_camera("evil", source=f"{url}/evil.m3u8",
                      options=("--verbose",))
    wait_until(lambda: "'file' not on whitelist" in evil.log, 8, "a refusal")
    one_server.wait_for_state(evil.slot, "no-signal", seconds=5)


class CountingViewer(Viewer):
    """Notes the numbers of a CountingDrone's pictures."""

    def __init__(self, *arguments):
        self.numbers = []
        super().__init__(*arguments)

    def see(self, part):
        super().see(part)
        number = CountingDrone.number_in(part.body)
        if number is not None and number >= 0:
            self.numbers.append(number)


@pytest.mark.parametrize("scheme", ["rtsp", "rtp-h264"])
def test_newest_picture_is_shown_before_the_next_one_comes(
        one_server, new_camera, new_drone, port, scheme):
    name = "/x" if scheme == "rtsp" else ""
    camera = new_camera("newest", source=None, options=(
        "--listen", f"{scheme}://127.0.0.1:{port}{name}", *QUALITY))
    one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
    output = scheme if scheme == "rtsp" else "rtp"
    drone = new_drone(*H264, "-f", output, f"{output}://127.0.0.1:{port}{name}",
                      drone=CountingDrone)
    with CountingViewer(one_server, f"/video/{camera.slot}") as viewer:
        for number in range(35):
            drone.send(number)
            time.sleep(0.04)
        wait_until(lambda: viewer.numbers and viewer.numbers[-1] == 34, 5,
                   "the last that was sent")


B_FRAMES = {
    "h264": ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2",
             "-b_strategy", "0", "-x264-params",
             "rc-lookahead=0:sync-lookahead=0:threads=1"),
    "h265": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
             "bframes=2:b-adapt=0:rc-lookahead=3:frame-threads=1:"
             "log-level=error"),
    "mpeg4": ("-c:v", "mpeg4", "-bf", "2", "-q:v", "2"),
}


def test_pictures_that_are_sent_before_their_turn_are_shown_in_turn(
        one_server, new_camera, new_drone):
    drones, viewers = [], []
    with contextlib.ExitStack() as stack:
        for codec, encoder in B_FRAMES.items():
            url = f"rtsp://127.0.0.1:{surroundings.free_port()}/x"
            camera = new_camera(codec, source=None, options=(
                "--listen", url, *QUALITY))
            one_server.wait_for_state(camera.slot, "no-signal", seconds=5)
            drones.append(new_drone(*encoder, "-g", "12", "-f", "rtsp", url,
                                    drone=CountingDrone))
            viewers.append(stack.enter_context(
                CountingViewer(one_server, f"/video/{camera.slot}")))
        for number in range(40):
            for drone in drones:
                drone.send(number)
            time.sleep(0.04)
        for viewer in viewers:
            wait_until(lambda viewer=viewer: max(viewer.numbers, default=0)
                       > 24, 5, "the last pictures")
            assert viewer.numbers == sorted(viewer.numbers)
            assert len(set(viewer.numbers)) > 15


class _LockedCamera(socketserver.StreamRequestHandler):
    """An RTSP server that refuses every password."""

    def handle(self):
        while line := self.rfile.readline():
            if line.lower().startswith(b"cseq"):
                self.server.asked += 1
                self.wfile.write(b"RTSP/1.0 401 Unauthorized\r\n" + line +
                                 b'WWW-Authenticate: Basic realm="x"\r\n\r\n')


def test_wrong_password_is_said_once_and_seldom_tried(
        one_server, new_camera):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0),
                                         _LockedCamera) as locked:
        locked.asked = 0
        locked.daemon_threads = True
        threading.Thread(target=locked.serve_forever, daemon=True).start()
        camera = new_camera("locked", source=(
            f"rtsp://me:p%40ss@word@127.0.0.1:{locked.server_address[1]}/x"))
        wait_until(lambda: "refuses the user" in camera.log, 5, "a word")
        asked = locked.asked
        time.sleep(3)
        assert locked.asked == asked
        locked.shutdown()
    assert camera.log.count("refuses the user") == 1
    streams = one_server.get("/streams").body.decode()
    for secret in ("p%40ss", "word@"):
        assert secret not in camera.log + camera.command_line + streams


def test_unknown_host_is_named(new_camera):
    camera = new_camera("nowhere", source="rtsp://drone.invalid/x")
    wait_until(lambda: "the name drone.invalid has no address" in camera.log,
               10, "its name in the log")


def test_option_that_nobody_takes_is_named_without_its_value(
        new_camera, clip):
    camera = new_camera("option", source=clip, options=(
        "--av-option", "no_such_option=secret"))
    wait_until(lambda: "--av-option no_such_option: libavformat has no such"
               in camera.log, 5, "the option's name in the log")
    assert "secret" not in camera.log + camera.command_line
