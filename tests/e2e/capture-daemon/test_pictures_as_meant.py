"""Pictures are shown as they are meant: upright, with square pixels, with all of
their lines, mended where every program would show them, and without a position.
"""
# SPDX-License-Identifier: MIT
import contextlib
import itertools

import cv2
import numpy
import pytest

import marked
import processes
from marked import EOI, HEIGHT, WIDTH
from web_camera import Manner, WebCamera

pytestmark = pytest.mark.patient

JPEG = marked.jpeg()


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture
def shown(one_server, new_camera, folder):
    """What viewers see of a file or an address: shown(source, options...).

    The size in the list of streams is that of the picture.
    """
    numbers = itertools.count()

    def body_of(source, *options):
        if isinstance(source, bytes):
            file = folder / ("frames.avi" if source[:4] == b"RIFF" else
                             "clip.mp4" if source[4:8] == b"ftyp" else
                             "still.jpg")
            file.write_bytes(source)
            source = str(file)
        camera = new_camera(f"meant{next(numbers)}", source=source,
                            options=options)
        one_server.wait_for_state(camera.slot, "live")
        body = one_server.get(f"/snapshot/{camera.slot}").body
        listed = one_server.streams()[camera.slot]
        height, width, _ = marked.decode(body, True).shape
        assert (listed["width"], listed["height"]) == (width, height)
        return body
    return body_of


@pytest.fixture
def web_camera():
    """Starts a camera that sends `frame` again and again; gives its address."""
    with contextlib.ExitStack() as stack:
        def start(frame, **manner):
            return stack.enter_context(contextlib.closing(
                WebCamera(Manner(**manner).stream([frame])))).url
        yield start


# ---------------------------------------------------------- mended JPEGs ----

MENDED = {
    "without its end": JPEG[:-2],
    "with half of its end": JPEG[:-1],
    "without its end, padded": JPEG[:-2] + bytes(500),
    "zeros before it": bytes(4) + JPEG,
    "text before it": b"\r\n--camera\r\n\r\n" + JPEG,
    "zeros between segments": marked.with_zeros_between_segments(JPEG),
    "all of it": bytes(2) + marked.with_zeros_between_segments(JPEG)[:-2],
}


def assert_mended(body):
    # Zeros in front of EOI are no part of the picture, and do no harm.
    assert body == JPEG or body.replace(bytes(2) + EOI, EOI) == JPEG
    assert marked.white_corner(body) == ((WIDTH, HEIGHT), "top left")


@pytest.mark.parametrize("name", MENDED)
def test_what_every_program_shows_is_mended(shown, web_camera, name):
    assert_mended(shown(web_camera(MENDED[name])))


def test_it_is_mended_from_whatever_source(shown):
    odd = MENDED["all of it"]
    assert_mended(shown(odd))
    assert_mended(shown(marked.avi(odd, WIDTH, HEIGHT)))


@pytest.mark.parametrize("options", [(), ("--size", "160x120")])
def test_what_was_cut_off_is_dropped(
        one_server, new_camera, web_camera, options):
    cut = JPEG[:len(JPEG) * 2 // 3]
    camera = new_camera("cut", source=web_camera(cut), options=options)
    processes.wait_until(lambda: "picture dropped" in camera.log, 10,
                         "a word")
    assert one_server.streams()[camera.slot]["state"] != "live"


# ---------------------------------------------------------------- turning ----

UPRIGHT = {1: "top left", 2: "top right", 3: "bottom right",
           4: "bottom left", 5: "top left", 6: "top right",
           7: "bottom right", 8: "bottom left"}


def size_upright(orientation):
    return (WIDTH, HEIGHT) if orientation < 5 else (HEIGHT, WIDTH)


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_jpeg_is_turned_as_its_exif_says(shown, orientation):
    is_little = orientation % 2 == 0
    body = shown(marked.with_exif(JPEG, orientation, is_little))
    right = (size_upright(orientation), UPRIGHT[orientation])
    assert marked.white_corner(body, False) == right
    assert marked.white_corner(body, True) == right


def test_rotate_comes_on_top(shown, web_camera):
    lying = web_camera(marked.with_exif(JPEG, 6))
    body = shown(lying, "--rotate", "90")
    assert marked.white_corner(body) == ((WIDTH, HEIGHT), "bottom right")


@pytest.mark.parametrize("size", [(120, 160), (240, 320)])
def test_size_is_that_of_the_picture_that_stands(shown, web_camera, size):
    lying = web_camera(marked.with_exif(JPEG, 6))
    body = shown(lying, "--size", f"{size[0]}x{size[1]}")
    assert marked.white_corner(body) == (size, "top right")


def make_clip(folder, name, *options):
    """Of the marked picture; H.264 unless told otherwise."""
    picture, clip = folder / "picture.png", folder / name
    cv2.imwrite(str(picture), marked.picture())
    result = processes.run(
        ["ffmpeg", "-v", "error", "-loop", "1", "-framerate", "10", "-i",
         picture, "-t", "2", "-pix_fmt", "yuv420p", *options, clip])
    assert result.returncode == 0, result.stderr.decode()
    return clip


@pytest.fixture(scope="session")
def lying_clip(session_folder):
    """An H.264 clip of the marked picture, that says nothing of turning."""
    return make_clip(session_folder, "lying.mp4", "-c:v", "libx264", "-preset",
                     "ultrafast").read_bytes()


SHOWN_BY_MATRIX = {
    "as it is": ((WIDTH, HEIGHT), "top left"),
    "clockwise": ((HEIGHT, WIDTH), "top right"),
    "upside down": ((WIDTH, HEIGHT), "bottom right"),
    "counter-clockwise": ((HEIGHT, WIDTH), "bottom left"),
    "mirrored": ((WIDTH, HEIGHT), "top right"),
}


@pytest.mark.parametrize("name", SHOWN_BY_MATRIX)
def test_a_clip_is_turned_as_players_turn_it(shown, lying_clip, name):
    body = shown(marked.with_matrix(lying_clip, name))
    assert marked.white_corner(body) == SHOWN_BY_MATRIX[name]


def test_a_turned_clip_has_the_size_that_is_wanted(shown, lying_clip):
    body = shown(marked.with_matrix(lying_clip, "clockwise"), "--size",
                 "120x160", "--flip", "h")
    assert marked.white_corner(body) == ((120, 160), "top left")


def test_motion_jpeg_in_a_clip_is_turned_as_well(shown, folder):
    clip = make_clip(folder, "jpegs.mp4", "-c:v", "mjpeg").read_bytes()
    body = shown(marked.with_matrix(clip, "clockwise"))
    assert marked.white_corner(body) == ((HEIGHT, WIDTH), "top right")


# ----------------------------------------------------------- square pixels ----

H264 = ("-c:v", "libx264", "-preset", "ultrafast")
ASPECTS = {
    "wide, by its file": ("wide.mp4", (*H264, "-vf", "setsar=4/3"),
                          (427, 240)),
    "wide, by its stream": (
        "wide.ts", (*H264, "-bsf:v", "h264_metadata=sample_aspect_ratio=2"),
        (640, 240)),
    "high": ("high.mkv", (*H264, "-vf", "setsar=8/9"), (320, 270)),
    "MPEG-2": ("dvd.mpg", ("-r", "25", "-c:v", "mpeg2video", "-aspect",
                           "16:9"), (427, 240)),
    "Motion JPEG": ("jpegs.mov", ("-c:v", "mjpeg", "-vf", "setsar=4/3"),
                    (427, 240)),
    "square but for rounding": ("even.mp4", (*H264, "-vf", "setsar=200/201"),
                                (320, 240)),
}


@pytest.mark.parametrize("name", ASPECTS)
def test_pixels_are_square_whatever_the_source_has(shown, folder, name):
    file, options, size = ASPECTS[name]
    body = shown(str(make_clip(folder, file, *options)))
    assert marked.white_corner(body) == (size, "top left")


def test_a_wanted_size_is_obeyed_whatever_the_pixels_are(shown, folder):
    clip = make_clip(folder, "wide.mp4", *H264, "-vf", "setsar=4/3")
    assert marked.white_corner(shown(str(clip), "--size", "160x120")) == (
        (160, 120), "top left")


# ------------------------------------------------------------- two fields ----

def interlaced():
    """The odd lines are dark, the even ones bright."""
    lines = numpy.full((HEIGHT, WIDTH, 3), 60, numpy.uint8)
    lines[1::2] = 190
    return lines


def assert_lines_alternate(body):
    seen = marked.decode(body).astype(int)
    assert seen.shape == (HEIGHT, WIDTH, 3)
    assert abs(seen[0::2] - 60).max() < 12
    assert abs(seen[1::2] - 190).max() < 12


@pytest.mark.parametrize("bottom_first", [False, True])
def test_both_fields_of_a_camera_are_woven(shown, web_camera, bottom_first):
    pair = marked.fields(interlaced(), bottom_first)
    assert_lines_alternate(shown(web_camera(pair), "--quality", "95"))


def test_fields_without_a_length_are_woven(shown, web_camera):
    address = web_camera(marked.fields(interlaced()),
                         before="--camera\r\nContent-Type: image/jpeg\r\n\r\n")
    assert_lines_alternate(shown(address, "--quality", "95"))


@pytest.mark.parametrize("options", [
    (), ("--size", f"{WIDTH}x{HEIGHT}")], ids=["as it is", "size"])
def test_both_fields_of_a_file_are_woven(shown, options):
    file = marked.avi(marked.fields(interlaced()), WIDTH, HEIGHT)
    assert_lines_alternate(shown(file, "--quality", "95", *options))


def test_a_file_may_announce_fields_that_do_not_say_so(shown):
    lines = interlaced()
    pair = marked.jpeg_of(lines[0::2]) + marked.jpeg_of(lines[1::2])
    assert_lines_alternate(shown(marked.avi(pair, WIDTH, HEIGHT), "--quality",
                                 "95"))


def test_fields_are_scaled_as_one_picture(shown, web_camera):
    pair = marked.fields(marked.picture())
    body = shown(web_camera(pair), "--size", "160x120")
    assert marked.white_corner(body) == ((160, 120), "top left")


def test_a_preview_behind_a_picture_is_no_field(shown):
    preview = marked.jpeg(WIDTH // 2, HEIGHT // 2)
    assert shown(marked.avi(JPEG + preview, WIDTH, HEIGHT)) == JPEG


# ---------------------------------------------------------------- metadata ----

def test_a_position_is_not_passed_on(shown, web_camera):
    told = marked.with_xmp(marked.with_exif(JPEG, 1))
    assert shown(web_camera(told)) == JPEG


def test_a_position_is_not_passed_on_by_turning(shown, web_camera):
    told = marked.with_xmp(marked.with_exif(JPEG, 6))
    body = shown(web_camera(told), "--flip", "v")
    assert marked.POSITION not in body and b"Exif" not in body


def test_metadata_that_is_asked_for_is_kept(shown, web_camera):
    told = marked.with_exif(JPEG, 1)
    assert shown(web_camera(told), "--metadata", "keep") == told


def test_kept_metadata_does_not_turn_the_picture_twice(shown, web_camera):
    body = shown(web_camera(marked.with_exif(JPEG, 6)), "--metadata", "keep")
    assert marked.POSITION in body
    right = ((HEIGHT, WIDTH), "top right")
    assert marked.white_corner(body, False) == right
    assert marked.white_corner(body, True) == right
