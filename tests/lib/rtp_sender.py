"""A sender of RTP whose habits are ours to set: H.264 as radios deliver it."""
# SPDX-License-Identifier: MIT
import random
import re
import socket
import struct
import threading

import processes

PAYLOAD_TYPE, MARKER = 96, 0x80
FRAGMENT, FRAGMENT_FIRST, FRAGMENT_LAST = 28, 0x80, 0x40  # RFC 6184, 5.8
DELIMITER = 9
PAYLOAD_BYTES = 1200
CLOCK = 90000
GOODBYE = 203


def pictures_of(clip):
    """The coded pictures of an H.264 file, each a list of NAL units."""
    result = processes.run(
        ["ffmpeg", "-v", "error", "-i", clip, "-c", "copy", "-bsf:v",
         "h264_mp4toannexb,dump_extra=freq=keyframe,"
         "h264_metadata=aud=insert", "-f", "h264", "-"])
    assert result.returncode == 0, result.stderr.decode()
    pictures = []
    for unit in re.split(rb"\0*\0\0\x01", result.stdout)[1:]:
        if unit[0] & 0x1f == DELIMITER:
            pictures.append([])
        pictures[-1].append(unit)
    return pictures


def _payloads(picture):
    for unit in picture:
        if len(unit) <= PAYLOAD_BYTES:
            yield unit
            continue
        body = unit[1:]
        for at in range(0, len(body), PAYLOAD_BYTES):
            flags = (FRAGMENT_FIRST * (at == 0) |
                     FRAGMENT_LAST * (at + PAYLOAD_BYTES >= len(body)))
            yield bytes([unit[0] & 0xe0 | FRAGMENT, unit[0] & 0x1f | flags]
                        ) + body[at:at + PAYLOAD_BYTES]


class RtpSender(threading.Thread):
    """Sends `pictures` to `port` again and again, each packet `copies` times.
    """

    def __init__(self, port, pictures, rate_fps=25, copies=1, source=1):
        super().__init__(daemon=True)
        self._address = "127.0.0.1", port
        self._pictures, self._rate_fps = pictures, rate_fps
        self._copies = copies
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self.begin_anew(source, 20000)
        self.start()

    def begin_anew(self, source, sequence, time=None):
        """As a sender that was started again, in the midst of its work."""
        with self._lock:
            self._source, self.sequence = source, sequence
            self._time = random.randrange(1 << 32) if time is None else time
            self._next = 0

    def say_goodbye(self):
        """In a report of its own (RFC 3550, 6.6), and send nothing more."""
        self._ended.set()
        self.join()
        self._send(struct.pack(">BBHI", 0x81, GOODBYE, 1, self._source))

    def _send(self, packet):
        for _ in range(self._copies):
            self._socket.sendto(packet, self._address)

    def _send_picture(self):
        payloads = list(_payloads(self._pictures[self._next]))
        for payload in payloads:
            marker = MARKER * (payload is payloads[-1])
            self._send(struct.pack(
                ">BBHII", 0x80, PAYLOAD_TYPE | marker, self.sequence % 65536,
                self._time % (1 << 32), self._source) + payload)
            self.sequence += 1
        self._time += CLOCK // self._rate_fps
        self._next = (self._next + 1) % len(self._pictures)

    def run(self):
        while not self._ended.wait(1 / self._rate_fps):
            with self._lock:
                self._send_picture()

    def close(self):
        self._ended.set()
        self.join()
        self._socket.close()
