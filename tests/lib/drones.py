"""Drones, their links and their cameras, set up for one test.

A Way is one of the ways from a drone to a viewer, over a link that can be lost:
ffmpeg sends, relay.py is the link, capture-daemon takes in, a Witness watches.
"""
# SPDX-License-Identifier: MIT
import senders
import surroundings
from camera import Camera
from relay import DatagramRelay, Link, StreamRelay
from rtsp_camera import RtspCamera
from witness import Witness

PUSHES = {"rtsp": senders.rtsp_way, "rtmp": senders.rtmp_way}


class Stage:
    """Opens what one test needs, and closes it, the last one first."""

    def __init__(self, folder, stack):
        self.folder = folder
        self._stack = stack

    def closes(self, thing):
        self._stack.callback(thing.close)
        return thing

    def sender(self, clip, *way):
        sender = senders.Sender(self.folder, clip, *way)
        self._stack.callback(sender.vanish)
        return sender

    def camera(self, label, source, *options):
        camera = Camera(self.folder, label, source, options)
        self._stack.callback(camera.remove)
        return camera

    def listening_camera(self, scheme, label):
        """A camera that listens, and the port where it awaits a publisher."""
        port = surroundings.free_port()
        camera = self.camera(label, None, "--listen",
                             f"{scheme}://127.0.0.1:{port}/live/drone")
        return camera, port

    def witness(self, server, camera):
        return self._stack.enter_context(Witness(server, camera))


class Way:
    """One way from a drone to a camera, over a link that can be lost."""

    def __init__(self, stage, server, clip, name, label=None):
        self.name = name
        self._label = label or name
        self.link = Link()
        self.stage, self.clip = stage, clip
        self.camera = WAYS[name](self)
        self.witness = stage.witness(server, self.camera)

    def _pull_over_tcp(self):
        self.server = self.stage.closes(RtspCamera())
        relay = self.stage.closes(
            StreamRelay(("127.0.0.1", self.server.port), self.link))
        self.stage.sender(self.clip,
                          *senders.rtp_way(self.server.rtp_port))
        return self.stage.camera(self._label,
                                 f"rtsp://127.0.0.1:{relay.port}/video")

    def _pull_over_udp(self):
        server = self.stage.closes(RtspCamera(link=self.link))
        self.stage.sender(self.clip, *senders.rtp_way(server.rtp_port))
        return self.stage.camera(self._label, server.url,
                                 "--transport", "udp")

    def _receive_rtp(self):
        port = surroundings.free_port()
        relay = self.stage.closes(
            DatagramRelay(("127.0.0.1", port), self.link))
        self.stage.sender(self.clip, *senders.rtp_way(relay.port))
        return self.stage.camera(self._label,
                                 f"rtp-h264://127.0.0.1:{port}")

    def _take_push(self, scheme):
        camera, port = self.stage.listening_camera(scheme, self._label)
        relay = self.stage.closes(
            StreamRelay(("127.0.0.1", port), self.link))
        self._push = PUSHES[scheme], port
        self.stage.sender(self.clip, *PUSHES[scheme](relay.port))
        return camera

    def _take_rtsp(self):
        return self._take_push("rtsp")

    def _take_rtmp(self):
        return self._take_push("rtmp")

    def push_directly(self):
        """Another publisher, which does not take the link."""
        words, port = self._push
        self.stage.sender(self.clip, *words(port))


# pylint: disable=protected-access
WAYS = {
    "rtsp-tcp": Way._pull_over_tcp,
    "rtsp-udp": Way._pull_over_udp,
    "rtsp-push": Way._take_rtsp,
    "rtmp-push": Way._take_rtmp,
    "rtp": Way._receive_rtp,
}
