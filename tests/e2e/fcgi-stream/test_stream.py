"""/video: every part right, at the rate that was asked for."""
# SPDX-License-Identifier: MIT
import signal

import pytest

import stamp
import surroundings
from attempts import best_of_some
from processes import wait_until
from stream import Stream, Viewer


def assert_part_is_right(part):
    assert set(part.headers) == {"Content-Type", "Content-Length",
                                 "X-Timestamp", "X-Frame-Serial"}
    assert part.headers["Content-Type"] == "image/jpeg"
    seen = stamp.read_jpeg(part.body)
    assert seen.serial == part.serial
    assert seen.captured_us == part.captured_us


def test_a_hundred_parts_carry_what_their_headers_say(server, camera):
    with Stream(server, "/video") as stream:
        assert stream.status == 200
        assert stream.headers["Content-Type"] == \
            "multipart/x-mixed-replace;boundary=slotcast"
        assert stream.headers["Cache-Control"] == "no-store"
        parts = stream.take(100)
    for part in parts:
        assert_part_is_right(part)
    serials = [part.serial for part in parts]
    assert serials == sorted(set(serials))
    times = [part.captured_us for part in parts]
    assert times == sorted(set(times))


@pytest.mark.parametrize("address", [
    "/stream", "/video/{slot}", "/stream/{slot}", "/video?slot={slot}",
    "/?action=stream", "/?action=stream&slot={slot}", "/?action=stream_0",
    "/index.html?action=stream",
    "/camera/video/{slot}", "/camera/?action=stream",
    "/video/{slot}?t=12345"])
def test_the_stream_has_many_addresses(server, camera, address):
    with Stream(server, address.format(slot=camera.slot)) as stream:
        assert stream.status == 200
        assert_part_is_right(stream.take(1)[0])


# What engines ask for: an <img> in Chromium, Firefox and WebKit, an address that
# somebody opens, and where only the destination says it.
PAINTERS = [
    ("Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,"
     "*/*;q=0.8"),
    "Accept: image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8",
    "Accept: image/webp,video/*;q=0.8,image/png,image/*;q=0.8,*/*;q=0.5",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Sec-Fetch-Dest: image"]
# And programs, by fetch() in Electron, Java and others.
AGENT = ("User-Agent: Mozilla/5.0 (X11; Linux x86_64) MyDashboard/1.0 "
         "Chrome/126.0.0.0 Electron/31.0 Safari/537.36")
PROGRAMS = [
    AGENT, "Accept:",
    "Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    "Sec-Fetch-Dest: empty"]


@pytest.mark.parametrize("query, field", [
    ("?advance=1&", "Accept: */*"), *(("?", field) for field in PAINTERS)])
def test_who_paints_gets_heads_in_advance(server, camera, query, field):
    """Engines paint a picture only when the next part has begun."""
    answer = server.get(f"/video{query}frames=3", "--header", field)
    head = b"--slotcast\r\nContent-Type: image/jpeg\r\n\r\n"
    start, *pictures, end = answer.body.split(head)
    assert start == b""
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.endswith(b"\xff\xd9\r\n")
        stamp.read_jpeg(picture[:-2])
    assert end == b"\r\n--slotcast--\r\n"


@pytest.mark.parametrize("query, field", [
    ("?advance=0&", PAINTERS[0]), *(("?", field) for field in PROGRAMS)])
def test_programs_get_whole_heads(server, camera, query, field):
    """Most of them read as many bytes as the head says."""
    fields = dict([field.split(":", 1)])
    with Stream(server, f"/video{query}frames=3", fields) as stream:
        parts = list(stream.parts())
    assert len(parts) == 3
    for part in parts:
        assert_part_is_right(part)


def test_scripts_get_whole_heads_and_a_type_that_they_may_read(server, camera):
    """Safari lets no script read multipart/x-mixed-replace."""
    with Stream(server, "/video?raw=1&advance=1&frames=3") as stream:
        assert stream.headers["Content-Type"] == "application/octet-stream"
        parts = list(stream.parts())
    assert len(parts) == 3 and stream.ended_by_closing_boundary
    for part in parts:
        assert_part_is_right(part)
    assert server.get("/video?raw=2").status == 400


def test_head_of_a_stream_ends(server, camera):
    answer = server.get("/video", "--head")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(
        "multipart/x-mixed-replace")


def test_a_stream_of_some_frames_ends_with_the_closing_boundary(
        server, camera):
    with Stream(server, "/video?frames=5") as stream:
        assert len(list(stream.parts())) == 5
        assert stream.ended_by_closing_boundary


@pytest.mark.parametrize("fps", [4, 10, 20])
@best_of_some
def test_fewer_frames_come_evenly(server, camera, fps):
    with Stream(server, f"/video?fps={fps}&frames={2 * fps + 2}") as stream:
        # Nobody may have watched before: one frame a second, until now.
        parts = list(stream.parts())[1:]
    took = (parts[-1].captured_us - parts[0].captured_us) / 1e6
    # A sanitized camera is not that even by itself.
    assert took == pytest.approx(2, abs=0.25 * surroundings.SLOWNESS)
    steps = sorted((later.captured_us - earlier.captured_us) / 1e6
                   for earlier, later in zip(parts, parts[1:]))
    spare = 1 + len(steps) // 10  # that may be uneven, both ways
    tolerance = 0.04 * surroundings.SLOWNESS
    assert steps[spare] > 1 / fps - tolerance
    assert steps[-1 - spare] < 1 / fps + tolerance


def test_one_responder_serves_many_slots(server, new_camera):
    sizes = [(320, 240), (480, 270), (640, 360), (800, 450)]
    cameras = {size: new_camera(f"many{size[0]}", options=(
        "--size", f"{size[0]}x{size[1]}")) for size in sizes}
    viewers = {size: Viewer(server, f"/video/{camera.slot}")
               for size, camera in cameras.items()}
    for size, viewer in viewers.items():
        with viewer:
            viewer.wait_for_frames(20)
            picture = stamp.decode_jpeg(viewer.last.body)
            assert picture.shape == (size[1], size[0], 3)
            assert_part_is_right(viewer.last)


def test_a_slot_that_appears_later_is_picked_up(server, new_camera):
    path = f"/video/{surroundings.slot_name('later')}"
    assert server.get(path).status == 404
    new_camera("later")
    with Stream(server, path) as stream:
        assert stream.status == 200
        stream.take(3)


def test_viewers_follow_into_a_larger_slot(server, new_camera):
    camera = new_camera("grows", options=("--size", "160x120"))
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)
        camera.kill()
        new_camera("grows", options=("--size", "1920x1080"))
        viewer.wait_for_frames(5)
        wait_until(lambda: stamp.decode_jpeg(viewer.last.body).shape
                   == (1080, 1920, 3), 5, "a large picture")
        assert viewer.serials == sorted(set(viewer.serials))


def test_viewers_survive_the_removal_of_their_slot(server, new_camera):
    camera = new_camera("returns")
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)
        camera.stop()
        assert not camera.slot_file.exists()
        wait_until(lambda: server.state(camera.slot) == "gone", 3,
                   "the slot being told gone")
        assert server.get(f"/video/{camera.slot}").status == 404
        camera.start()
        viewer.wait_for_frames(10)


def test_a_silent_camera_still_sends_its_last_frame(server, new_camera):
    """Or the web servers would take the stream for dead."""
    camera = new_camera("silent")
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        viewer.wait_for_frames(5)
        camera.pause()
        last = server.streams()[camera.slot]["serial"]
        wait_until(lambda: viewer.serials[-1] == last, 5, "the last frame")
        viewer.wait_for_frames(1)
        assert viewer.serials[-1] == last
        camera.resume()
        wait_until(lambda: viewer.serials[-1] > last, 3, "new frames")


def test_too_many_viewers_are_told_to_come_back(new_server, camera):
    server = new_server(("--slot", camera.slot, "--max-viewers", "2"))
    with Viewer(server, "/video") as first:
        with Viewer(server, "/video") as second:
            second.wait_for_frames(2)
            answer = server.get("/video")
            assert answer.status == 503
            assert answer.headers["Retry-After"] == "5"
            assert answer.headers["Content-Type"] == \
                "text/plain; charset=utf-8"
            assert server.get("/snapshot").status == 200
        wait_until(lambda: server.viewers(camera.slot) == 1, 2,
                   "a place being free")
        with Viewer(server, "/video") as third:
            third.wait_for_frames(2)
        first.wait_for_frames(2)


def test_sigterm_ends_streams_with_the_closing_boundary(new_server, camera):
    server = new_server(("--slot", camera.slot))
    with Viewer(server, "/video") as viewer:
        viewer.wait_for_frames(5)
        server.signal_responder(signal.SIGTERM)
        viewer.wait_for_end()
        assert viewer.error is None
        assert viewer.stream.ended_by_closing_boundary
    server.revive_responder()
    wait_until(lambda: server.get("/snapshot").status == 200, 3,
               "a snapshot of the next responder")
