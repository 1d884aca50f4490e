"""A viewer that tells pictures from placeholders, and reads the latter."""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass
import functools

import cv2
import numpy

import processes
import surroundings
from stream import Viewer

PLACEHOLDER_PICTURE = surroundings.BUILD / "tests" / "vm" / "placeholder_picture"

# The mean luma of a placeholder is below, that of the senders' clips above.
DARK_BELOW = 65

# Of the levels from 0 to 255: more than JPEG does, less than a letter; and the
# share of pixels that may differ so. Other words change ten times as many.
DIFFERENT, SHARE_MAX = 60, 0.002


@dataclass(frozen=True)
class Sight:
    """The content of one part."""
    received: float  # wall clock, seconds
    is_placeholder: bool
    width: int
    height: int
    jpeg: bytes


@functools.cache
def _drawn(width, height, slot, reason):
    """The luma of the placeholder that says `reason`."""
    result = processes.run(
        [PLACEHOLDER_PICTURE, width, height, slot, reason])
    assert result.returncode == 0, result.stderr.decode()
    return numpy.frombuffer(result.stdout, numpy.uint8).reshape(height, width)


def says(jpeg, slot, reason):
    """Whether the JPEG is the placeholder of `slot` with these words."""
    seen = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8),
                        cv2.IMREAD_GRAYSCALE)
    height, width = seen.shape
    # From below "NO SIGNAL" to above the time of day.
    words = slice(height * 2 // 5, height * 4 // 5)
    drawn = _drawn(width, height, slot, reason)[words].astype(int)
    return (abs(seen[words] - drawn) > DIFFERENT).mean() <= SHARE_MAX


class Witness(Viewer):
    """Remembers when it saw pictures and when placeholders."""

    def __init__(self, server, camera):
        self.slot = camera.slot
        self.sights = []
        super().__init__(server, f"/video/{camera.slot}")

    def see(self, part):
        super().see(part)
        seen = cv2.imdecode(numpy.frombuffer(part.body, numpy.uint8),
                            cv2.IMREAD_REDUCED_GRAYSCALE_2)
        assert seen is not None, "a part that is no JPEG"
        height, width = seen.shape
        self.sights.append(Sight(part.received, seen.mean() < DARK_BELOW,
                                 2 * width, 2 * height,
                                 part.body))

    def wait_for(self, condition, seconds, what):
        def holds():
            if self.error:
                raise self.error
            return condition()
        return processes.wait_until(holds, seconds,
                                    f"{what} at {self.slot}")

    def wait_for_pictures(self, count=10, seconds=10):
        """`count` of them from now on."""
        begin = len(self.sights)
        self.wait_for(lambda: len(self.pictures_since(begin)) >= count,
                      seconds, f"{count} pictures")

    def pictures_since(self, begin):
        return [sight for sight in self.sights[begin:]
                if not sight.is_placeholder]

    def was_never_told_of_a_loss(self):
        """No placeholder since the first picture."""
        told = [sight.is_placeholder for sight in self.sights[:]]
        return not any(told[told.index(False):])

    def wait_for_placeholder(self, seconds=10):
        """The first one since the last picture, and how long after that."""
        self.wait_for(lambda: self.sights and self.sights[-1].is_placeholder,
                      seconds, "a placeholder")
        first = None
        for sight in reversed(self.sights[:]):
            if not sight.is_placeholder:
                return first, first.received - sight.received
            first = sight
        raise AssertionError(f"{self.slot} has never shown a picture")

    def wait_for_words(self, reason, seconds=10):
        """Wait until a placeholder is seen that gives this reason."""
        self.wait_for(lambda: self.last and
                      says(self.last.body, self.slot, reason),
                      seconds, f"'{reason}'")

    def seconds_until_picture(self, since):
        """The time from `since` (wall clock) to the first picture after it."""
        return self.wait_for(
            lambda: [sight.received - since for sight in self.sights[:]
                     if not sight.is_placeholder and sight.received > since],
            15, "a picture again")[0]

    @property
    def sizes(self):
        """The sizes of all pictures so far."""
        return {(sight.width, sight.height)
                for sight in self.pictures_since(0)}


def longest_gap(sights):
    """The longest time between two pictures, in seconds."""
    times = [sight.received for sight in sights if not sight.is_placeholder]
    return max(later - earlier for earlier, later in zip(times, times[1:]))
