"""A small RTSP server: an IP camera whose password and link are ours to set.

Its video is the RTP that a sender (senders.py) sends to `rtp_port`. A client
gets it over TCP, interleaved, or over UDP, as it asks. Just enough of RFC 2326
for clients that behave.
"""
# SPDX-License-Identifier: MIT
import contextlib
import hashlib
import re
import socket
import socketserver
import struct
import threading

from relay import Link

DATAGRAM_BYTES_MAX = 65536
RTP, RTCP = 0, 1  # the interleaved channels
SENDER_REPORT, NTP_BEFORE_1970 = 200, 2208988800
RECEIVER_REPORT, GOODBYE = 201, 203
REALM, NONCE = "camera", "5ca1ab1e"
CHALLENGE = f'WWW-Authenticate: Digest realm="{REALM}", nonce="{NONCE}"'
METHODS = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"
SDP = """v=0
o=- 0 0 IN IP4 127.0.0.1
s=camera
c=IN IP4 0.0.0.0
t=0 0
m=video 0 RTP/AVP 96
a=rtpmap:96 {codec}/90000
a=control:video
"""


def _digest(user, password, method, uri):
    """The response that RFC 2617, 3.2.2 wants from a client without qop."""
    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()
    return md5(f"{md5(f'{user}:{REALM}:{password}')}:{NONCE}:"
               f"{md5(f'{method}:{uri}')}")


class RtspCamera(socketserver.ThreadingTCPServer):
    """Serves `url`; `login` is (user, password), which it asks for by a Digest
    with each of `algorithms`, but believes by MD5 alone.

    What goes to clients over UDP passes through `link`.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, codec="H264", login=None, link=None, port=0,
                 algorithms=("MD5",)):
        super().__init__(("127.0.0.1", port), _Client)
        self.port = self.server_address[1]
        self.url = f"rtsp://127.0.0.1:{self.port}/video"
        self.login = login
        self.challenges = "\r\n".join(f'{CHALLENGE}, algorithm="{algorithm}"'
                                      for algorithm in algorithms)
        self.link = link or Link()
        self.sdp = SDP.format(codec=codec).replace("\n", "\r\n")
        self.refusals = 0  # requests without the right password
        self.clients = set()
        self._video = socket.socket(type=socket.SOCK_DGRAM)
        self._video.bind(("127.0.0.1", 0))
        self.rtp_port = self._video.getsockname()[1]
        self._workers = [threading.Thread(target=work, daemon=True)
                         for work in (self.serve_forever, self._play)]
        for thread in self._workers:
            thread.start()

    def _play(self):
        while packet := self._video.recv(DATAGRAM_BYTES_MAX):
            for client in list(self.clients):
                client.play(packet)

    def report(self, wall_clock, rtp_time):
        """What the sender's clock is, to clients over TCP: RFC 3550, 6.4.1."""
        ntp = int((wall_clock + NTP_BEFORE_1970) * (1 << 32)) % (1 << 64)
        packet = struct.pack(">BBHIQIII", 0x80, SENDER_REPORT, 6, 0, ntp,
                             rtp_time % (1 << 32), 0, 0)
        for client in list(self.clients):
            client.send_interleaved(RTCP, packet)

    def say_goodbye(self, source):
        """The end of its video, to clients over TCP: RFC 3550, 6.6."""
        packet = struct.pack(">BBHI", 0x80, RECEIVER_REPORT, 1, source)
        packet += struct.pack(">BBHI", 0x81, GOODBYE, 1, source)
        for client in list(self.clients):
            client.send_interleaved(RTCP, packet)

    def close(self):
        """Gone with all its connections, as when its power fails."""
        self.shutdown()
        self.server_close()
        with socket.socket(type=socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", ("127.0.0.1", self.rtp_port))
        for thread in self._workers:
            thread.join()
        self._video.close()
        for client in list(self.clients):
            client.hang_up()


class _Client(socketserver.StreamRequestHandler):
    """One connection: requests come, answers and interleaved RTP go."""

    def setup(self):
        super().setup()
        self._lock = threading.Lock()  # answers and pictures take turns
        self._address = None  # where its RTP goes when not through here
        self._sender = socket.socket(type=socket.SOCK_DGRAM)
        self._sender.bind(("127.0.0.1", 0))

    def handle(self):
        with contextlib.suppress(OSError):
            while request := self._read_request():
                self._answer(*request)

    def finish(self):
        self.server.clients.discard(self)
        self._sender.close()
        with contextlib.suppress(OSError):
            super().finish()

    def hang_up(self):
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _read_request(self):
        """(method, address, fields); None when the client has left."""
        while (first := self.rfile.read(1)) == b"$":
            _, size_bytes = struct.unpack(">BH", self.rfile.read(3))
            self.rfile.read(size_bytes)  # its receiver report
        lines = [(first + self.rfile.readline()).decode().strip()]
        while line := self.rfile.readline().decode().strip():
            lines.append(line)
        if not lines[0]:
            return None
        method, address, _ = lines[0].split(" ")
        return method, address, dict(line.split(": ", 1)
                                     for line in lines[1:])

    def _is_welcome(self, method, fields):
        if not self.server.login:
            return True
        said = dict(re.findall(r'(\w+)="([^"]*)"',
                               fields.get("Authorization", "")))
        return said.get("response") == _digest(
            *self.server.login, method, said.get("uri"))

    def _answer(self, method, address, fields):
        if not self._is_welcome(method, fields):
            self.server.refusals += 1
            self._say("401 Unauthorized", fields,
                      self.server.challenges)
        elif method == "DESCRIBE":
            self._say("200 OK", fields, f"Content-Base: {address}/",
                      "Content-Type: application/sdp", body=self.server.sdp)
        elif method == "SETUP":
            self._say("200 OK", fields,
                      self._prepare(fields["Transport"]), "Session: 1")
        else:
            self._say("200 OK", fields, METHODS, "Session: 1")
            if method == "PLAY":
                self.server.clients.add(self)

    def _prepare(self, transport):
        """The answer to a client's wish for a way."""
        ports = re.search(r"client_port=(\d+)", transport)
        if not ports:
            return "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"
        self._address = (self.client_address[0], int(ports[1]))
        own = self._sender.getsockname()[1]
        return (f"Transport: RTP/AVP;unicast;{ports[0]}-{int(ports[1]) + 1};"
                f"server_port={own}-{own + 1}")

    def _say(self, status, asked, *fields, body=""):
        lines = [f"RTSP/1.0 {status}", f"CSeq: {asked['CSeq']}", *fields,
                 f"Content-Length: {len(body)}", "", body]
        self._send("\r\n".join(lines).encode())

    def _send(self, data):
        with self._lock:
            self.connection.sendall(data)

    def play(self, packet):
        """Called by the server for each RTP packet."""
        if not self._address:
            self.send_interleaved(RTP, packet)
        elif self.server.link.carries_datagram():
            with contextlib.suppress(OSError):
                self._sender.sendto(packet, self._address)

    def send_interleaved(self, channel, packet):
        with contextlib.suppress(OSError):
            self._send(struct.pack(">cBH", b"$", channel, len(packet))
                       + packet)
