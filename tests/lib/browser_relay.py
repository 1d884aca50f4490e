"""A link between a browser and a web server that can be slow, or broken.

It is broken as networks are: nothing is closed, bytes just do not arrive.
"""
# SPDX-License-Identifier: MIT
import contextlib
import socket
import threading
import time

# What lies in the network while it is slow; the rest waits at the server.
BUFFER_BYTES = 16384


class Relay:
    """Forwards each connection to its own port to the port of `server`.

    It may stand where a server is expected: it has a kind and a url().
    """

    def __init__(self, server):
        self.kind = server.kind
        self.bytes_per_s = None  # no limit
        self._server_port = server.port
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._sockets = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF,
                                  BUFFER_BYTES)
        self._start(self._accept)

    @staticmethod
    def _start(function, *arguments):
        threading.Thread(target=function, args=arguments, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.mend()
        for end in [self._listener, *self._sockets]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def url(self, path="/"):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{path}"

    def cut(self):
        """Let no byte arrive from now on."""
        self._is_whole.clear()

    def mend(self):
        self._is_whole.set()

    def _accept(self):
        with contextlib.suppress(OSError):  # the listener is closed
            while True:
                browser, _ = self._listener.accept()
                server = socket.socket()
                server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                  BUFFER_BYTES)
                server.connect(("127.0.0.1", self._server_port))
                self._sockets += [browser, server]
                self._start(self._forward, browser, server)
                self._start(self._forward, server, browser)

    def _forward(self, source, sink):
        with contextlib.suppress(OSError):  # an end is closed
            while data := source.recv(BUFFER_BYTES // 4):
                self._is_whole.wait()
                sink.sendall(data)
                if self.bytes_per_s:
                    time.sleep(len(data) / self.bytes_per_s)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
