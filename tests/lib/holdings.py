"""The holdings of a process, and the memory of a run's slots in /dev/shm."""
# SPDX-License-Identifier: MIT
import pathlib

import surroundings


class Holdings:
    """Process `pid`'s descriptors, threads, and memory of its own in KB."""

    def __init__(self, pid):
        process = pathlib.Path("/proc") / str(pid)
        status = dict(line.split(":", 1) for line in
                      (process / "status").read_text().splitlines())
        self.descriptors = len(list((process / "fd").iterdir()))
        self.threads = int(status["Threads"])
        # Without what it shares: slots, libraries.
        self.memory_kb = int(status["RssAnon"].split()[0])

    def __repr__(self):
        return (f"{self.descriptors} descriptors, {self.threads} threads, "
                f"{self.memory_kb} KB")


def slots_kb():
    """The size of all slots of this run, as far as memory was taken."""
    sizes = []
    for name in surroundings.slots_of_this_run():
        try:
            sizes.append((surroundings.SHARED_MEMORY / name).stat().st_blocks)
        except FileNotFoundError:
            pass  # removed just now, or replaced
    return sum(sizes) // 2
