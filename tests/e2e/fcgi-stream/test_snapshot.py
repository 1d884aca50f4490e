"""/snapshot: one whole, fresh JPEG, as curl gets it."""
# SPDX-License-Identifier: MIT
import json
import time

import pytest

import stamp
import surroundings
from processes import wait_until
from slots import random_jpeg

pytestmark = pytest.mark.patient


def assert_is_a_snapshot(answer):
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.body[:2] == b"\xff\xd8" and answer.body[-2:] == b"\xff\xd9"


def test_snapshot_is_a_whole_jpeg_that_says_what_its_headers_say(
        server, camera):
    answer = server.get("/snapshot")
    assert_is_a_snapshot(answer)
    picture = stamp.decode_jpeg(answer.body)
    assert picture.shape == (720, 1280, 3)
    seen = stamp.read(picture)
    assert seen.serial == int(answer.headers["X-Frame-Serial"])
    assert f"{seen.captured_us / 1e6:.6f}" == answer.headers["X-Timestamp"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", [
    "/snapshot/{slot}", "/snapshot/{slot}.jpg", "/snapshot.jpg",
    "/snapshot?slot={slot}", "/?action=snapshot",
    "/?action=snapshot&slot={slot}", "/camera/snapshot/{slot}",
    "/?action=snapshot_0", "/camera/?x=1&action=snapshot",
    "/camera/index.html?action=snapshot",
    "/snapshot/{slot}?slot=another&t=12345"])
def test_snapshot_has_many_addresses(server, camera, address):
    answer = server.get(address.format(slot=camera.slot))
    assert_is_a_snapshot(answer)
    stamp.read_jpeg(answer.body)


def test_snapshot_is_no_older_than_a_second(server, camera):
    for _ in range(5):
        asked = time.time()
        answer = server.get("/snapshot")
        assert float(answer.headers["X-Timestamp"]) > asked - 1
        time.sleep(0.3)


def test_snapshot_of_age_zero_was_taken_after_the_request(server, camera):
    asked = time.time()
    answer = server.get("/snapshot?max_age_ms=0")
    assert float(answer.headers["X-Timestamp"]) > asked


def test_snapshot_is_not_sent_again_to_whom_has_it(server, new_still):
    still = new_still("still", random_jpeg(1))
    path = f"/snapshot/{still.name}?max_age_ms=60000"
    first = server.get(path)
    assert_is_a_snapshot(first)
    assert first.body == random_jpeg(1)
    etag = first.headers["ETag"]
    for known in (etag, f'"another", {etag}', f"W/{etag}", "*"):
        again = server.get(path, "--header", f"If-None-Match: {known}")
        assert again.status == 304, known
        assert again.body == b""
        assert again.headers["ETag"] == etag
    assert server.get(path, "--header",
                      'If-None-Match: "another"').status == 200
    still.put(random_jpeg(2))
    changed = server.get(path, "--header", f"If-None-Match: {etag}")
    assert changed.status == 200
    assert changed.body == random_jpeg(2)


def test_snapshot_waits_two_seconds_for_a_fresh_frame_then_says_so(
        server, new_still):
    still = new_still("stale", random_jpeg(3))
    time.sleep(1.1)
    start = time.monotonic()
    answer = server.get(f"/snapshot/{still.name}")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "1"
    assert 1.5 < time.monotonic() - start < 2 + surroundings.PATIENCE


def test_snapshot_of_a_camera_without_signal_is_refused(
        server, new_camera, folder):
    camera = new_camera("nosignal", source=folder / "missing.mp4")
    server.wait_for_state(camera.slot, "no-signal")
    answer = server.get(f"/snapshot/{camera.slot}")
    assert answer.status == 503
    assert "Retry-After" in answer.headers


def assert_stands_in(answer, words):
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert words in answer.headers["X-No-Picture"]
    return stamp.decode_jpeg(answer.body)


@pytest.mark.parametrize("address", [
    "/snapshot/{}?placeholder=1", "/?action=snapshot&slot={}"])
def test_who_takes_a_placeholder_always_gets_a_picture(
        server, new_camera, folder, address):
    address = address.format(surroundings.slot_name("poll"))
    assert_stands_in(server.get(address), "No stream is called")
    camera = new_camera("poll", source=folder / "missing.mp4",
                        options=("--size", "320x240"))
    server.wait_for_state(camera.slot, "no-signal")
    # The camera's own, which says why.
    picture = assert_stands_in(server.get(address), "gives no signal")
    assert picture.shape == (240, 320, 3)
    camera.kill()
    wait_until(lambda: server.state(camera.slot) == "stale", 5, "stale")
    assert_stands_in(server.get(address), "no newer one has come")


def test_a_placeholder_is_no_snapshot_of_a_camera_that_was_killed(
        server, new_still):
    """What it shows is old: nobody may take it for the newest picture."""
    still = new_still("killed", random_jpeg(5))
    time.sleep(1.1)
    picture = assert_stands_in(
        server.get(f"/snapshot/{still.name}?placeholder=1"), "old")
    assert picture.shape == (360, 640, 3)


def test_a_value_has_no_placeholder(server, new_still):
    still = new_still("value", b"{}", "--media-type", "application/json")
    time.sleep(1.1)
    answer = server.get(f"/snapshot/{still.name}?placeholder=1")
    assert answer.status == 503


def test_a_slot_may_be_called_like_a_file(server, new_still):
    still = new_still("like.jpg", random_jpeg(6))
    answer = server.get(f"/snapshot/{still.name}?max_age_ms=60000")
    assert_is_a_snapshot(answer)
    assert answer.body == random_jpeg(6)


def test_snapshot_of_another_media_type_comes_as_it_is(server, new_still):
    value = json.dumps({"objects": []}).encode()
    still = new_still("objects", value, "--media-type", "application/json")
    answer = server.get(f"/snapshot/{still.name}?max_age_ms=60000")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.body == value


def test_head_tells_the_headers_only(server, camera):
    answer = server.get("/snapshot", "--head")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 1000
    assert answer.body == b""
