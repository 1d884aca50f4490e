"""An RTSP publisher whose spelling is ours to set, for servers that listen.

It sends JPEG (RFC 2435) or whatever packets it is given, so that no encoder is
needed. Just enough of RFC 2326 to publish, in as odd a way as is wanted.
"""
# SPDX-License-Identifier: MIT
import re
import socket
import struct

PATIENCE_S = 5
SDP = ("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\n"
       "t=0 0\r\nm=audio 0 RTP/AVP 0\r\na=control:sound\r\n"
       "m=video 0 RTP/AVP 26\r\na=control:picture\r\n")


class Answer:
    def __init__(self, head):
        self.line, _, fields = head.partition("\r\n")
        self.code = int(self.line.split()[1])
        self.fields = {}
        for line in fields.split("\r\n"):
            name, _, value = line.partition(":")
            self.fields.setdefault(name.lower(), value.strip())


class RtspPublisher:
    """One connection to `port`. `line_end` and `spell` (of the names of fields)
    are how it writes."""

    def __init__(self, port, path="/live/drone", line_end="\r\n", spell=str):
        self.url = f"rtsp://127.0.0.1:{port}{path}"
        self._line_end, self._spell = line_end, spell
        self._socket = socket.create_connection(("127.0.0.1", port),
                                                timeout=PATIENCE_S)
        self._number = self._sequence = 0
        self._received = b""

    def send(self, data):
        self._socket.sendall(data)

    def request(self, method, url=None, body="", **fields):
        """The bytes of a request."""
        self._number += 1
        fields["CSeq"] = self._number
        if body:
            fields["Content-Length"] = len(body)
        lines = [f"{method} {url or self.url} RTSP/1.0"] + [
            f"{self._spell(name.replace('_', '-'))}: {value}"
            for name, value in fields.items()]
        return (self._line_end.join(lines) + 2 * self._line_end +
                body).encode()

    def answer(self):
        """The next one; packets before it are left out."""
        while True:
            while self._received[:1] == b"$" and len(self._received) >= 4:
                end = 4 + struct.unpack(">H", self._received[2:4])[0]
                if len(self._received) < end:
                    break
                self._received = self._received[end:]
            head, end, rest = self._received.partition(b"\r\n\r\n")
            if end and not head.startswith(b"$"):
                self._received = rest
                return Answer(head.decode())
            more = self._socket.recv(65536)
            assert more, "the connection has ended"
            self._received += more

    def ask(self, method, url=None, body="", **fields):
        self.send(self.request(method, url, body, **fields))
        return self.answer()

    def publish(self, transport="RTP/AVP/TCP;unicast;interleaved=4-5", **fields):
        """As far as RECORD. Returns the answer to SETUP."""
        assert self.ask("ANNOUNCE", body=SDP, **fields).code == 200
        set_up = self.ask("SETUP", f"{self.url}/picture", Transport=transport)
        assert set_up.code == 200, set_up.line
        session = set_up.fields["session"].partition(";")[0]
        assert self.ask("RECORD", Session=session).code == 200
        return set_up

    def server_port(self, set_up):
        return int(re.search(r"server_port=(\d+)",
                             set_up.fields["transport"])[1])

    def packets(self, jpeg):
        """RTP packets of a baseline JPEG as OpenCV makes it (RFC 2435)."""
        tables, size, scan = _jpeg_parts(jpeg)
        offset, packets = 0, []
        while offset < len(scan):
            piece = scan[offset:offset + 1000]
            self._sequence = (self._sequence + 1) % 65536
            is_last = offset + len(piece) == len(scan)
            head = struct.pack(">BBHII", 0x80, 26 | is_last << 7,
                               self._sequence, self._number * 3000, 7)
            head += struct.pack(">II", offset, 0x01_ff_00_00 |
                                size[0] // 8 << 8 | size[1] // 8)
            if offset == 0:
                head += struct.pack(">BBH", 0, 0, len(tables)) + tables
            packets.append(head + piece)
            offset += len(piece)
        self._number += 1
        return packets

    def send_picture(self, jpeg, channel=4):
        for packet in self.packets(jpeg):
            self.send(struct.pack(">BBH", ord("$"), channel, len(packet)) +
                      packet)

    def close(self):
        self._socket.close()


def _jpeg_parts(jpeg):
    """Its two quantization tables, its size and its scan."""
    at, tables, size = 2, b"", None
    while jpeg[at + 1] != 0xda:
        length = struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        segment = jpeg[at + 4:at + 2 + length]
        if jpeg[at + 1] == 0xdb:
            tables += b"".join(segment[i + 1:i + 65]
                               for i in range(0, len(segment), 65))
        elif jpeg[at + 1] == 0xc0:
            size = struct.unpack(">HH", segment[1:5])[::-1]
        at += 2 + length
    length = struct.unpack(">H", jpeg[at + 2:at + 4])[0]
    return tables, size, jpeg[at + 2 + length:-2]
