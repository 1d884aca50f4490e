"""Requests by the real curl."""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass
from email.message import Message
import email.parser

import processes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def fetch(url, *options, seconds=10):
    """The server's answer to curl, whatever its status."""
    result = processes.run(["curl", "--silent", "--show-error", "--include",
                            "--path-as-is", "--globoff",
                            "--max-time", seconds, *options, url],
                           seconds=seconds + 5)
    assert result.returncode == 0, result.stderr.decode()
    head, _, body = result.stdout.partition(b"\r\n\r\n")
    status_line, _, fields = head.decode("latin-1").partition("\r\n")
    return Answer(int(status_line.split()[1]),
                  email.parser.HeaderParser().parsestr(fields), body)
