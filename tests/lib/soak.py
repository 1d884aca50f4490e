#!/usr/bin/python3
"""Years of trouble in minutes: nothing grows, nobody is left without picture.

Both web servers with the files of deploy/ over the slots of three cameras, fifty
viewers who come and go, and a mishap every few seconds (mishaps.py). All the
while memory, descriptors, threads, shared memory and the age of frames are
sampled; a table and a verdict come at the end. Exit status 0: all is level.

`make soak MINUTES=20` runs it; test_soak.py does for less than a minute.
"""
# SPDX-License-Identifier: MIT
import argparse
import contextlib
import math
import pathlib
import shutil
import statistics
import sys
import tempfile
import threading
import time

import processes
import surroundings
import web_server
from crowd import Crowd
from holdings import Holdings, slots_kb
from levels import HEADING, Level, Sampler
from mishaps import Cameras, Mishaps
from processes import wait_until
from stream import Viewer

SEATS = 50 if not surroundings.SANITIZED else 20

# Pictures on their way to slow viewers are of all sizes, a decoder that is
# opened again does not find the memory it had. A picture that is leaked with
# each visit, 30 KB, is more than that in seconds, one with each mishap in two
# minutes: test_soak.py finds the first, `make soak` both.
SPARE_KB = {"/dev/shm": 500, "fcgi-stream": 500, "capture-daemon": 3000}
# A sanitizer keeps 256 MB of what was freed; leaks it tells by itself.
SANITIZERS_SPARE_KB = math.inf if surroundings.SANITIZED else 0
# Of viewers that sat on one server by chance.
SPARE_DESCRIPTORS = 12
# A watch outlives its last viewer for 30 s.
SPARE_THREADS = 1
SPARE_AGE_MS = 60 * surroundings.SLOWNESS

# A slot without frames is sent again every 5 s, and a machine may be busy.
SILENCE_MAX_S = 12 * surroundings.SLOWNESS
FRESH_S = 3 * surroundings.SLOWNESS
BACK_WITHIN_S = 20


class Witness(Viewer):
    """Stays from beginning to end, and keeps figures instead of frames."""

    def __init__(self, server, camera):
        self._guard = threading.Lock()
        self._ages_s = []
        self.longest_silence_s = 0
        super().__init__(server, f"/video/{camera.slot}", seconds=60)

    def see(self, part):
        with self._guard:
            if self.last:
                self.longest_silence_s = max(
                    self.longest_silence_s, part.received - self.last.received)
            self._ages_s.append(part.received - part.captured_us / 1e6)
            self.last = part

    def age_ms(self):
        """The median since it was asked last; None without a frame."""
        with self._guard:
            ages, self._ages_s = self._ages_s, []
        return 1000 * statistics.median(ages) if ages else None

    def is_fresh(self):
        return self.last and time.time() - self.last.captured_us / 1e6 < FRESH_S


def holding(pid, name):
    """Takes one figure of Holdings; none while the process is away."""
    def take():
        with contextlib.suppress(OSError, KeyError):  # a zombie has no memory
            return getattr(Holdings(pid()), name)
        return None
    return take


def process_levels(name, pid):
    return [Level(f"{name}: memory", "KB", holding(pid, "memory_kb"),
                  SPARE_KB[name.partition(" ")[0]] + SANITIZERS_SPARE_KB),
            Level(f"{name}: descriptors", "",
                  holding(pid, "descriptors"), SPARE_DESCRIPTORS),
            Level(f"{name}: threads", "", holding(pid, "threads"),
                  SPARE_THREADS)]


class Soak:
    """Everything that runs, from its start to the verdict."""

    def __init__(self, folder, stack, kinds, seed):
        self.cameras = Cameras(folder, stack)
        self.servers = {}
        for kind in kinds:
            own_folder = folder / kind
            own_folder.mkdir()
            self.servers[kind] = web_server.KINDS[kind](
                own_folder, ("--slot", self.cameras.yard.slot))
            stack.callback(self.servers[kind].stop)
        self._pids = {kind: server.responder_pid
                      for kind, server in self.servers.items()}
        for camera in self.cameras.all:
            for server in self.servers.values():
                server.wait_for_state(camera.slot, "live", 15)
        self.witnesses = {
            f"{camera.slot} by {kind}": stack.enter_context(
                Witness(server, camera))
            for camera in self.cameras.all
            for kind, server in self.servers.items()}
        self.mishaps = Mishaps(self.cameras, seed)
        self._seed = seed
        self.levels = self._make_levels()
        self.complaints = []

    def _make_levels(self):
        levels = [Level("/dev/shm", "KB", slots_kb,
                        SPARE_KB["/dev/shm"])]
        for kind, pid in self._pids.items():
            levels += process_levels(f"fcgi-stream ({kind})",
                                     lambda pid=pid: pid)
        for camera in self.cameras.all:
            label = camera.slot.rpartition("-")[2]
            levels += process_levels(f"capture-daemon ({label})",
                                     lambda camera=camera: camera.pid)
        for name, witness in self.witnesses.items():
            levels.append(Level(
                f"age of frames: {name.partition('-')[2].partition('-')[2]}",
                "ms", witness.age_ms, SPARE_AGE_MS))
        return levels

    def run(self, seconds):
        wait_until(self._witnesses_are_alone, BACK_WITHIN_S, "the witnesses")
        before = self._holdings()
        crowd = Crowd([server.port for server in self.servers.values()],
                      [camera.slot for camera in self.cameras.all],
                      SEATS, self._seed)
        sampler = Sampler(self.levels)
        try:
            self.mishaps.happen_for(seconds)
        finally:
            sampler.stop()
            crowd.close()
        self.complaints += filter(None, (level.complaint()
                                         for level in self.levels))
        self._judge_witnesses()
        self._judge_programs(before, crowd)
        return crowd

    def _holdings(self):
        return {kind: Holdings(pid) for kind, pid in self._pids.items()}

    def _witnesses_are_alone(self):
        return all(server.viewers(camera.slot) == 1
                   for server in self.servers.values()
                   for camera in self.cameras.all)

    def _demand(self, condition, what):
        """Complain unless it comes true in time."""
        try:
            wait_until(condition, BACK_WITHIN_S, what)
        except AssertionError as late:
            self.complaints.append(str(late))

    def _judge_witnesses(self):
        for name, witness in self.witnesses.items():
            self._demand(witness.is_fresh, f"a fresh frame of {name}")
            if witness.error:
                self.complaints.append(f"{name}: {witness.error!r}")
            if witness.longest_silence_s > SILENCE_MAX_S:
                self.complaints.append(
                    f"{name}: nothing for {witness.longest_silence_s:.1f} s")

    def _judge_programs(self, before, crowd):
        """With the guests gone, what they cost has to be gone."""
        for kind, server in self.servers.items():
            if server.responder_pid != self._pids[kind]:
                self.complaints.append(f"{kind}: another fcgi-stream")
        bad = [status for status in crowd.answers
               if status >= 500 and status != 503]
        if bad:
            self.complaints.append(f"answers {bad}")
        if not crowd.answers[200]:
            self.complaints.append("no guest was ever served")
        self._demand(self._witnesses_are_alone, "no viewer of guests left")
        self._demand(lambda: self._holds_no_more_than(before),
                     f"{before} again, with the guests gone")

    def _holds_no_more_than(self, before):
        try:
            return all(now.descriptors <= before[kind].descriptors and
                       now.threads <= before[kind].threads
                       for kind, now in self._holdings().items())
        except (OSError, KeyError):
            return False  # it has ended

    def report(self, crowd):
        lines = [HEADING, *(level.row() for level in self.levels), ""]
        lines += [f"{count:6}  {what}" for what, count
                  in sorted(self.mishaps.counts.items())]
        lines.append(f"{crowd.visits:6}  visits, answered " + ", ".join(
            f"{status or 'not at all'}: {count}"
            for status, count in sorted(crowd.answers.items())))
        silence = max(witness.longest_silence_s
                      for witness in self.witnesses.values())
        lines.append(f"{silence:6.1f}  seconds: the longest without a frame")
        lines += ["", *self.complaints] if self.complaints else \
            ["", "all is level"]
        return "\n".join(lines)


def soak(folder, seconds, seed, kinds=tuple(web_server.KINDS)):
    """Run it; returns the report, and what there is to complain about."""
    with contextlib.ExitStack() as stack:
        town = Soak(folder, stack, kinds, seed)
        crowd = town.run(seconds)
        return town.report(crowd), town.complaints


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--web", choices=[*web_server.KINDS, "both"],
                        default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    kinds = tuple(web_server.KINDS) if arguments.web == "both" \
        else (arguments.web,)
    print(f"seed {arguments.seed}; {arguments.minutes:g} minutes", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="slotcast-soak-"))
    folder.chmod(0o755)
    report, complaints = soak(folder, 60 * arguments.minutes, arguments.seed,
                              kinds)
    complaints += processes.sanitizer_reports(folder)
    print(report)
    processes.end_what_is_left()
    if complaints:
        print(f"logs: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
