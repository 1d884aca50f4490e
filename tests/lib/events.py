"""A strict reader of /events, by curl, that keeps what it was told.

Strict: a browser forgives an event without data or an unknown field, this
reader does not.
"""
# SPDX-License-Identifier: MIT
from dataclasses import dataclass
import json
import subprocess
import threading

import processes

FIELDS = ("event", "id", "data", "retry")


@dataclass(frozen=True)
class Event:
    kind: str
    id: str
    data: dict


class Subscriber:
    """curl -N, read in the background."""

    def __init__(self, server, path, *options):
        self._curl = subprocess.Popen(
            ["curl", "--silent", "--no-buffer", "--globoff", *options,
             server.url(path)], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, env=processes.environment(server.folder))
        self.events = []
        self.heartbeats = 0
        self.error = None
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._curl.kill()
        self.wait_for_end()

    def wait_for_end(self):
        """Wait until the response is over; returns curl's exit status."""
        processes.wait_until(lambda: not self._reader.is_alive(), 5,
                             "the end of the events")
        return self._curl.wait()

    def _read(self):
        try:
            block = []
            for line in self._curl.stdout:
                line = line.decode().removesuffix("\n")
                if line:
                    block.append(line)
                else:
                    self._take(block)
                    block = []
        except (AssertionError, ValueError) as error:
            self.error = error

    def _take(self, block):
        if block == [":"]:
            self.heartbeats += 1
            return
        fields = dict(line.split(": ", 1) for line in block)
        assert len(fields) == len(block), block
        assert set(fields) <= set(FIELDS), block
        if "retry" in fields:
            assert fields == {"retry": "2000"} and not self.events
            return
        self.events.append(Event(fields["event"], fields.get("id"),
                                 json.loads(fields["data"])))

    def of_kind(self, kind):
        return [event for event in list(self.events) if event.kind == kind]

    @property
    def states(self):
        return [event.data["state"] for event in self.of_kind("state")]

    @property
    def values(self):
        return [event.data["value"] for event in self.of_kind("value")]

    def wait_for(self, condition, what, seconds=10):
        """Wait until `condition` of this subscriber holds."""
        try:
            processes.wait_until(lambda: self.error or condition(self),
                                 seconds, what)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.events[-5:]}") from None
        if self.error:
            raise self.error

    def wait_for_state(self, state, seconds=10):
        """Wait until that is the last state told."""
        self.wait_for(lambda self: self.states[-1:] == [state],
                      f"the state {state}", seconds)

    def wait_for_value(self, value, seconds=10):
        self.wait_for(lambda self: value in self.values,
                      f"the value {value!r:.80}", seconds)
