"""The load client at work, and what its load costs those who serve it."""
# SPDX-License-Identifier: MIT
import ctypes
import json
import pathlib
import subprocess
import time

import surroundings

_libc = ctypes.CDLL(None, use_errno=True)


class LoadFailed(Exception):
    """The load client could not do its work; says why."""


def cpu_seconds(pids):
    """What these processes have used until now; those that ended, nothing."""
    total = 0
    for pid in pids:
        clock = ctypes.c_int()
        if _libc.clock_getcpuclockid(pid, ctypes.byref(clock)) == 0:
            total += time.clock_gettime(clock.value)
    return total


def memory_megabytes(pids):
    """Their PSS: what they share is counted once."""
    total = 0
    for pid in pids:
        try:
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue  # it has ended
        for line in rollup.splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
    return total


def _expect(client, word):
    line = client.stdout.readline().strip()
    if line != word:
        raise LoadFailed(client.stderr.read().strip() or
                         f"'{line}' instead of '{word}'")


def run(contestant, viewers, seconds):
    """One run: the client's report, with the CPU seconds of each role."""
    command = [surroundings.LOAD_CLIENT, viewers, seconds, "127.0.0.1", contestant.port,
               contestant.path]
    if contestant.files_per_second:
        command.append(contestant.files_per_second)
    with subprocess.Popen(map(str, command), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as client:
        try:
            _expect(client, "counting")
            roles = contestant.roles()
            before = {role: cpu_seconds(pids) for role, pids in roles.items()}
            _expect(client, "done")
            after = {role: cpu_seconds(pids) for role, pids in roles.items()}
            memory = memory_megabytes(sum(roles.values(), []))
            report = json.loads(client.stdout.readline())
        finally:
            client.kill()
    report["cpu"] = {role: after[role] - before[role] for role in roles}
    report["memory"] = memory
    return report
