"""Pixels of a JPEG, by TurboJPEG itself: importing OpenCV would take longer
than all that is done with it here."""
# SPDX-License-Identifier: MIT
import ctypes

_library = ctypes.CDLL("libturbojpeg.so.0")
_library.tjInitDecompress.restype = ctypes.c_void_p
_library.tjInitCompress.restype = ctypes.c_void_p
_decoder = ctypes.c_void_p(_library.tjInitDecompress())
_encoder = ctypes.c_void_p(_library.tjInitCompress())
_RGB, _GREY = 0, 6
_YUV_420 = 2

_HUFFMAN_TABLES, _SCAN = 0xc4, 0xda


class _Decoded:
    """A decoded JPEG: rows of pixels of one or three bytes each."""

    _format, _pixel_bytes = None, None

    def __init__(self, data):
        width, height = ctypes.c_int(), ctypes.c_int()
        subsampling, colours = ctypes.c_int(), ctypes.c_int()
        size = ctypes.c_ulong(len(data))
        result = _library.tjDecompressHeader3(
            _decoder, data, size, ctypes.byref(width), ctypes.byref(height),
            ctypes.byref(subsampling), ctypes.byref(colours))
        assert result == 0, "no JPEG"
        self.width, self.height = width.value, height.value
        buffer = ctypes.create_string_buffer(
            self._pixel_bytes * self.width * self.height)
        result = _library.tjDecompress2(
            _decoder, data, size, buffer, self.width, 0, self.height,
            self._format, 0)
        assert result == 0, "a damaged JPEG"
        self.pixels = buffer.raw


class Luma(_Decoded):
    """How light a picture is."""

    _format, _pixel_bytes = _GREY, 1


class Picture(_Decoded):
    """A picture in colours."""

    _format, _pixel_bytes = _RGB, 3

    def colour(self, across, down):
        """(red, green, blue) at a place in fractions of the picture."""
        row, column = int(self.height * down), int(self.width * across)
        start = 3 * (row * self.width + column)
        return tuple(self.pixels[start:start + 3])

    def encoded(self):
        """A JPEG of it, with the Huffman tables of the standard."""
        jpeg, size = ctypes.c_void_p(), ctypes.c_ulong()
        result = _library.tjCompress2(
            _encoder, self.pixels, self.width, 0, self.height, _RGB,
            ctypes.byref(jpeg), ctypes.byref(size), _YUV_420, 80, 0)
        assert result == 0
        data = ctypes.string_at(jpeg, size.value)
        _library.tjFree(jpeg)
        return data


def _segments(data):
    """(marker, segment) up to the scan, which is one with all that follows."""
    at, marker = 2, None
    while marker != _SCAN:
        marker = data[at + 1]
        end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
        yield marker, data[at:] if marker == _SCAN else data[at:end]
        at = end


def has_huffman_tables(data):
    return any(marker == _HUFFMAN_TABLES for marker, _ in _segments(data))


def without_huffman_tables(data):
    """What many a webcam sends."""
    return data[:2] + b"".join(segment for marker, segment in _segments(data)
                               if marker != _HUFFMAN_TABLES)
