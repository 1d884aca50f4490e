"""Strangers at a camera's address, or in the place of a drone."""
# SPDX-License-Identifier: MIT
import contextlib
import random
import socketserver
import threading
import time


class Stranger(socketserver.ThreadingTCPServer):
    """Accepts, says `words`, and listens until the other side leaves.

    One that hangs up does that when it has said them.
    """

    daemon_threads = True

    def __init__(self, words=b"", hangs_up=False):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = self.server_address[1]
        self.words = words
        self.hangs_up = hangs_up
        self.knocks = []  # when somebody came, monotonic seconds
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.knocks.append(time.monotonic())
        with contextlib.suppress(OSError):
            self.request.sendall(self.server.words)
            while not self.server.hangs_up and self.request.recv(4096):
                pass


def garbage(size_bytes=100_000, seed=4):
    return random.Random(seed).randbytes(size_bytes)
