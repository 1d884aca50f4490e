"""Many drones push to one address, each into its own stream."""
# SPDX-License-Identifier: MIT
import contextlib
import signal
import time

import pytest

from processes import wait_until
from rtmp_server import RATE_FPS, WITH_SOUND, Drone, RtmpServer, shows
from stream import Viewer

pytestmark = pytest.mark.patient

# name: its key, its colour for ffmpeg, as pixels, and options
DRONES = {
    "drone1": ("K3y-of_one", "0xff0000", (255, 0, 0), ()),
    "drone2": ("k3y-of-two", "0x00ff00", (0, 255, 0), WITH_SOUND),
    "drone3": ("k3y-of-three", "0x0000ff", (0, 0, 255), ()),
}
# A picture that is missing for so long was replaced by a placeholder.
SILENCE_SECONDS = 2


@pytest.fixture
def rtmp_server(folder):
    server = RtmpServer(folder)
    yield server
    server.stop()


@pytest.fixture
def new_drone(folder, rtmp_server):
    """Starts drones that push: new_drone(name, key=...)."""
    drones = []

    def start(name, key=None):
        own_key, colour, _, options = DRONES[name]
        drones.append(Drone(folder, rtmp_server.url(key or own_key), colour,
                            options))
        return drones[-1]

    yield start
    for drone in drones:
        drone.land()


class Watcher(Viewer):
    """Watches one drone and knows its colour."""

    def __init__(self, server, slot, colour):
        super().__init__(server, f"/video/{slot}")
        self.colour = colour

    def sees_drone(self):
        assert not self.error, self.error
        return self.last is not None and shows(self.last.body, self.colour)

    def wait_for_drone(self, seconds=10):
        wait_until(self.sees_drone, seconds, f"the drone of the {self.name}")

    def wait_for_placeholder(self, seconds):
        wait_until(lambda: not self.sees_drone(), seconds,
                   f"a placeholder for the {self.name}")

    def assert_missed_nothing_since(self, begin):
        """No pause, and hardly a frame: a busy machine skips one at times."""
        self.wait_for_frames(RATE_FPS)
        seen = [one for one in self.seen if one[1] >= begin]
        pauses = [later[1] - earlier[1]
                  for earlier, later in zip(seen, seen[1:])]
        (first, came), (last, went) = seen[0], seen[-1]
        assert max(pauses) < SILENCE_SECONDS
        assert len(seen) > 0.8 * (last - first)
        assert last - first > 0.8 * RATE_FPS * (went - came - 1)
        assert self.sees_drone()


def test_a_lost_drone_is_no_loss_for_the_others(
        all_servers, rtmp_server, new_camera, new_drone):
    cameras = {name: new_camera(name, source=rtmp_server.url(name))
               for name in DRONES}
    with contextlib.ExitStack() as stack:
        watchers = {name: stack.enter_context(
            Watcher(all_servers["nginx"], camera.slot, DRONES[name][2]))
            for name, camera in cameras.items()}
        for name, (key, *_) in DRONES.items():
            rtmp_server.add_key(key, name)
        drones = {name: new_drone(name) for name in DRONES}
        for watcher in watchers.values():
            watcher.wait_for_drone()
            # Its pace is known then: after its first pictures a source may
            # pause for longer.
            watcher.wait_for_frames(RATE_FPS)
        begin = time.time()

        drones["drone1"].kill()
        drones["drone2"].signal(signal.SIGSTOP)
        watchers["drone1"].wait_for_placeholder(5)
        watchers["drone2"].wait_for_placeholder(5)
        # Of a drone that leaves nginx tells, of one that is silent it cannot.
        assert "has ended" in cameras["drone1"].log
        drones["drone2"].signal(signal.SIGCONT)
        new_drone("drone1")
        for name in ("drone1", "drone2"):
            watchers[name].wait_for_drone()
        watchers["drone3"].assert_missed_nothing_since(begin)


def test_only_a_key_opens_the_door(rtmp_server, new_camera, new_drone,
                                   all_servers):
    key, _, colour, _ = DRONES["drone1"]
    camera = new_camera("drone1", source=rtmp_server.url("drone1"))

    def assert_is_refused(guess):
        assert new_drone("drone1", guess).process.wait(10) != 0

    assert_is_refused(key)
    rtmp_server.add_key(key, "drone1")
    for guess in ("drone1", "..", key.upper(), f"{key}/", "%2e"):
        assert_is_refused(guess)
    with Watcher(all_servers["nginx"], camera.slot, colour) as watcher:
        drone = new_drone("drone1")
        watcher.wait_for_drone()
        begin = time.time()
        assert_is_refused(key)  # it is there already
        watcher.assert_missed_nothing_since(begin)
        rtmp_server.remove_key(key)
        drone.land()
        assert_is_refused(key)
