"""Many slots in one process, slots that come and go, and what is left."""
# SPDX-License-Identifier: MIT
import http.client
import threading

import pytest

import surroundings
from audience import assert_every_frame_comes
from holdings import Holdings
from processes import Process, wait_until
from slots import StillSlot, random_jpeg

SLOTS, FPS, VIEWERS, FRAME_BYTES = 64, 15, 3, 8000
SECONDS = 3
if surroundings.SANITIZED:
    SLOTS, FPS = 16, 10

# A slot every ten seconds, for an hour.
COMINGS_AND_GOINGS = 60 if surroundings.SANITIZED else 360
CHURN = COMINGS_AND_GOINGS // 6

# What malloc and libc's stacks may keep; a leaked picture a slot is more.
SPARE_KB = 2000


def wait_until_nothing_is_left(pid, before):
    """No descriptor and no thread more than `before`; returns what is."""
    def is_back():
        now = Holdings(pid)
        return (now.descriptors <= before.descriptors and
                now.threads <= before.threads)
    wait_until(is_back, 5,
               f"{Holdings(pid)} going back to {before}")
    return Holdings(pid)


@pytest.fixture
def new_writers(folder):
    """Starts SLOTS writers; returns the process and the slots' paths."""
    started = []

    def start():
        prefix = surroundings.slot_name(f"many{len(started)}-")
        writers = Process([surroundings.MANY_WRITERS, prefix, SLOTS, FPS,
                           FRAME_BYTES], folder, name=f"writers{len(started)}")
        started.append(writers)
        wait_until(lambda: "ready" in writers.log, 5, "the slots")
        return writers, [f"/video/{prefix}{i}" for i in range(SLOTS)]

    yield start
    for writers in started:
        if writers.is_running():
            writers.stop()


def get(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port,
                                            timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def come_and_go(server, label):
    """One slot's life, with a viewer and a snapshot; what went wrong."""
    jpeg = random_jpeg(1)
    still = StillSlot(label, jpeg)
    status, snapshot = get(server, f"/snapshot/{still.name}")
    viewed, stream = get(server, f"/video/{still.name}?frames=1")
    still.remove()
    if (status, viewed) != (200, 200) or snapshot != jpeg or \
            jpeg not in stream:
        return [f"{label}: {status} {viewed}"]
    return []


class Churn(threading.Thread):
    """Slots that come and go in the background."""

    def __init__(self, server, times):
        super().__init__(daemon=True)
        self.lives, self.faults = 0, []
        self._server, self._times = server, times
        self.start()

    def run(self):
        for number in range(self._times):
            self.faults += come_and_go(self._server, f"churn{number}")
            self.lives += 1


def watch_all(server, paths):
    return assert_every_frame_comes(server, paths[0], VIEWERS, SECONDS, FPS,
                                    more_paths=paths[1:])


def test_sixty_four_slots_lose_nothing_while_others_come_and_go(
        new_server, new_writers):
    server = new_server()
    assert get(server, "/streams")[0] == 200
    before = Holdings(server.responder_pid)
    writers, paths = new_writers()
    churn = Churn(server, CHURN)
    watch_all(server, paths)
    wait_until(lambda: not churn.is_alive(), 15, "the others' end")
    assert (churn.lives, churn.faults) == (CHURN, [])
    during = Holdings(server.responder_pid)
    assert during.threads >= before.threads + SLOTS
    writers.stop()
    wait_until_nothing_is_left(server.responder_pid, before)


def test_an_hour_of_slots_that_come_and_go_leaves_nothing(new_server):
    server = new_server()
    for number in range(20):
        assert come_and_go(server, f"warm{number}") == []
    before = Holdings(server.responder_pid)
    for number in range(COMINGS_AND_GOINGS):
        assert come_and_go(server, f"churn{number}") == []
    after = wait_until_nothing_is_left(server.responder_pid, before)
    print(before, after)
    if not surroundings.SANITIZED:
        assert after.memory_kb < before.memory_kb + SPARE_KB
