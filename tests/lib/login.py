"""A program that decides about logins; nginx's login.conf asks it by SCGI."""
# SPDX-License-Identifier: MIT
import os
import socketserver

PASS = "session=good"


def _read_headers(file):
    """A netstring of names and values, each with a zero behind it.

    None may come twice: such a question has nothing that could be believed.
    """
    length = b""
    while (digit := file.read(1)) not in (b":", b""):
        length += digit
    words = file.read(int(length or b"0")).decode("latin-1").split("\0")
    names = words[:-1:2]
    return dict(zip(names, words[1::2])) if len(set(names)) == len(names) \
        else {}


class _Question(socketserver.StreamRequestHandler):
    def handle(self):
        asked = _read_headers(self.rfile)
        self.server.asked.append(asked.get("REQUEST_URI"))
        may = PASS in asked.get("HTTP_COOKIE", "")
        self.wfile.write(b"Status: 200 OK\r\n\r\n" if may else
                         b"Status: 403 Forbidden\r\n\r\n")


class Login(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers at `path` whoever is a web server; `asked` are the addresses."""

    daemon_threads = True

    def __init__(self, path):
        super().__init__(os.fspath(path), _Question)
        os.chmod(path, 0o666)
        self.asked = []
