"""Viewers that come and go: streams, snapshots, lists, some slow, some rude.

One thread looks after all of them and throws away what they get, so that fifty
cost less than what they watch.
"""
# SPDX-License-Identifier: MIT
import collections
import random
import select
import socket
import struct
import threading
import time

TURN_S = 0.02
FAST_BYTES, SLOW_BYTES, SLOW_PAUSE_S = 262144, 4096, 0.1
HEAD_BYTES = 16
ANSWER_WITHIN_S = 15
PAUSE_S = 0.3  # of a seat between two guests
WATCHES_MAX_S = 20
WATCHING_SHARE = 0.7

STREAMS = ("/video/{}", "/video/{}", "/video/{}", "/video/{}?fps=5",
           "/video/{}?raw=1", "/stream/{}", "/events/{}")
ANSWERS = ("/snapshot/{}", "/snapshot/{}", "/streams", "/metrics", "/",
           "/snapshot/nobody", "/video/{}?frames=2")
MANNERS = ("leaves",) * 5 + ("resets", "is slow", "never reads", "half asks")


class _Guest:
    """One connection, from its request to its end."""

    def __init__(self, port, path, manner, watches_s):
        self.manner = manner
        self.leaves_at = time.monotonic() + watches_s
        self.reads_at = self.leaves_at if manner == "never reads" else 0
        self._head = b""
        self._socket = socket.socket()
        self._socket.settimeout(2)
        if manner in ("is slow", "never reads"):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        request = (f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
                   "Connection: close\r\n\r\n").encode()
        try:
            self._socket.connect(("127.0.0.1", port))
            self._socket.sendall(request[:-3] if manner == "half asks"
                                 else request)
        except OSError:
            self._socket.close()
            raise
        self._socket.setblocking(False)

    def fileno(self):
        return self._socket.fileno()

    def read(self):
        """Take what has come. Returns False when that was all."""
        is_slow = self.manner == "is slow"
        try:
            data = self._socket.recv(SLOW_BYTES if is_slow else FAST_BYTES)
        except OSError:
            return False
        self._head = (self._head + data[:HEAD_BYTES])[:HEAD_BYTES]
        if is_slow:
            self.reads_at = time.monotonic() + SLOW_PAUSE_S
        return bool(data)

    @property
    def status(self):
        """The status of the answer; 0 when none came."""
        words = self._head.split()
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0

    def leave(self):
        if self.manner == "resets":
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                    struct.pack("ii", 1, 0))
        self._socket.close()


class Crowd(threading.Thread):
    """Keeps `seats` viewers at the ports, each watching one of the slots.

    `answers` counts what those got who read, by status; 0: no answer at all.
    """

    def __init__(self, ports, slots, seats, seed):
        super().__init__(daemon=True, name="crowd")
        self.answers = collections.Counter()
        self._ports, self._slots = ports, slots
        self._random = random.Random(seed)
        self._guests = []
        self._seats = [time.monotonic()] * seats  # each free from then on
        self._is_closing = False
        self.start()

    @property
    def visits(self):
        return sum(self.answers.values())

    def run(self):
        while not self._is_closing:
            self._welcome(time.monotonic())
            self._read(time.monotonic())
            self._see_off(time.monotonic())
        for guest in self._guests:
            guest.leave()

    def close(self):
        self._is_closing = True
        self.join()

    def _welcome(self, now):
        for due in [due for due in self._seats if due <= now]:
            self._seats.remove(due)
            try:
                self._guests.append(self._new_guest())
            except OSError:
                self.answers[0] += 1
                self._seats.append(now + PAUSE_S)

    def _new_guest(self):
        chance = self._random
        watches = chance.random() < WATCHING_SHARE
        address = chance.choice(STREAMS if watches else ANSWERS)
        return _Guest(chance.choice(self._ports),
                      address.format(chance.choice(self._slots)),
                      chance.choice(MANNERS) if watches else "leaves",
                      chance.uniform(0.2, WATCHES_MAX_S) if watches
                      else ANSWER_WITHIN_S)

    def _read(self, now):
        reading = [guest for guest in self._guests if guest.reads_at <= now]
        for guest in select.select(reading, [], [], TURN_S)[0]:
            if not guest.read():
                guest.leaves_at = 0

    def _see_off(self, now):
        for guest in [guest for guest in self._guests
                      if guest.leaves_at <= now]:
            self._guests.remove(guest)
            guest.leave()
            self._seats.append(now + PAUSE_S)
            if guest.manner not in ("never reads", "half asks"):
                self.answers[guest.status] += 1
