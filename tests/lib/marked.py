"""A picture whose sides can be told apart, JPEGs and AVI files of it that are odd
as those of real cameras are, and where its marks are seen."""
# SPDX-License-Identifier: MIT
import struct

import cv2
import numpy

WIDTH, HEIGHT = 320, 240
SOI, EOI, APP0, APP1, SOS = (bytes([0xff, code])
                             for code in (0xd8, 0xd9, 0xe0, 0xe1, 0xda))
POSITION = b"37 deg 33' 59.4\" N"


def picture(width=WIDTH, height=HEIGHT):
    """The left half is red, the right one blue, the first corner white."""
    made = numpy.zeros((height, width, 3), numpy.uint8)
    made[:, :width // 2] = (0, 0, 255)
    made[:, width // 2:] = (255, 0, 0)
    made[:height // 4, :width // 4] = 255
    return made


def jpeg_of(pixels):
    done, jpeg = cv2.imencode(".jpg", pixels)
    assert done
    return jpeg.tobytes()


def jpeg(width=WIDTH, height=HEIGHT):
    return jpeg_of(picture(width, height))


def decode(body, is_turned_by_exif=False):
    """As programs see it that do not know EXIF, or as those that do."""
    flags = cv2.IMREAD_COLOR
    if not is_turned_by_exif:
        flags |= cv2.IMREAD_IGNORE_ORIENTATION
    return cv2.imdecode(numpy.frombuffer(body, numpy.uint8), flags)


def white_corner(body, is_turned_by_exif=False):
    """The size, and which corner is white: "top left"."""
    pixels = decode(body, is_turned_by_exif).astype(int)
    height, width, _ = pixels.shape
    rows = {"top": height // 10, "bottom": height - height // 10 - 1}
    columns = {"left": width // 10, "right": width - width // 10 - 1}
    white = [f"{row} {column}" for row, y in rows.items()
             for column, x in columns.items() if pixels[y, x].min() > 200]
    assert len(white) == 1, white
    return (width, height), white[0]


# -------------------------------------------------------------- odd JPEGs ----

def segment(marker, body):
    return marker + struct.pack(">H", len(body) + 2) + body


def segments(whole):
    """Those of the header, and what follows from the first scan on."""
    parts, at = [], len(SOI)
    while whole[at:at + 2] != SOS:
        end = at + 2 + struct.unpack(">H", whole[at + 2:at + 4])[0]
        parts.append(whole[at:end])
        at = end
    return parts, whole[at:]


def with_exif(whole, orientation, is_little=True):
    """The orientation, and a position in a directory of its own."""
    order = "<" if is_little else ">"
    position = 8 + 2 + 2 * 12 + 4 + 2 + 12 + 4

    def entry(tag, kind, count, value):
        return struct.pack(order + "HHI", tag, kind, count) + value
    first = struct.pack(order + "H", 2) + entry(
        0x0112, 3, 1, struct.pack(order + "HH", orientation, 0)) + entry(
        0x8825, 4, 1, struct.pack(order + "I", 8 + 2 + 2 * 12 + 4))
    gps = struct.pack(order + "H", 1) + entry(
        2, 2, len(POSITION), struct.pack(order + "I", position))
    tiff = ((b"II*\0" if is_little else b"MM\0*") + struct.pack(order + "I", 8)
            + first + bytes(4) + gps + bytes(4) + POSITION)
    return SOI + segment(APP1, b"Exif\0\0" + tiff) + whole[len(SOI):]


def with_xmp(whole):
    body = b"http://ns.adobe.com/xap/1.0/\0<x GPSLatitude='" + POSITION + b"'>"
    return SOI + segment(APP1, body) + whole[len(SOI):]


def with_zeros_between_segments(whole):
    parts, rest = segments(whole)
    return SOI + b"".join(part + bytes(3) for part in parts) + rest


def field(whole, polarity):
    """Such a JPEG says that it holds every other line."""
    parts, rest = segments(whole)
    avi1 = segment(APP0, b"AVI1" + bytes([polarity, 0]) + bytes(8))
    return SOI + avi1 + b"".join(
        part for part in parts if part[:2] != APP0) + rest


def fields(pixels, bottom_first=False):
    """The lines of a picture in two JPEGs, one behind the other."""
    halves = [field(jpeg_of(pixels[0::2]), 1), field(jpeg_of(pixels[1::2]), 2)]
    return bytes(3).join(halves[::-1] if bottom_first else halves)


# ------------------------------------------------------------------- files ----

def _chunk(name, body):
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def _list(name, body):
    return _chunk(b"LIST", name + body)


def avi(frame, width, height, frames=20, rate_fps=10):
    """Motion JPEG whose header says width and height."""
    main = struct.pack("<14I", 1000000 // rate_fps, 0, 0, 0, frames, 0, 1, 0,
                       width, height, 0, 0, 0, 0)
    stream = b"vidsMJPG" + struct.pack(
        "<10I4H", 0, 0, 0, 1, rate_fps, 0, frames, 0, 0xffffffff, 0, 0, 0,
        width, height)
    pixels = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG",
                         width * height * 3, 0, 0, 0, 0)
    header = _list(b"hdrl", _chunk(b"avih", main) + _list(
        b"strl", _chunk(b"strh", stream) + _chunk(b"strf", pixels)))
    return _chunk(b"RIFF", b"AVI " + header + _list(
        b"movi", _chunk(b"00dc", frame) * frames))


# What takes a pixel's place (x, y) to another, in 16.16 and, at last, 2.30.
MATRICES = {
    "as it is": (1, 0, 0, 1),
    "clockwise": (0, 1, -1, 0),
    "upside down": (-1, 0, 0, -1),
    "counter-clockwise": (0, -1, 1, 0),
    "mirrored": (-1, 0, 0, 1),
}


def with_matrix(mp4, name):
    """The MP4 file whose first track is shown so."""
    a, b, c, d = MATRICES[name]
    matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0,
                         1 << 30)
    header = mp4.index(b"tkhd")
    assert mp4[header + 4] == 0, "not of version 0"
    start = header + 4 + 40
    assert mp4[start:start + 4] == struct.pack(">i", 1 << 16)
    return mp4[:start] + matrix + mp4[start + len(matrix):]
