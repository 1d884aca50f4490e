"""capture-daemon on a device, and a viewer who watches it all the time."""
# SPDX-License-Identifier: MIT
import itertools
import time

import placeholder
from camera import Camera
from processes import wait_until
from stream import Viewer

# What is patient enough for an emulated processor.
SECONDS = 30

_numbers = itertools.count(1)


class Watcher(Viewer):
    """A viewer who keeps all that he sees."""

    def __init__(self, server, path):
        self.bodies = []  # (when, JPEG)
        super().__init__(server, path, seconds=SECONDS)

    def run(self):
        try:
            for part in self.stream.parts():
                self.bodies.append((time.monotonic(), part.body))
                self.last = part
                self.seen.append((part.serial, part.received))
        except Exception as error:  # pylint: disable=broad-except
            if not self._closing:
                self.error = error


class Capture:
    """One capture-daemon, its slot and its watcher."""

    def __init__(self, server, folder, source, options):
        self._server = server
        self._camera = Camera(folder, f"{next(_numbers)}", source=str(source),
                              options=options)
        self.name = self._camera.slot
        self.watcher = Watcher(server, f"/video/{self.name}")

    def end(self):
        with self.watcher:
            pass
        self._camera.remove()

    @property
    def log(self):
        return self._camera.log

    def wait_for_log(self, text, times=1):
        try:
            wait_until(lambda: self.log.count(text) >= times, SECONDS, text)
        except AssertionError as error:
            raise AssertionError(f"{error} in the log:\n{self.log}") from None

    def state(self):
        return self._server.state(self.name)

    def wait_for_state(self, state, seconds=SECONDS):
        wait_until(lambda: self.state() == state, seconds,
                   f"{self.name} {state}; log:\n{self.log}")

    def says(self, reason):
        """What the watcher sees now is a placeholder with these words."""
        assert not self.watcher.error, self.watcher.error
        return placeholder.says(self.watcher.last.body, self.name, reason)

    def wait_for_words(self, reason):
        """The watcher, still connected, is told this; others too."""
        self.wait_for_state("no-signal")
        wait_until(lambda: self.says(reason), SECONDS,
                   f"a picture that says {reason!r}; log:\n{self.log}")
        assert self.state() == "no-signal"

    def wait_for_pictures(self, count=3):
        """The watcher, still on his first connection, sees new ones."""
        self.wait_for_state("live")
        self.watcher.wait_for_frames(count, SECONDS)

    def snapshot(self):
        answer = self._server.get(f"/snapshot/{self.name}")
        assert answer.status == 200, answer
        return answer.body

    def facts(self):
        """What /streams says about it."""
        return self._server.streams()[self.name]
