"""Attackers and senders of nonsense, at a web server and behind it.

Everything is random and repeatable: a seed makes the same attack again.
"""
# SPDX-License-Identifier: MIT
import collections
import contextlib
import os
import random
import socket
import struct

METHODS = ("GET",) * 20 + ("HEAD", "OPTIONS", "POST", "PUT", "BREW", "")
VERSIONS = ("1.1",) * 20 + ("1.0", "2.0")
VERBS = ("video", "stream", "snapshot", "streams", "events", "metrics", "",
         "camera/video", "camera/snapshot")
QUERIES = ("fps={}", "frames={}", "slot={}", "max_age_ms={}", "action={}",
           "{}", "&&{}", "slot={}&slot=")
FIELDS = ("If-None-Match: {}", "Range: bytes={}-", "Content-Length: {}",
          "Transfer-Encoding: chunked{}", "Cookie: {}", "Connection: {}",
          "Expect: 100-continue{}", "Last-Event-ID: {}", "{}: {}", "{}")
PIPELINED_MAX = 4
HELD_MAX = 40


class Attacker:
    """Sends requests of all kinds to `port`; counts them in `sent`."""

    def __init__(self, port, slot, seed):
        self.port = port
        self.slot = slot
        self.random = random.Random(seed)
        self.sent = 0
        self._held = collections.deque()

    def attack(self, requests):
        """Wait until so many more have been sent."""
        goal = self.sent + requests
        while self.sent < goal:
            with contextlib.suppress(OSError):
                self._connect()
            self._drip()

    def leave(self):
        while self._held:
            self._held.popleft().close()

    def _connect(self):
        one = socket.create_connection(("127.0.0.1", self.port), timeout=2)
        count = self.random.randint(1, PIPELINED_MAX)
        self.sent += count
        manner = self.random.choice(("reads", "reads", "leaves", "half closes",
                                     "resets", "is slow", "is garbled"))
        words = b"".join(self._request() for _ in range(count))
        if manner == "is garbled":
            words = self._garble(words)
        if manner == "is slow":
            one.sendall(words[:self.random.randint(0, len(words) - 1)])
            self._held.append(one)
            return
        with one:
            one.sendall(words)
            if manner == "half closes":
                one.shutdown(socket.SHUT_WR)
            if manner == "resets":
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                               struct.pack("ii", 1, 0))
            if manner in ("reads", "half closes"):
                one.settimeout(0.02)
                for _ in range(8):
                    if not one.recv(8192):
                        break

    def _drip(self):
        """The slow ones say a byte more each; the oldest leaves."""
        for one in self._held:
            with contextlib.suppress(OSError):
                one.send(self.random.randbytes(1), socket.MSG_DONTWAIT)
        while len(self._held) > HELD_MAX:
            self._held.popleft().close()

    def _request(self):
        head = [f"{self.random.choice(METHODS)} {self._address()} "
                f"HTTP/{self.random.choice(VERSIONS)}"]
        if self.random.random() < 0.97:
            head.append("Host: localhost")
        for _ in range(self.random.choice((0, 0, 0, 0, 0, 1, 3, 30))):
            field = self.random.choice(FIELDS)
            head.append(field.format(*(self._word() for _ in range(2))))
        return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n"

    def _address(self):
        address = "/" + self.random.choice(VERBS)
        if self.random.random() < 0.7:
            address += "/" + self._word()
        if self.random.random() < 0.5:
            address += "?" + self.random.choice(QUERIES).format(self._word())
        return address

    def _word(self):
        kind = self.random.randrange(20)
        if kind > 3:
            return self.slot
        if kind == 2:
            return str(self.random.choice((0, 1, 5, -1, 2**31, 2**64, 10**40)))
        if kind == 1:
            return "".join(f"%{byte:02x}" for byte in self.random.randbytes(9))
        if kind == 0:
            return "a" * self.random.choice((1, 63, 64, 300, 5000, 70_000))
        return self.random.randbytes(12).decode("latin-1").translate(
            {ord(letter): "~" for letter in " \r\n{}"})

    def _garble(self, words):
        """Some bytes in the middle become others."""
        words = bytearray(words)
        for _ in range(self.random.randint(1, 40)):
            words[self.random.randrange(len(words))] = \
                self.random.randrange(256)
        return bytes(words)


def _record(kind, content=b"", request_id=1, padding=b""):
    return struct.pack(">BBHHBx", 1, kind, request_id, len(content),
                       len(padding)) + content + padding


_BEGIN = _record(1, b"\0\1" + bytes(6))
_METHOD = b"\x0e\x03REQUEST_METHODGET"
_PATH = b"\x0b\x06SCRIPT_NAME/video"

# What libfcgi by itself does not survive, or waits for.
HOSTILE_RECORDS = (
    _BEGIN + _record(4, b"\xc0\0\0\0\xc0\0\0\0") + _record(4),
    _record(1, b"\0\1" + bytes(6), padding=_record(4, b"\xc0\0\0\0" * 2)) +
    _record(4, _METHOD) + _record(4),
    _BEGIN + _record(4, b"\xff\xff\xff\xf0\x80\0\0\x10") + _record(4),
    _BEGIN + _record(4, b"\x7f\xff\xff\xff") + _record(4, bytes(60_000)),
    _BEGIN * 500,
    _record(9, b"\x0e\0FCGI_MAX_CONNS", request_id=0) * 500,
    _BEGIN + _record(4, _METHOD) + _record(4) + _record(77, b"", 0) * 500,
)


def attack_front(path, count, seed):
    """Write records, right ones and others, into fcgi-stream's own socket."""
    chance = random.Random(seed)
    good = _BEGIN + _record(4, _METHOD + _PATH) + _record(4) + _record(5)
    for number in range(count):
        words = HOSTILE_RECORDS[number] if number < len(HOSTILE_RECORDS) else \
            bytearray(good + _record(2) * chance.randrange(3))
        if number >= len(HOSTILE_RECORDS):
            for _ in range(chance.randrange(6)):
                words[chance.randrange(len(words))] = chance.randrange(256)
        with socket.socket(socket.AF_UNIX) as front, \
                contextlib.suppress(OSError):
            front.settimeout(0.01)
            front.connect(os.fspath(path))
            front.sendall(words)
            if chance.random() < 0.5:
                front.shutdown(socket.SHUT_WR)
            front.recv(4096)
