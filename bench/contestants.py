"""Those who serve the same frames: slotcast, its peers, and the bound.

All but the bound have the camera that bench/v4l2/fake_camera.so makes, by
preloading it into the program that opens the camera: the host needs none. It
gives JPEGs of 1280x720, about 80 KB each, 30 times a second.
"""
# SPDX-License-Identifier: MIT
import os
import pathlib
import shutil
import socket
import subprocess

import processes
import surroundings
import web_server
from camera import Camera
from processes import Process, wait_until

FAKE_CAMERA = surroundings.BUILD / "bench" / "v4l2" / "fake_camera.so"
FLASK_SCRIPT = (pathlib.Path(__file__).resolve().parent / "peers"
                / "flask_opencv.py")
NODE = "/dev/video90"
SIZE = "1280x720"
FPS = 30
# Of ffmpeg's MJPEG encoder; gives 80 KB for the scene below.
CLIP_QUALITY = 8
SCENE = (f"testsrc2=size={SIZE}:rate={FPS},gblur=sigma=1.5,"
         "noise=alls=12:allf=t")

# What a careful user writes; the workers and limits are those of deploy/nginx.
PEERS_NGINX = """
user {user};
worker_processes auto;
worker_rlimit_nofile 8192;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    sendfile on;
    keepalive_requests 1000000;
    open_file_cache max=10;
    server {{
        listen 127.0.0.1:{port};
        location / {{ {location} }}
    }}
}}
"""


def make_clip(folder):
    """Sixteen JPEGs, moving, with noise: as large as those of a real scene."""
    clip = folder / "clip.mjpg"
    subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi",
         "-i", SCENE, "-frames:v", "16", "-pix_fmt", "yuvj422p", "-c:v",
         "mjpeg", "-q:v", str(CLIP_QUALITY), "-f", "mjpeg", clip], check=True)
    return clip


def with_camera(clip, start):
    """What `start` starts finds the camera, and nothing else does."""
    os.environ.update(LD_PRELOAD=str(FAKE_CAMERA),
                      FAKE_CAMERA=f"MJPG:{SIZE}:{FPS}:{clip}")
    try:
        return start()
    finally:
        del os.environ["LD_PRELOAD"], os.environ["FAKE_CAMERA"]


def children(pid):
    listing = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listing.split()]


class Contestant:
    """One server; `port` and `path` are its stream."""

    name = None
    files_per_second = None  # None: what it serves is a stream
    needs = None  # a Debian package that may be missing

    def __init__(self, folder, clip):
        self.folder = folder
        self.clip = clip
        self.port = surroundings.free_port()
        self._started = []

    def open(self):
        """Start it; also when that fails, stop() has to follow."""
        raise NotImplementedError

    def roles(self):
        """The ids of its processes: of the web server, and so on."""
        raise NotImplementedError

    def deaths(self):
        """One sentence for each of its programs that has ended."""
        return [f"{process.name} has died" for process in self._started
                if not process.is_running()]

    def stop(self):
        for process in reversed(self._started):
            if process.is_running():
                process.stop()

    def start(self, arguments, **named):
        self._started.append(Process(arguments, self.folder, **named))
        return self._started[-1]


def listens(address, family=socket.AF_INET):
    with socket.socket(family) as probe:
        return probe.connect_ex(address) == 0


class Slotcast(Contestant):
    """capture-daemon, fcgi-stream, and a web server with deploy/ as shipped."""

    kind = None

    def __init__(self, folder, clip):
        super().__init__(folder, clip)
        self._camera = self._server = None
        self.path = f"/video/{surroundings.slot_name('bench')}"
        self.snapshot_path = self.path.replace("video", "snapshot", 1)

    def open(self):
        self._camera = with_camera(self.clip, lambda: Camera(
            self.folder, "bench", source=NODE, options=("--fps", FPS)))
        self._server = web_server.KINDS[self.kind](self.folder)
        self.port = self._server.port
        self._server.get("/streams")  # lighttpd starts fcgi-stream then

    def roles(self):
        responder = self._server.responder_pid
        front = self._server.processes[-1].pid
        return {"web": [pid for pid in [front, *children(front)]
                        if pid != responder],
                "responder": [responder], "capture": [self._camera.pid]}

    def stop(self):
        if self._server:
            self._server.stop()
        if self._camera:
            self._camera.remove()


class SlotcastNginx(Slotcast):
    name = "slotcast nginx"
    kind = "nginx"


class SlotcastLighttpd(Slotcast):
    name = "slotcast lighttpd"
    kind = "lighttpd"


class Ustreamer(Contestant):
    """Debian's ustreamer, which captures and serves HTTP in one process."""

    name = "ustreamer"
    path = "/stream"
    needs = "ustreamer"

    def open(self):
        self._streamer = with_camera(self.clip, lambda: self.start(
            ["ustreamer", f"--device={NODE}", "--format=MJPEG",
             "--encoder=HW", f"--resolution={SIZE}",
             f"--desired-fps={FPS}", *self._address()]))
        self._await()

    def _address(self):
        return [f"--port={self.port}"]

    def _await(self):
        wait_until(lambda: listens(("127.0.0.1", self.port)), 10, self.name)

    def roles(self):
        return {"responder": [self._streamer.pid]}


class UstreamerNginx(Ustreamer):
    """The same behind nginx, as its README says, over a Unix socket."""

    name = "ustreamer nginx"

    def _address(self):
        self._socket = str(self.folder / "ustreamer.sock")
        return [f"--unix={self._socket}", "--unix-rm", "--unix-mode=666"]

    def _await(self):
        wait_until(lambda: listens(self._socket, socket.AF_UNIX), 10,
                   self.name)
        self._nginx = start_nginx(
            self, f"proxy_pass http://unix:{self._socket}:; "
                  "proxy_buffering off;")

    def roles(self):
        front = self._nginx.pid
        return {"web": [front, *children(front)],
                "responder": [self._streamer.pid]}


class Flask(Contestant):
    """The script that slotcast replaces."""

    name = "flask opencv"
    path = "/video"
    needs = "python3-flask"

    def open(self):
        self._script = with_camera(self.clip, lambda: self.start(
            ["/usr/bin/python3", FLASK_SCRIPT, NODE, self.port],
            exits_with=(-15,)))
        wait_until(lambda: listens(("127.0.0.1", self.port)), 20, self.name)

    def roles(self):
        return {"responder": [self._script.pid]}


class Static(Contestant):
    """The bound: nginx sends one of the JPEGs as a file, by sendfile(2)."""

    name = "nginx static"
    path = "/frame.jpg"
    files_per_second = FPS

    def open(self):
        pictures = self.clip.read_bytes().split(b"\xff\xd8\xff")
        (self.folder / "frame.jpg").write_bytes(
            b"\xff\xd8\xff" + pictures[1])
        self._nginx = start_nginx(self, f"root {self.folder};")

    def roles(self):
        front = self._nginx.pid
        return {"web": [front, *children(front)]}


def start_nginx(contestant, location):
    file = contestant.folder / "nginx.conf"
    file.write_text(PEERS_NGINX.format(
        folder=contestant.folder, port=contestant.port, location=location,
        user=web_server.WEB_USER))
    nginx = contestant.start(["nginx", "-e", "stderr", "-c", file, "-g",
                               "daemon off;"])
    wait_until(lambda: listens(("127.0.0.1", contestant.port)), 10, "nginx")
    return nginx


ALL = (SlotcastNginx, SlotcastLighttpd, Static, Ustreamer, UstreamerNginx,
       Flask)


def is_missing(contestant_class):
    """What has to be installed for it, or None."""
    needs = contestant_class.needs
    if needs == "ustreamer" and not shutil.which("ustreamer"):
        return needs
    if needs == "python3-flask" and processes.run(
            ["/usr/bin/python3", "-c", "import flask, cv2"]).returncode != 0:
        return needs
    return None
