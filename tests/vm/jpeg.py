"""Pixels of a JPEG, by TurboJPEG itself: importing OpenCV would take longer
than all that is done with it here."""
# SPDX-License-Identifier: MIT
import ctypes

_library = ctypes.CDLL("libturbojpeg.so.0")
_library.tjInitDecompress.restype = ctypes.c_void_p
_decoder = ctypes.c_void_p(_library.tjInitDecompress())
_RGB = 0


class Picture:
    """A decoded JPEG."""

    def __init__(self, data):
        width, height = ctypes.c_int(), ctypes.c_int()
        subsampling, colours = ctypes.c_int(), ctypes.c_int()
        size = ctypes.c_ulong(len(data))
        result = _library.tjDecompressHeader3(
            _decoder, data, size, ctypes.byref(width), ctypes.byref(height),
            ctypes.byref(subsampling), ctypes.byref(colours))
        assert result == 0, "no JPEG"
        self.width, self.height = width.value, height.value
        self._pixels = ctypes.create_string_buffer(
            3 * self.width * self.height)
        result = _library.tjDecompress2(
            _decoder, data, size, self._pixels, self.width, 0, self.height,
            _RGB, 0)
        assert result == 0, "a damaged JPEG"

    def colour(self, across, down):
        """(red, green, blue) at a place in fractions of the picture."""
        row, column = int(self.height * down), int(self.width * across)
        start = 3 * (row * self.width + column)
        return tuple(self._pixels.raw[start:start + 3])
