"""/streams: what there is, in which state, and who watches."""
# SPDX-License-Identifier: MIT
import json
import time

import pytest

from processes import wait_until
from slots import random_jpeg
from stream import Viewer

pytestmark = pytest.mark.patient


def test_streams_describes_a_live_camera(server, camera):
    asked = time.time()
    answer = server.get("/streams")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    document = json.loads(answer.body)
    assert asked - 0.001 <= document["now"] <= time.time()
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(10)
        wait_until(lambda: server.streams()[camera.slot]["fps"]
                   == pytest.approx(30, abs=3), 5, "the camera's rate")
        stream = server.streams()[camera.slot]
        assert stream["viewers"] == 1
    assert stream["state"] == "live"
    assert stream["camera"] is True
    assert (stream["width"], stream["height"]) == (1280, 720)
    assert 0 <= stream["age_ms"] < 2000  # or it would not be live
    assert stream["size_bytes"] > 1000
    assert stream["media_type"] == "image/jpeg"
    assert asked < stream["captured"] < time.time()
    assert viewer.serials[0] < stream["serial"]


def test_a_camera_without_picture_has_no_signal(server, new_camera, folder):
    camera = new_camera("lost", source=folder / "missing.mp4")
    server.wait_for_state(camera.slot, "no-signal")


def test_a_slot_nobody_fills_goes_stale(server, new_still):
    still = new_still("left", random_jpeg(4))
    assert server.state(still.name) == "live"
    wait_until(lambda: server.state(still.name) == "stale", 4, "stale")


def test_a_removed_slot_is_not_listed(server, new_camera):
    camera = new_camera("removed")
    wait_until(lambda: server.state(camera.slot) == "live", 3, "live")
    camera.stop()
    wait_until(lambda: camera.slot not in server.streams(), 2, "not listed")
