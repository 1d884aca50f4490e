"""nginx with deploy/nginx/rtmp.conf as shipped, and drones that push to it."""
# SPDX-License-Identifier: MIT
import os
import shutil
import signal
import socket

import cv2

import processes
import stamp
import surroundings
from processes import Process, wait_until

RATE_FPS = 10
# Red, green and blue of the middle of a colour's picture, after video and JPEG.
COLOUR_TOLERANCE = 30


class RtmpServer:
    """Receives drones on one port; `keys` says which of them may come."""

    def __init__(self, folder):
        self.port = surroundings.free_port()
        run, self._settings = folder / "run", folder / "settings"
        self._keys = self._settings / "rtmp-keys"
        run.mkdir()
        self._keys.mkdir(parents=True)
        # Others cannot list it: nginx must do without.
        self._keys.chmod(0o711)
        if os.geteuid() == 0:
            shutil.chown(run, "www-data", "www-data")
        result = processes.run(
            [surroundings.ROOT / "deploy" / "configure", "nginx",
             folder / "deploy"],
            env={**os.environ,
                 "SLOTCAST_RTMP": f"127.0.0.1:{self.port}",
                 "SLOTCAST_RTMP_KEYS": f"127.0.0.1:{surroundings.free_port()}",
                 "SLOTCAST_RUN": str(run),
                 "SLOTCAST_ETC": str(self._settings)})
        assert result.returncode == 0, result.stderr.decode()
        self.process = Process(
            ["nginx", "-e", "stderr", "-c", folder / "deploy" / "rtmp.conf",
             "-g", "daemon off;"], folder, name="nginx-rtmp")
        wait_until(self._is_listening, 10, "nginx on the port of RTMP")

    def _is_listening(self):
        assert self.process.is_running(), self.process.log
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def add_key(self, key, drone):
        configuration = self._settings / f"{drone}.conf"
        configuration.touch(mode=0o600)
        (self._keys / key).symlink_to(configuration)

    def remove_key(self, key):
        (self._keys / key).unlink()

    def url(self, name):
        return f"rtmp://127.0.0.1:{self.port}/live/{name}"

    def stop(self):
        self.process.stop()


class Drone:
    """ffmpeg that pushes one colour, as a DJI app does with its camera."""

    def __init__(self, folder, url, colour, options=()):
        self.process = Process(
            ["ffmpeg", "-v", "error", "-re", "-f", "lavfi",
             "-i", f"color=c={colour}:s=320x240:r={RATE_FPS}", *options,
             "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
             "-g", RATE_FPS, "-pix_fmt", "yuv420p", "-f", "flv", url], folder,
            name=f"drone.{colour}", exits_with=(0, 1, 255, -signal.SIGKILL))

    def kill(self):
        self.process.kill()

    def signal(self, number):
        self.process.signal(number)

    def land(self):
        if self.process.is_running():
            self.process.stop()


# What a DJI app sends with its microphone on: sound, and no description.
WITH_SOUND = ("-f", "lavfi", "-i", "sine=r=44100", "-c:a", "aac",
              "-flvflags", "no_metadata")


def shows(jpeg, colour):
    """Whether the middle of `jpeg` has that colour, (red, green, blue)."""
    picture = cv2.cvtColor(stamp.decode_jpeg(jpeg), cv2.COLOR_BGR2RGB)
    height, width, _ = picture.shape
    seen = picture[height // 3:height * 2 // 3,
                   width // 3:width * 2 // 3].reshape(-1, 3).mean(axis=0)
    return max(abs(seen - colour)) < COLOUR_TOLERANCE
