"""Films whose pictures are flat greys that tell their number."""
# SPDX-License-Identifier: MIT
import cv2
import numpy

import processes
from stream import Viewer

WIDTH, HEIGHT, RATE_FPS = 320, 240, 10
DARKEST, STEP = 10, 3
COUNT_MAX = 80

X264 = ("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast",
        "-qp", "10")


def make(path, count, *output, rate_fps=RATE_FPS, first=0):
    """Writes `count` pictures to `path`, coded as `output` says."""
    assert first + count <= COUNT_MAX
    pictures = b"".join(
        bytes([DARKEST + STEP * number]) * (WIDTH * HEIGHT)
        for number in range(first, first + count))
    made = processes.run(
        ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "gray",
         "-r", rate_fps, "-s", f"{WIDTH}x{HEIGHT}", "-i", "-", *output, path],
        input=pictures)
    assert made.returncode == 0, made.stderr.decode()
    return path


def number_in(jpeg):
    """The number of the picture; None: a placeholder."""
    grey = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8),
                        cv2.IMREAD_GRAYSCALE)
    # A placeholder has letters.
    if grey.std() > 3:
        return None
    return round((grey.mean() - DARKEST) / STEP)


class FilmViewer(Viewer):
    """Remembers the number of each picture, None for a placeholder, and when
    it came."""

    def __init__(self, server, camera):
        self.numbers, self.times = [], []
        super().__init__(server, f"/video/{camera.slot}")

    def see(self, part):
        super().see(part)
        self.times.append(part.received)
        self.numbers.append(number_in(part.body))

    def of_pictures(self):
        """The numbers without the placeholders between them."""
        return [number for number in self.numbers if number is not None]

    def since_first(self):
        """Numbers since the first picture, with times."""
        seen = list(zip(self.numbers[:], self.times))
        while seen and seen[0][0] is None:
            seen.pop(0)
        return seen
