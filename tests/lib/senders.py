"""ffmpeg in the place of a drone: sends a clip in one of the ways there are."""
# SPDX-License-Identifier: MIT
import os
import signal

import processes
from processes import Process

RATE_FPS, KEYFRAME_EVERY = 25, 25

# A stream that can be joined at any keyframe, and nothing that waits.
ENCODER = {
    "h264": ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
             "-x264-params", "repeat-headers=1"],
    "hevc": ["-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency",
             "-x265-params", "repeat-headers=1:bframes=0:log-level=none"],
}


def _run_ffmpeg(*arguments):
    result = processes.run(["ffmpeg", "-v", "error", *arguments])
    assert result.returncode == 0, result.stderr.decode()


def make_moving_clip(folder, size, codec="h264", seconds=4):
    """A bright picture in which everything moves, that can be looped."""
    dimensions = f"{size[0]}x{size[1]}"
    clip = folder / f"moving-{dimensions}-{codec}.ts"
    _run_ffmpeg("-f", "lavfi",
                "-i", f"testsrc2=size={dimensions}:rate={RATE_FPS}",
                "-t", seconds, *ENCODER[codec], "-g", KEYFRAME_EVERY,
                "-pix_fmt", "yuv420p", clip)
    return clip


def join_clips(folder, *clips):
    """One stream of all, one after the other, whatever their sizes."""
    listing, joined = folder / "joined.txt", folder / "joined.ts"
    listing.write_text("".join(f"file '{clip}'\n" for clip in clips))
    _run_ffmpeg("-f", "concat", "-safe", "0", "-i", listing, "-c", "copy",
                joined)
    return joined


class Sender:
    """Sends `clip` in real time, again and again, whatever becomes of it.

    A drone's sender is restarted when it ends; so is this one.
    """

    def __init__(self, folder, clip, *way):
        self._process = Process(
            ["sh", "-c", 'while :; do "$@"; sleep 0.2; done', "sender",
             "ffmpeg", "-v", "warning", "-re", "-stream_loop", "-1",
             "-i", clip, "-c", "copy", *way],
            folder, name=f"sender.{way[-1].rpartition(':')[2][:5]}",
            exits_with=(-signal.SIGKILL,), own_session=True)

    def vanish(self):
        """Leave without a good-bye."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def rtp_way(port):
    return "-f", "rtp", f"rtp://127.0.0.1:{port}?pkt_size=1200"


def rtsp_way(port):
    return ("-rtsp_transport", "tcp",
            "-f", "rtsp", f"rtsp://127.0.0.1:{port}/live/drone")


def rtmp_way(port):
    return "-f", "flv", f"rtmp://127.0.0.1:{port}/live/drone"
