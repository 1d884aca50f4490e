"""An RTMP publisher that sends whatever it is given, as FLV tags.

Just enough of Adobe's RTMP 1.0 to publish, and of "Enhanced RTMP" v1, which
gives H.265 a place in it that FFmpeg has from 6.1 on.
"""
# SPDX-License-Identifier: MIT
import os
import re
import socket
import struct

import processes

CHUNK_BYTES = 65536
SET_CHUNK_SIZE, AUDIO, VIDEO, DATA, COMMAND = 1, 8, 9, 18, 20
HANDSHAKE_BYTES = 1536
KEYFRAME, INTER_FRAME = 0x10, 0x20
AVC, ENHANCED = 7, 0x80
BEGIN, CODED, CODED_AT_ONCE = 0, 1, 3
MP3_SILENCE = b"\x2f\xff\xfb\x50\xc4" + bytes(200)
PARAMETERS = {"h264": (7, 8), "hevc": (32, 33, 34)}


def _text(text):
    return b"\2" + struct.pack(">H", len(text)) + text.encode()


def _number(number):
    return b"\0" + struct.pack(">d", number)


def _object(**values):
    pairs = b"".join(_text(name)[1:] + _text(value)
                     for name, value in values.items())
    return b"\3" + pairs + b"\0\0\x09"


class Pictures:
    """The coded pictures of a clip, and the parameters they need."""

    def __init__(self, clip, codec):
        result = processes.run(
            ["ffmpeg", "-v", "error", "-i", clip, "-c", "copy", "-f", codec,
             "-"])
        assert result.returncode == 0, result.stderr.decode()
        self.codec = codec
        units = re.split(rb"\0*\0\0\x01", result.stdout)[1:]
        self.sets = [next(unit for unit in units if self._type(unit) == wanted)
                     for wanted in PARAMETERS[codec]]
        self.slices = [unit for unit in units if self._is_slice(unit)]

    def _type(self, unit):
        return unit[0] & 0x1f if self.codec == "h264" else unit[0] >> 1

    def _is_slice(self, unit):
        return self._type(unit) in ((1, 5) if self.codec == "h264"
                                    else range(32))

    def is_key(self, unit):
        return self._type(unit) in ((5,) if self.codec == "h264"
                                    else range(16, 24))

    def configuration(self):
        """ISO/IEC 14496-15: of H.264 in 5.3.3, of H.265 in 8.3.3."""
        def counted(units):
            return b"".join(struct.pack(">H", len(unit)) + unit
                            for unit in units)
        if self.codec == "h264":
            sps, pps = self.sets
            return (b"\1" + sps[1:4] + b"\xff\xe1" + counted([sps]) + b"\1" +
                    counted([pps]))
        profile = self.sets[1][3:15]
        head = b"\1" + profile + b"\xf0\0\xfc\xfd\xf8\xf8\0\0\x0f\3"
        return head + b"".join(
            bytes([0x80 | kind]) + b"\0\1" + counted([unit])
            for kind, unit in zip(PARAMETERS["hevc"], self.sets))


class RtmpPublisher:
    """Publishes to rtmp://127.0.0.1:`port`/`application`/`key`."""

    def __init__(self, port, application, key):
        self._time_ms = 0
        self._socket = socket.create_connection(("127.0.0.1", port),
                                                timeout=5)
        self._greet()
        self._send(2, SET_CHUNK_SIZE, 0, struct.pack(">I", CHUNK_BYTES))
        self._command("connect", 1, _object(app=application,
                                            type="nonprivate"))
        self._command("createStream", 2, b"\5")
        self._command("publish", 3, b"\5" + _text(key) + _text("live"),
                      stream=1)

    def _read(self, count):
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            assert more, "the connection has ended"
            data += more
        return data

    def _greet(self):
        self._socket.sendall(b"\3" + bytes(8) +
                             os.urandom(HANDSHAKE_BYTES - 8))
        theirs = self._read(1 + 2 * HANDSHAKE_BYTES)
        self._socket.sendall(theirs[1:1 + HANDSHAKE_BYTES])

    def _send(self, channel, kind, stream, body):
        assert len(body) <= CHUNK_BYTES
        self._socket.sendall(
            bytes([channel]) + struct.pack(">I", self._time_ms)[1:] +
            struct.pack(">I", len(body))[1:] + bytes([kind]) +
            struct.pack("<I", stream) + body)

    def _command(self, name, number, rest, stream=0):
        self._send(3, COMMAND, stream, _text(name) + _number(number) + rest)

    def _send_video(self, codec, begins, is_key, body):
        frame = KEYFRAME if is_key else INTER_FRAME
        if codec == "h264":
            head = bytes([frame | AVC, BEGIN if begins else CODED]) + bytes(3)
        else:
            head = bytes([ENHANCED | frame |
                          (BEGIN if begins else CODED_AT_ONCE)]) + b"hvc1"
        self._send(6, VIDEO, 1, head + body)

    def begin(self, pictures):
        """Say what the video is."""
        self._send_video(pictures.codec, True, True, pictures.configuration())

    def send_picture(self, pictures, number):
        unit = pictures.slices[number % len(pictures.slices)]
        self._send_video(pictures.codec, False, pictures.is_key(unit),
                         struct.pack(">I", len(unit)) + unit)

    def send_sound(self):
        self._send(4, AUDIO, 1, MP3_SILENCE)

    def wait(self, socket_seconds):
        """Let time pass in the stream and outside; whatever is said is read.

        Returns whether the connection still is.
        """
        self._time_ms += int(socket_seconds * 1000)
        self._socket.settimeout(socket_seconds)
        try:
            while self._socket.recv(65536):
                pass
            return False
        except TimeoutError:
            self._socket.settimeout(5)
            return True
        except OSError:
            return False

    def close(self):
        self._socket.close()
