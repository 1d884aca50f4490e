#!/usr/bin/python3
"""An RTSP server that others wrote: gst-rtsp-server, fed with RTP over UDP.

    rtsp_server.py PORT RTP_PORT      serves rtsp://127.0.0.1:PORT/video
"""
# SPDX-License-Identifier: MIT
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
# pylint: disable=wrong-import-position
from gi.repository import GLib, Gst, GstRtspServer

LAUNCH = """( udpsrc address=127.0.0.1 port={port} caps="application/x-rtp,
 media=video,clock-rate=90000,encoding-name=H264,payload=96"
 ! rtph264depay ! video/x-h264,stream-format=byte-stream,alignment=au
 ! rtph264pay name=pay0 pt=96
 aggregate-mode=zero-latency )"""


def main():
    Gst.init(None)
    server = GstRtspServer.RTSPServer(address="127.0.0.1",
                                      service=sys.argv[1])
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH.format(port=sys.argv[2]))
    factory.set_shared(True)
    factory.set_latency(0)
    server.get_mount_points().add_factory("/video", factory)
    server.attach(None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
