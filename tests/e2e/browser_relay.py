"""A link between a browser and a web server that can be slow, or broken.

It is broken as networks are: nothing is closed, bytes just do not arrive.
"""
# SPDX-License-Identifier: MIT
import selectors
import socket
import threading
import time

CHUNK_BYTES = 4096
# What lies in the network while it is slow; the rest waits at the server.
BUFFER_BYTES = 16384


class Relay:
    """Forwards each connection to its own port to the port of `server`.

    It may stand where a server is expected: it has a kind and a url().
    """

    def __init__(self, server):
        self.kind = server.kind
        self.bytes_per_s = None  # no limit
        self.is_broken = False
        self._server_port = server.port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF,
                                  BUFFER_BYTES)
        self._is_open = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._is_open = False
        self._thread.join(5)

    def url(self, path="/"):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}{path}"

    def _run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            while self._is_open:
                if self.is_broken:
                    time.sleep(0.02)
                    continue
                for key, _ in selector.select(0.02):
                    if key.fileobj is self._listener:
                        self._connect(selector)
                    else:
                        self._forward(selector, key.fileobj, key.data)
            for key in list(selector.get_map().values()):
                key.fileobj.close()

    def _connect(self, selector):
        browser, _ = self._listener.accept()
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        server.connect(("127.0.0.1", self._server_port))
        selector.register(browser, selectors.EVENT_READ, server)
        selector.register(server, selectors.EVENT_READ, browser)

    def _forward(self, selector, source, sink):
        try:
            data = source.recv(CHUNK_BYTES if self.bytes_per_s else 65536)
            sink.sendall(data)
        except OSError:
            data = b""
        if not data:
            for end in (source, sink):
                selector.unregister(end)
                end.close()
        if self.bytes_per_s:
            time.sleep(len(data) / self.bytes_per_s)
