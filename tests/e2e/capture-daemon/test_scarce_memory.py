"""Where allocations fail, capture-daemon goes on, or ends with one sentence.

What fcgi-stream does then is in test_attacks.py.
"""
# SPDX-License-Identifier: MIT
import pytest

import surroundings
from processes import Process, wait_until
from stream import Viewer

pytestmark = [
    pytest.mark.patient,
    pytest.mark.skipif(surroundings.SANITIZED,
                       reason="a sanitizer brings its own malloc()"),
]

# The program's own ones until the first picture is in the slot.
FIRST_ALLOCATIONS = 20


def with_failures(**settings):
    """The command that lets a program's allocations fail."""
    return ("env", f"LD_PRELOAD={surroundings.FAILING_MALLOC}",
            *(f"FAILING_MALLOC_{name.upper()}={value}"
              for name, value in settings.items()))


@pytest.mark.parametrize("source", ["pattern", "clip"])
def test_allocations_that_fail_cost_pictures_and_nothing_else(
        all_servers, new_camera, clip, folder, source):
    switch = folder / "scarce"
    camera = new_camera("scarce", through=with_failures(switch=switch),
                        source=clip if source == "clip" else "pattern:",
                        options=("--rotate", 180))
    pid = camera.pid
    with Viewer(all_servers["nginx"], f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)
        switch.touch()
        wait_until(lambda: "memory" in camera.log, 20, "a word about memory")
        switch.unlink()
        all_servers["nginx"].wait_for_state(camera.slot, "live", seconds=20)
        viewer.wait_for_frames(10, seconds=20)
    assert camera.pid == pid
    assert len(camera.log.splitlines()) < 30


def test_a_start_without_memory_goes_on_or_says_so_once(folder):
    starts = {number: Process(
        [*with_failures(number=number), surroundings.CAPTURE_DAEMON, "--slot",
         surroundings.slot_name(f"start-{number}"), "pattern:"], folder,
        name=f"start-{number}", exits_with=(0, 1))
              for number in range(1, FIRST_ALLOCATIONS + 1)}
    refused = 0
    for number, start in starts.items():
        slot = f"slotcast.{surroundings.slot_name(f'start-{number}')}"
        wait_until(lambda start=start, slot=slot: not start.is_running() or
                   (surroundings.SHARED_MEMORY / slot).exists(), 20,
                   f"allocation {number}")
        if start.is_running():
            start.stop()
            continue
        refused += 1
        start.wait(10)
        assert len(start.log.splitlines()) == 1, start.log
        assert "capture-daemon: error: " in start.log
        assert "memory" in start.log
    assert 0 < refused < FIRST_ALLOCATIONS
