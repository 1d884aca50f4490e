"""Three cameras to which something happens every few seconds.

"yard" is the test pattern; it is killed, reloaded and loses its slot. "roof" is
an RTSP camera at the end of a bad link, "drone" pushes RTMP and crashes now and
then; their capture-daemons are stopped for seconds but never killed, so that
what they hold can be compared over all of the time.
"""
# SPDX-License-Identifier: MIT
import collections
import contextlib
import os
import random
import signal
import socket
import time

import senders
import surroundings
from camera import Camera
from relay import DatagramRelay, Link, StreamRelay
from rtsp_camera import RtspCamera
from strangers import garbage

SIZE = (640, 360)
SPELL_S = (0.3, 3.0)  # how long something is away
PAUSE_S = (0.2, 2.0)  # between two mishaps


class Cameras:
    """The three of them, with what they are attached to."""

    def __init__(self, folder, stack):
        self._folder, self._stack = folder, stack
        self._clip = senders.make_moving_clip(folder, SIZE)
        self.yard = self._camera("yard", "source = pattern:",
                                 "size = 640x360", "fps = 15")
        self.link = Link()
        self.garbles = False
        self._rtsp = self._closes(RtspCamera())
        packets = self._closes(DatagramRelay(
            ("127.0.0.1", self._rtsp.rtp_port), self.link, self._garble))
        self._stack.callback(self._send(senders.rtp_way(packets.port)).vanish)
        way = self._closes(StreamRelay(("127.0.0.1", self._rtsp.port),
                                       self.link))
        self.roof = self._camera(
            "roof", f"source = rtsp://127.0.0.1:{way.port}/video")
        self._rtmp_port = surroundings.free_port()
        self.drone = self._camera(
            "drone", f"listen = rtmp://127.0.0.1:{self._rtmp_port}/live/drone")
        self.launch_drone()
        self._stack.callback(self.crash_drone)
        self.all = (self.yard, self.roof, self.drone)

    def _closes(self, thing):
        self._stack.callback(thing.close)
        return thing

    def _send(self, way):
        return senders.Sender(self._folder, self._clip, *way)

    def _camera(self, label, *lines):
        file = self._folder / f"{label}.conf"
        file.write_text("\n".join(lines) + "\n")
        camera = Camera(self._folder, label, None, ("--config", file))
        self._stack.callback(camera.remove)
        return camera

    def _garble(self, packet):
        """RTP whose header still fits, and nothing behind it does."""
        return packet[:12] + garbage(len(packet) - 12) if self.garbles \
            else packet

    def hang_up(self):
        for client in list(self._rtsp.clients):
            client.hang_up()

    def launch_drone(self):
        self._sender = self._send(senders.rtmp_way(self._rtmp_port))

    def crash_drone(self):
        with contextlib.suppress(ProcessLookupError):  # it lies there already
            self._sender.vanish()

    def knock(self):
        """Somebody else, where the drone is waited for."""
        with socket.create_connection(("127.0.0.1", self._rtmp_port),
                                      timeout=2) as knocker:
            knocker.sendall(garbage(2000))


class Mishaps:
    """What may happen to them, one thing after the other."""

    def __init__(self, cameras, seed):
        self._cameras = cameras
        self._random = random.Random(seed)
        self.counts = collections.Counter()

    def happen_for(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            mishap = self._random.choice(KINDS)
            self.counts[mishap.__doc__] += 1
            mishap(self, self._cameras)
            time.sleep(self._random.uniform(*PAUSE_S))
            for camera in self._cameras.all:
                assert camera.is_running(), f"it ended: {camera.log}"

    def _spell(self):
        time.sleep(self._random.uniform(*SPELL_S))

    def _a_daemon_is_killed(self, cameras):
        "capture-daemon killed"
        cameras.yard.kill()
        self._spell()
        cameras.yard.start()

    def _a_daemon_is_stopped(self, cameras):
        "capture-daemon stopped for a while"
        camera = self._random.choice(cameras.all)
        camera.pause()
        self._spell()
        camera.resume()

    def _a_daemon_is_reloaded(self, cameras):
        "capture-daemon reloaded"
        os.kill(cameras.yard.pid, signal.SIGHUP)

    def _a_slot_is_removed(self, cameras):
        "slot removed"
        self._random.choice(cameras.all).slot_file.unlink(missing_ok=True)

    def _a_link_is_lost(self, cameras):
        "link lost"
        cameras.link.go_down()
        self._spell()
        cameras.link.come_back()

    def _a_link_carries_garbage(self, cameras):
        "garbage in the link"
        cameras.garbles = True
        self._spell()
        cameras.garbles = False

    def _a_camera_hangs_up(self, cameras):
        "camera hung up"
        cameras.hang_up()

    def _a_drone_crashes(self, cameras):
        "publisher killed"
        cameras.crash_drone()
        self._spell()
        cameras.launch_drone()

    def _a_stranger_knocks(self, cameras):
        "stranger in the publisher's place"
        cameras.crash_drone()
        self._spell()
        try:
            cameras.knock()
        except OSError:
            pass  # the drone before it is still waited for
        cameras.launch_drone()


KINDS = [kind for name, kind in vars(Mishaps).items()
         if name.startswith("_a_")]
