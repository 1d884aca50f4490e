"""Senders of harmful video, which announce things without end or limit."""
# SPDX-License-Identifier: MIT
import contextlib
import random
import socket
import socketserver
import struct
import threading
import time

import cv2
import numpy

REST_S = 0.001  # between two pieces of what never ends

_HTTP = b"HTTP/1.1 200 OK\r\n"
_PARTS = (_HTTP + b"Content-Type: multipart/x-mixed-replace;boundary=camera"
          b"\r\n\r\n--camera\r\nContent-Type: image/jpeg\r\n")
_FIELD = b"X-Field: " + b"a" * 500 + b"\r\n"

# What a server says first, and then again and again; and what is said of it.
ENDLESS = {
    "headers": (_HTTP, _FIELD, "headers"),
    "header": (_HTTP + b"X-Field: ", b"a" * 5000, "headers"),
    "part-headers": (_PARTS, _FIELD, "holds no picture that is a JPEG"),
    "part": (_PARTS + b"\r\n\xff\xd8\xff\xda\0\2", b"a" * 60_000,
             "a picture in it has no end"),
    "length": (_PARTS + b"Content-Length: 2147483000\r\n\r\n\xff\xd8",
               b"a" * 60_000, "holds no picture that is a JPEG"),
    "playlist": (_HTTP + b"Content-Type: application/vnd.apple.mpegurl\r\n\r\n"
                 b"#EXTM3U\n#EXT-X-TARGETDURATION:3\n",
                 b"#EXTINF:3,\na.ts\n" * 100, "silent for 5 s"),
}

_SESSION = (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\n"
            b"c=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\n"
            b"a=rtpmap:96 H264/90000\r\n")
DESCRIPTION = (_HTTP + b"Content-Type: application/sdp\r\n"
               b"Content-Length: %d\r\n\r\n" % len(_SESSION) + _SESSION)


class Babbler(socketserver.ThreadingTCPServer):
    """Answers with `words`, and then with `again` until nobody listens."""

    daemon_threads = True

    def __init__(self, words, again=b""):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.words, self.again = words, again
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class _Talk(socketserver.BaseRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            self.request.recv(4096)
            self.request.sendall(self.server.words)
            while self.server.again:
                self.request.sendall(self.server.again)
                time.sleep(REST_S)


class Repeated(threading.Thread):
    """Does `deed` again and again, until it is left."""

    def __init__(self, deed, *arguments):
        super().__init__(daemon=True)
        self._deed, self._arguments = deed, arguments
        self._is_over = threading.Event()
        self.start()

    def run(self):
        while not self._is_over.wait(REST_S):
            with contextlib.suppress(OSError):
                self._deed(*self._arguments)

    def close(self):
        self._is_over.set()
        self.join()


def begin_rtmp_messages(port):
    """Publish halves of 256 messages of 16 MB, each in a stream of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as one:
        one.sendall(b"\x03" + bytes(1536))
        one.recv(4096)
        one.sendall(bytes(1536))
        for stream in range(256):
            one.sendall(bytes([0, stream]) + b"\0\0\0\xff\xff\xff\x14" +
                        b"\1\0\0\0" + bytes(128))
        one.recv(4096)


def announce_gigabytes(port):
    """Send a description of 2 GiB to a listener for RTSP publishers."""
    with socket.create_connection(("127.0.0.1", port), timeout=1) as one:
        one.sendall(b"ANNOUNCE rtsp://127.0.0.1/x RTSP/1.0\r\nCSeq: 1\r\n"
                    b"Content-Type: application/sdp\r\n"
                    b"Content-Length: 2147483647\r\n\r\nv=0\r\n" +
                    b"a=x:" + b"y" * 100_000)
        one.recv(4096)


class RtpSender:
    """H.264 to a port of this machine: giants, or anything at all."""

    def __init__(self, port):
        self._address = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._random = random.Random(port)
        self._sequence = 0

    def send(self, nal, is_last=False):
        self._sequence = (self._sequence + 1) % 65536
        self._socket.sendto(struct.pack(">BBHII", 0x80, 96 | is_last << 7,
                                        self._sequence, 0, 7) + nal,
                            self._address)

    def send_giant(self):
        """Parameters of 67 MP to 4 GP, and the beginning of such a picture."""
        for width, height in ((512, 512), (4096, 4096), (1, 65536)):
            self.send(_sequence_parameters(width, height))
            self.send(_PICTURE_PARAMETERS)
            self.send(_SLICE, is_last=True)
        time.sleep(0.01)

    def send_flood(self):
        """Packets of every kind with random contents."""
        kinds = (b"\x65", b"\x41", b"\x67", b"\x78", b"\x7c\x85", b"\x7c\x05")
        for _ in range(50):
            self.send(self._random.choice(kinds) +
                      self._random.randbytes(1300),
                      self._random.random() < 0.3)

    def close(self):
        self._socket.close()


def _golomb(*values):
    """ue(v) of ITU-T H.264, 9.1, as a text of bits."""
    words = [format(value + 1, "b") for value in values]
    return "".join("0" * (len(word) - 1) + word for word in words)


def _nal(header, bits):
    bits += "1" + "0" * (-(len(bits) + 1) % 8)
    return header + int(bits, 2).to_bytes(len(bits) // 8, "big")


def _sequence_parameters(width, height):
    """In macroblocks of 16 pixels; everything else as plain as can be."""
    return _nal(b"\x67\x42\x00\x3e", _golomb(0, 0, 0, 0, 16) + "0" +
                _golomb(width - 1, height - 1) + "1100")


_PICTURE_PARAMETERS = _nal(b"\x68", _golomb(0, 0) + "00" + _golomb(0, 0, 0) +
                           "000" + _golomb(0, 0, 0) + "000")
_SLICE = _nal(b"\x65", _golomb(0, 7, 0) + "0000" + _golomb(0, 0) + "00" +
              "10" * 800)


def jpeg_of_65500_px(jpeg):
    """`jpeg`, whose header claims 65500 pixels a side."""
    frame = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:frame] + b"\xff\xdc" * 2 + jpeg[frame + 4:]


def jpeg_of_1000_scans():
    """4096 pixels a side, gone through a thousand times by 132 kB."""
    grey = numpy.full((4096, 4096, 3), 90, numpy.uint8)
    _, jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    jpeg = jpeg.tobytes()
    last_scan = jpeg[jpeg.rindex(b"\xff\xda"):-2]
    return jpeg[:-2] + last_scan * 1000 + b"\xff\xd9"
