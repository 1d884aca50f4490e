"""A strict reader of /video, and viewers that watch it in the background.

Strict: a browser forgives a missing line or a wrong length, this reader does
not. What it accepts is one boundary, then parts of header lines, an empty
line, Content-Length bytes, CRLF and a boundary, and at the end of all the
closing boundary.
"""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass
import http.client
import socket
import threading
import time

import processes

BOUNDARY = b"--slotcast"


class BadStream(Exception):
    """The stream breaks the rules of multipart/x-mixed-replace.

    Not an AssertionError: best_of_some() forgives none.
    """


class CutStream(Exception):
    """The stream ended without its closing boundary."""


@dataclass(frozen=True)
class Part:
    headers: dict
    body: bytes
    received: float  # wall clock, seconds, when its last byte was here

    @property
    def serial(self):
        return int(self.headers["X-Frame-Serial"])

    @property
    def captured_us(self):
        seconds, micros = self.headers["X-Timestamp"].split(".")
        if len(micros) != 6:
            raise BadStream(f"X-Timestamp with {len(micros)} decimals")
        return int(seconds) * 1_000_000 + int(micros)


class Stream:
    """One GET whose answer is read part by part."""

    def __init__(self, server, path, headers=None, seconds=15):
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", server.port, timeout=seconds)
        self._connection.request("GET", path, headers=headers or {})
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = self._answer.headers
        self.ended_by_closing_boundary = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def leave(self):
        """End it, also while another thread waits for the next part."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the server was faster

    def close(self):
        """Leave; no other thread may read, for it closes the answer, too."""
        self.leave()
        self._answer.close()
        self._connection.close()

    def _read(self, count):
        try:
            data = self._answer.read(count)
        except (http.client.IncompleteRead, ConnectionError) as error:
            raise CutStream(str(error)) from error
        if len(data) < count:
            raise CutStream(f"{len(data)} of {count} bytes")
        return data

    def _expect(self, wanted):
        data = self._read(len(wanted))
        if data != wanted:
            raise BadStream(f"{data!r} where {wanted!r} belongs")

    def _read_headers(self):
        lines = b""
        while not lines.endswith(b"\r\n\r\n"):
            lines += self._read(1)
            if len(lines) > 4096:
                raise BadStream(f"no end of headers: {lines[:200]!r}")
        pairs = [line.partition(": ")
                 for line in lines.decode("ascii").split("\r\n")[:-2]]
        headers = {name: value for name, _, value in pairs}
        if len(headers) != len(pairs):
            raise BadStream(f"a header stands twice: {pairs}")
        return headers

    def parts(self):
        """Yields each Part until the closing boundary; CutStream without."""
        self._expect(BOUNDARY)
        while True:
            after = self._read(2)
            if after == b"--":
                self.ended_by_closing_boundary = True
                return
            if after != b"\r\n":
                raise BadStream(f"{after!r} after a boundary")
            headers = self._read_headers()
            body = self._read(int(headers["Content-Length"]))
            self._expect(b"\r\n" + BOUNDARY)
            yield Part(headers, body, time.time())

    def take(self, count):
        parts = self.parts()
        return [next(parts) for _ in range(count)]


class Viewer(threading.Thread):
    """Watches a stream until it is closed, and remembers what it saw."""

    def __init__(self, server, path, seconds=15):
        super().__init__(daemon=True, name=f"viewer of {path}")
        self.stream = Stream(server, path, seconds=seconds)
        assert self.stream.status == 200, self.stream.status
        self.seen = []  # (serial, received) of each part
        self.last = None
        self.error = None
        self._closing = False
        self.start()

    def run(self):
        try:
            for part in self.stream.parts():
                self.see(part)
        except Exception as error:  # pylint: disable=broad-except
            if not self._closing:
                self.error = error

    def see(self, part):
        self.seen.append((part.serial, part.received))
        self.last = part

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._closing = True
        self.stream.leave()
        self.wait_for_end()
        self.stream.close()

    def wait_for_end(self):
        processes.wait_until(lambda: not self.is_alive(), 5,
                             f"the end of the {self.name}")

    @property
    def serials(self):
        return [serial for serial, _ in list(self.seen)]

    def wait_for_frames(self, more, seconds=10):
        """Until `more` frames have come from now on, on this connection."""
        target = len(self.seen) + more
        processes.wait_until(
            lambda: len(self.seen) >= target or self.error, seconds,
            f"{more} more frames for the {self.name}")
        self.raise_error()

    def raise_error(self):
        """Raise the error that ended it, if there is one."""
        if self.error:
            raise self.error
