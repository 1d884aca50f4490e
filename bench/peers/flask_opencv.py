#!/usr/bin/python3
"""The script that slotcast replaces: one VideoCapture that all viewers share.

Written as it usually is, so each viewer gets a different part of the frames,
and several threads are in the decoder at once. For the load client to read, each
part has a Content-Length and the answer has no chunks.

    bench/peers/flask_opencv.py CAMERA PORT
"""
# SPDX-License-Identifier: MIT
import sys

import cv2
from flask import Flask, Response
from werkzeug.serving import WSGIRequestHandler

app = Flask(__name__)
camera = cv2.VideoCapture(sys.argv[1], cv2.CAP_V4L2)
camera.set(cv2.CAP_PROP_FRAME_WIDTH, 1280)
camera.set(cv2.CAP_PROP_FRAME_HEIGHT, 720)


class WithoutChunks(WSGIRequestHandler):
    protocol_version = "HTTP/1.0"


def frames():
    while True:
        success, frame = camera.read()
        if not success:
            break
        _, encoded = cv2.imencode(".jpg", frame)
        jpeg = encoded.tobytes()
        yield (b"--frame\r\nContent-Type: image/jpeg\r\n"
               b"Content-Length: " + str(len(jpeg)).encode() + b"\r\n\r\n"
               + jpeg + b"\r\n")


@app.route("/")
def index():
    return '<img src="/video">'


@app.route("/video")
def video():
    return Response(frames(),
                    mimetype="multipart/x-mixed-replace; boundary=frame")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[2]), threaded=True,
            request_handler=WithoutChunks)
