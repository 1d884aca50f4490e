"""Slots that the tests fill themselves, by slotctl, and pictures for them."""
# SPDX-License-Identifier: MIT
import cv2
import numpy

import processes
import surroundings


def random_jpeg(seed, width=320, height=240):
    """A JPEG that no other seed gives."""
    random = numpy.random.default_rng(seed)
    coarse = random.integers(0, 255, (height // 16, width // 16, 3),
                             dtype=numpy.uint8)
    picture = cv2.resize(coarse, (width, height))
    done, jpeg = cv2.imencode(".jpg", picture)
    assert done
    return jpeg.tobytes()


class StillSlot:
    """A slot with one value in it and nobody who writes it any more."""

    def __init__(self, label, value, *options):
        self.name = surroundings.slot_name(label)
        self.put(value, *options)

    def put(self, value, *options):
        self._slotctl("put", *options, self.name, input=value)

    def remove(self):
        self._slotctl("remove", self.name)

    @staticmethod
    def _slotctl(*arguments, **named):
        result = processes.run([surroundings.SLOTCTL, *arguments], **named)
        assert result.returncode == 0, result.stderr.decode()
