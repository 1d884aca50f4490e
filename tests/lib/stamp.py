"""Reads the stamp that `pattern:` leaves in its pictures: serial and time.

A strip of 40 x 3 black and white cells along the bottom edge, a twelfth of the
picture high. The format is described, and written, by capture-daemon/stamp.h;
this is its second reader, made from the description alone, so that the two
check each other.
"""
# SPDX-License-Identifier: MIT
import binascii
import struct
from dataclasses import dataclass

import cv2
import numpy

COLUMNS = 40
ROWS = 3
STRIP_SHARE = 12
LEAST_CONTRAST = 60


class NoStamp(ValueError):
    """The picture carries no stamp that can be believed."""


@dataclass(frozen=True)
class Stamp:
    serial: int  # the low 32 bits of the frame's serial
    captured_us: int  # wall clock, microseconds since 1970


def _cell_mean(grey, row, column):
    """The mean of the middle half of one cell, both ways."""
    height, width = grey.shape
    strip_top = height - height / STRIP_SHARE
    cell_height = height / STRIP_SHARE / ROWS
    cell_width = width / COLUMNS
    top = strip_top + (row + 0.25) * cell_height
    left = (column + 0.25) * cell_width
    bottom = max(top + cell_height / 2, top + 1)
    right = max(left + cell_width / 2, left + 1)
    return grey[int(top):round(bottom), int(left):round(right)].mean()


def _bits(grey):
    means = numpy.array([[_cell_mean(grey, row, column)
                          for column in range(COLUMNS)]
                         for row in range(ROWS)])
    white, black = means[:, 0].mean(), means[:, -1].mean()
    if white - black < LEAST_CONTRAST:
        raise NoStamp(f"sync columns are {white:.0f} and {black:.0f}")
    return (means[:, 1:-1] > (white + black) / 2).flatten()


def read(picture):
    """The stamp of `picture`, as cv2.imread() or cv2.imdecode() gives it."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(
        picture, cv2.COLOR_BGR2GRAY)
    packed = numpy.packbits(_bits(grey)).tobytes()
    content, checksum = packed[:11], struct.unpack(">H", packed[11:13])[0]
    if binascii.crc_hqx(content, 0xFFFF) != checksum:
        raise NoStamp("the checksum does not match")
    return Stamp(serial=int.from_bytes(content[:4], "big"),
                 captured_us=int.from_bytes(content[4:], "big"))


def decode_jpeg(jpeg):
    """The picture in `jpeg`; a JPEG that cannot be decoded is an error."""
    picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8),
                           cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"{len(jpeg)} bytes that are not a JPEG picture")
    return picture


def read_jpeg(jpeg):
    return read(decode_jpeg(jpeg))
