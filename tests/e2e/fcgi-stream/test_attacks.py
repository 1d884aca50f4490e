"""Whatever comes, from browsers or through its own socket, fcgi-stream goes on
serving, and holds no more afterwards than before."""
# SPDX-License-Identifier: MIT
import shutil
import time

import pytest

import surroundings
from attacks import Attacker, attack_front
from holdings import Holdings
from metrics import Metrics
from processes import wait_until
from stream import Viewer

pytestmark = pytest.mark.patient

# Sanitized programs get as much as plain ones in the same time.
REQUESTS = 10_000 // surroundings.SLOWNESS
SCARCE_REQUESTS = 1_500
WARMING = 2_000 // surroundings.SLOWNESS
CONNECTIONS = 1_000 // surroundings.SLOWNESS
GROWTH_MAX_KB = 4096


def are_level(before, after):
    """A sanitizer keeps what has been freed for a while."""
    return (after.descriptors <= before.descriptors and
            after.threads <= before.threads and
            (surroundings.SANITIZED or
             after.memory_kb <= before.memory_kb + GROWTH_MAX_KB))


def assert_is_level(pid, before):
    """A connection that never spoke is hung up on after 10 s."""
    wait_until(lambda: are_level(before, Holdings(pid)), 15,
               f"as much as before: {before}")


def answered(server):
    """How many requests the web server has let through to fcgi-stream."""
    return sum(Metrics(server).all("slotcast_requests_total"))


@pytest.fixture
def seed():
    seed = time.time_ns() % 2**32
    print(f"seed {seed}")
    return seed


def test_random_requests_leave_the_responder_as_it_was(
        new_server, camera, seed):
    server = new_server(("--slot", camera.slot))
    attacker = Attacker(server.port, camera.slot, seed)
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(1)
        pid = server.responder_pid
        attacker.attack(WARMING)
        attacker.leave()
        before = Holdings(pid)
        attacker.attack(REQUESTS - WARMING)
        attacker.leave()
        viewer.wait_for_frames(5)
    wait_until(lambda: server.viewers(camera.slot) == 0,
               10, "all viewers gone")
    assert server.get("/snapshot").status == 200
    assert server.responder_pid == pid
    assert answered(server) > REQUESTS / 10
    assert_is_level(pid, before)


def test_a_hostile_front_leaves_the_responder_as_it_was(
        new_server, camera, seed):
    server = new_server(("--slot", camera.slot))
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(1)
        pid = server.responder_pid
        path, = server.run_folder.glob("fcgi-stream.sock*")
        attack_front(path, 100, seed)
        before = Holdings(pid)
        attack_front(path, CONNECTIONS, seed + 1)
        viewer.wait_for_frames(5)
    assert server.get("/snapshot").status == 200
    assert server.responder_pid == pid
    assert_is_level(pid, before)


def make_memory_scarce(server):
    """Let allocations fail while the file "scarce" is there."""
    library = shutil.copy(surroundings.FAILING_MALLOC, server.folder)
    script = server.folder / "fcgi-stream"
    script.write_text(script.read_text().replace(
        "exec ", f"export FAILING_MALLOC_SWITCH={server.run_folder}/scarce\n"
        f"export LD_PRELOAD={library}\nexec ", 1))


@pytest.mark.skipif(surroundings.SANITIZED,
                    reason="a sanitizer brings its own malloc()")
def test_allocations_that_fail_cost_answers_and_nothing_else(
        new_server, camera, seed):
    server = new_server(("--slot", camera.slot), change=make_memory_scarce)
    attacker = Attacker(server.port, camera.slot, seed)
    switch = server.run_folder / "scarce"
    assert server.get("/snapshot").status == 200
    pid = server.responder_pid
    switch.touch()
    attacker.attack(SCARCE_REQUESTS)
    attacker.leave()
    assert "cannot go on" not in server.responder_log
    switch.unlink()
    wait_until(lambda: server.get("/snapshot").status == 200, 10,
               "a snapshot when there is memory again")
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(5)
    assert server.responder_pid == pid
