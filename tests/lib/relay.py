"""A link that can be lost: relays between two ends, on loopback.

The kernel of a test machine may have no netem; these need nothing but sockets.
What a relay holds back of a TCP connection arrives when the link is back, as
retransmission would have it; datagrams that are lost stay lost.
"""
# SPDX-License-Identifier: MIT
import random
import selectors
import socket
import threading

DATAGRAM_BYTES_MAX = 65536
LOOK_AGAIN_S = 0.05


class Link:
    """The state of a link, asked by both directions before they pass data on.

    `loss` is the share of datagrams that get lost, the same ones in each run.
    """

    def __init__(self, loss=0.0, seed=4):
        self.loss = loss
        self._is_up = threading.Event()
        self._is_up.set()
        self._random = random.Random(seed)

    def go_down(self):
        """Nothing passes, nobody is told."""
        self._is_up.clear()

    def come_back(self):
        self._is_up.set()

    def is_up(self):
        return self._is_up.is_set()

    def carries_datagram(self):
        return self.is_up() and self._random.random() >= self.loss


class DatagramRelay(threading.Thread):
    """Passes datagrams on to `target`, what `change` makes of each."""

    def __init__(self, target, link, change=lambda datagram: datagram):
        super().__init__(daemon=True, name="datagram relay")
        self._target = target
        self._link = link
        self._change = change
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._is_closing = False
        self.start()

    def run(self):
        while True:
            datagram = self._socket.recv(DATAGRAM_BYTES_MAX)
            if self._is_closing:
                break
            if self._link.carries_datagram():
                self._send(self._change(datagram))
        self._socket.close()

    def _send(self, datagram):
        try:
            self._socket.sendto(datagram, self._target)
        except ConnectionRefusedError:
            pass  # the news of an earlier datagram: nobody listens yet

    def close(self):
        self._is_closing = True
        with socket.socket(type=socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", ("127.0.0.1", self.port))
        self.join()


class StreamRelay(threading.Thread):
    """Passes each TCP connection on to one of its own to `target`."""

    def __init__(self, target, link):
        super().__init__(daemon=True, name="stream relay")
        self._target = target
        self._link = link
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._selector.register(self._listener, selectors.EVENT_READ, None)
        self._is_closing = False
        self.start()

    def run(self):
        while not self._is_closing:
            ready = self._selector.select(LOOK_AGAIN_S)
            if not self._link.is_up():
                self._wait()
                continue
            for key, _ in ready:
                if key.data is None:
                    self._accept()
                else:
                    self._pass_on(key.fileobj, key.data)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        self._selector.close()

    def _wait(self):
        threading.Event().wait(LOOK_AGAIN_S)

    def _accept(self):
        one, _ = self._listener.accept()
        try:
            other = socket.create_connection(self._target)
        except ConnectionRefusedError:
            one.close()
            return
        self._selector.register(one, selectors.EVENT_READ, other)
        self._selector.register(other, selectors.EVENT_READ, one)

    def _pass_on(self, one, other):
        if one.fileno() < 0:
            return  # closed together with its other end, a moment ago
        try:
            data = one.recv(65536)
            other.sendall(data)
        except OSError:
            data = b""
        if data:
            return
        for end in (one, other):
            self._selector.unregister(end)
            end.close()

    def close(self):
        self._is_closing = True
        self.join()
