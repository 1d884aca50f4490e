"""Cameras over HTTP that break the rules as real ones do."""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass
import contextlib
import hashlib
import re
import socket
import socketserver
import threading
import time

USER, PASSWORD, REALM, NONCE = "user", "p@ss%w0rd", "Login to 5F08", "1013271036"


@dataclass(frozen=True)
class Question:
    """A request: the first line's address, and the headers."""
    address: str
    headers: dict
    connection: int  # the number of the connection, from 1 on


class WebCamera(socketserver.ThreadingTCPServer):
    """Answers each question by `answer(question, say)`.

    `say` sends bytes. The connection goes on unless the answer is True; with
    `context`, of ssl, there is TLS around it.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answer, host="127.0.0.1", context=None):
        self.address_family = (socket.AF_INET6 if ":" in host
                               else socket.AF_INET)
        super().__init__((host, 0), _Connection)
        self.answer, self.context = answer, context
        self.questions = []
        self.connections = 0
        self.port = self.server_address[1]
        scheme = "https" if context else "http"
        host = f"[{host}]" if ":" in host else host
        self.url = f"{scheme}://{host}:{self.port}/"
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """Ignore a client that does not accept a certificate."""


class _Connection(socketserver.StreamRequestHandler):
    def setup(self):
        if self.server.context:
            self.request = self.server.context.wrap_socket(
                self.request, server_side=True)
        super().setup()

    def handle(self):
        self.server.connections += 1
        number = self.server.connections
        with contextlib.suppress(OSError):
            while (question := self._read(number)):
                self.server.questions.append(question)
                if self.server.answer(question, self.wfile.write):
                    return

    def _read(self, number):
        line = self.rfile.readline().decode("latin-1").split()
        headers = {}
        while (header := self.rfile.readline().decode("latin-1").strip()):
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        return Question(line[1], headers, number) if line else None


def head(media_type, *lines, status="200 OK", version="1.1"):
    """The beginning of an answer; without a type when that is None."""
    types = [f"Content-Type: {media_type}"] if media_type else []
    return "\r\n".join([f"HTTP/{version} {status}", *types, *lines, "",
                        ""]).encode()


def whole(body, media_type="image/jpeg", *lines, status="200 OK"):
    """An answer with a length, after which the connection goes on."""
    return head(media_type, f"Content-Length: {len(body)}", *lines,
                status=status) + body


MULTIPART = "multipart/x-mixed-replace;boundary=camera"


@dataclass(frozen=True)
class Manner:
    """How one camera writes a stream; {length} is that of the picture."""
    begin: bytes = head(MULTIPART)
    before: str = ("--camera\r\nContent-Type: image/jpeg\r\n"
                   "Content-Length: {length}\r\n\r\n")
    before_first: str = None
    after: bytes = b"\r\n"
    is_chunked: bool = False
    period_s: float = 0.05

    def stream(self, jpegs, sent=None):
        """The answer that shows `jpegs` for ever; `sent` gets times."""
        def answer(_, say):
            say(self.begin)
            number = 0
            while True:
                jpeg = jpegs[number % len(jpegs)]
                before = (self.before_first if self.before_first is not None
                          and number == 0 else self.before)
                piece = before.format(length=len(jpeg)).encode() + jpeg
                self._say(say, piece)
                if sent is not None:
                    sent.append((time.time(), jpeg))
                self._say(say, self.after)
                number += 1
                time.sleep(self.period_s)
        return answer

    def _say(self, say, piece):
        if self.is_chunked and piece:
            piece = b"%x\r\n%s\r\n" % (len(piece), piece)
        say(piece)


_PART = "Content-Type: image/jpeg\r\nContent-Length: {length}\r\n\r\n"

# Each showed nothing, or everything late, while libavformat read them.
MANNERS = {
    "ESP32-CAM": Manner(
        begin=head("multipart/x-mixed-replace;boundary="
                   "123456789000000000000987654321",
                   "Transfer-Encoding: chunked"),
        before="\r\n--123456789000000000000987654321\r\n" + _PART,
        before_first=_PART, after=b"", is_chunked=True),
    "Tasmota": Manner(
        begin=head("multipart/x-mixed-replace;boundary=e8b8c539-047d"),
        before="\r\n--e8b8c539-047d\r\n" + _PART, before_first=_PART,
        after=b""),
    "Trendnet": Manner(
        before="--camera\r\nContent-Type: image/jpeg;size={length}\r\n\r\n"),
    "no type": Manner(
        before="--camera\r\nContent-Length: {length}\r\n\r\n"),
    "no dashes": Manner(before="camera\r\n" + _PART),
    "no length, no line end": Manner(
        before="--camera\r\nContent-Type: image/jpeg\r\n\r\n", after=b""),
    "another boundary, HTTP/1.0": Manner(
        begin=head('multipart/x-mixed-replace; boundary="its name"',
                   version="1.0"),
        before="--other\n" + _PART.replace("\r", ""), after=b"\n"),
    "no header": Manner(begin=b"HTTP/1.0 200 OK\r\n\r\n"),
    "nothing around": Manner(begin=head("image/jpeg", version="1.0"),
                             before="", after=b""),
}


def challenge(*algorithms):
    """401, with a header line for each; None is a digest without a name."""
    return whole(b"", None, *(
        f'WWW-Authenticate: Digest realm="{REALM}", qop="auth", '
        f'nonce="{NONCE}"' + (f", algorithm={algorithm}" if algorithm else "")
        for algorithm in algorithms), status="401 Unauthorized")


def is_right(question):
    """Whether the request holds our password, by Digest (RFC 7616)."""
    given = dict(
        (name, quoted or plain) for name, quoted, plain in
        re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]*))',
                   question.headers.get("authorization", "")))
    if "response" not in given:
        return False
    hashed = hashlib.sha256 if "256" in given.get("algorithm", "") \
        else hashlib.md5

    def digest(text):
        return hashed(text.encode()).hexdigest()
    return given["response"] == digest(":".join((
        digest(f"{USER}:{REALM}:{PASSWORD}"), NONCE, given["nc"],
        given["cnonce"], given["qop"], digest(f"GET:{question.address}"))))
