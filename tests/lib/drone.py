"""ffmpeg in the place of a drone."""
# SPDX-License-Identifier: MIT
import signal
import subprocess

import cv2
import numpy

import processes
from processes import Process

H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
        "-pix_fmt", "yuv420p", "-crf", "8", "-g", "10")
H265 = ("-c:v", "libx265", "-preset", "ultrafast", "-tune", "zerolatency",
        "-x265-params", "keyint=10:crf=8:log-level=error")


class Drone:
    """Sends a clip, in a loop and at its own rate, until it leaves."""

    def __init__(self, folder, clip, *output):
        self._process = Process(
            ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip,
             *output], folder)

    def leave(self, number=signal.SIGTERM):
        if self._process.is_running():
            self._process.signal(number)
        self._process.wait()

    close = leave

    def fall_silent(self):
        """Until it leaves by SIGKILL."""
        self._process.signal(signal.SIGSTOP)

    def is_running(self):
        return self._process.is_running()


class CountingDrone:
    """Sends flat grey pictures, each brighter than the one before, one by
    one, when it is told to."""

    WIDTH, HEIGHT = 320, 240
    DARKEST, STEP = 40, 5

    def __init__(self, folder, *output):
        with open(folder / "counting-drone.log", "ab") as log:
            self._process = subprocess.Popen(
                ["ffmpeg", "-v", "error", "-fflags", "nobuffer",
                 "-f", "rawvideo", "-pix_fmt", "gray", "-r", "25",
                 "-s", f"{self.WIDTH}x{self.HEIGHT}", "-i", "-",
                 "-pix_fmt", "yuv420p", *map(str, output)],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log,
                env=processes.environment(folder))

    def send(self, number):
        picture = numpy.full((self.HEIGHT, self.WIDTH),
                             self.DARKEST + self.STEP * number, numpy.uint8)
        # A picture of one colour would fit into a handful of bytes.
        random = numpy.random.default_rng(number)
        picture[:120] = random.integers(0, 255, (120, 320), numpy.uint8)
        self._process.stdin.write(picture.tobytes())
        self._process.stdin.flush()

    @classmethod
    def number_in(cls, jpeg):
        picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8),
                               cv2.IMREAD_GRAYSCALE)
        if picture.shape != (cls.HEIGHT, cls.WIDTH):
            return None  # a placeholder
        return round((picture[140:220].mean() - cls.DARKEST) / cls.STEP)

    def leave(self):
        self._process.stdin.close()
        self._process.wait()
