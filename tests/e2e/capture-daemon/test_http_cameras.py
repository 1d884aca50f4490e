"""Cameras over HTTP: streams of JPEGs of any form, single pictures, and what is
none of either."""
# SPDX-License-Identifier: MIT
import contextlib
import http.server
import itertools
import ssl
import threading
import time

import cv2
import numpy
import pytest

import processes
import surroundings
import web_camera
from attempts import best_of_some
from processes import Process, wait_until
from slots import random_jpeg
from stream import Viewer
from web_camera import Manner, WebCamera, head, whole
from witness import Witness

pytestmark = pytest.mark.patient

JPEGS = [random_jpeg(seed) for seed in range(200, 204)]
WARNINGS = ("warning", "error")


@pytest.fixture
def one_server(all_servers):
    """Which one does not matter here."""
    return all_servers["nginx"]


@pytest.fixture
def web_cameras():
    """Starts cameras of the network: web_cameras(answer, ...)."""
    with contextlib.ExitStack() as stack:
        yield lambda *arguments, **named: stack.enter_context(
            contextlib.closing(WebCamera(*arguments, **named)))


def login_url(web_camera_url):
    return web_camera_url.replace("://", "://user:p%40ss%25w0rd@")


def assert_shows(server, camera, jpegs):
    """All of them, byte for byte, and without a word in the log."""
    server.wait_for_state(camera.slot, "live")
    seen = set()
    with Viewer(server, f"/video/{camera.slot}") as viewer:
        def all_seen():
            seen.add(viewer.last.body if viewer.last else b"")
            return seen >= set(jpegs)
        wait_until(all_seen, 10, f"every picture\n{camera.log}")
    assert seen - {b""} <= set(jpegs)
    assert not any(word in camera.log for word in WARNINGS), camera.log


# ---------------------------------------------------------------- streams ----

@pytest.mark.parametrize("name", web_camera.MANNERS)
def test_pictures_of_odd_cameras_pass_byte_for_byte(
        one_server, new_camera, web_cameras, name):
    odd = web_cameras(web_camera.MANNERS[name].stream(JPEGS))
    assert_shows(one_server, new_camera("odd", source=odd.url), JPEGS)


@best_of_some
def assert_is_shown_at_once(viewer, sent):
    """Each picture here differs from the one before."""
    begin = len(sent)
    wait_until(lambda: len(sent) > begin, 5, "a picture")
    sent_s, jpeg = sent[begin]
    processes.wait_within(lambda: viewer.last and viewer.last.body == jpeg,
                          0.4, "the picture")
    assert viewer.last.received - sent_s < 0.3


def test_a_picture_without_a_length_does_not_wait_for_the_next(
        one_server, new_camera, web_cameras):
    sent = []
    slow = web_cameras(Manner(
        before="--camera\r\nContent-Type: image/jpeg\r\n\r\n",
        period_s=1).stream(JPEGS, sent))
    camera = new_camera("slow", source=slow.url)
    one_server.wait_for_state(camera.slot, "live")
    with Viewer(one_server, f"/video/{camera.slot}") as viewer:
        assert_is_shown_at_once(viewer, sent)


def test_ustreamer_is_shown(one_server, new_camera, folder):
    """Without a camera it draws a picture of its own, again and again."""
    port = surroundings.free_port()
    peer = Process(["ustreamer", "--device=/dev/nothing", "--host=127.0.0.1",
                    f"--port={port}"], folder, exits_with=(0, 1))
    try:
        for path in ("stream", "snapshot"):
            camera = new_camera(path,
                                source=f"http://127.0.0.1:{port}/{path}")
            one_server.wait_for_state(camera.slot, "live")
            with Viewer(one_server, f"/video/{camera.slot}") as viewer:
                viewer.wait_for_frames(3)
            answer = one_server.get(f"/snapshot/{camera.slot}")
            assert answer.status == 200
            assert size_of(answer.body) == (640, 480)
    finally:
        peer.stop()


def size_of(jpeg):
    height, width, _ = cv2.imdecode(
        numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR).shape
    return width, height


@pytest.mark.parametrize("size", [(320, 240), (160, 120)])
def test_only_another_size_is_encoded_again(
        one_server, new_camera, web_cameras, size):
    odd = web_cameras(Manner().stream(JPEGS))
    camera = new_camera("sized", source=odd.url, options=(
        "--size", f"{size[0]}x{size[1]}", "--quality", "95"))
    one_server.wait_for_state(camera.slot, "live")
    body = one_server.get(f"/snapshot/{camera.slot}").body
    assert size_of(body) == size
    if size == (320, 240):
        assert body in JPEGS
        return
    seen = cv2.imdecode(numpy.frombuffer(body, numpy.uint8),
                        cv2.IMREAD_COLOR).astype(int)
    smaller = [cv2.resize(cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8),
                                       cv2.IMREAD_COLOR), size)
               for jpeg in JPEGS]
    assert min(abs(seen - one).mean() for one in smaller) < 5


def test_a_stream_that_ends_is_lost_and_found(
        one_server, new_camera, web_cameras):
    stream = Manner().stream(JPEGS)
    is_over = threading.Event()

    def answer(question, say):
        def say_while_there_is_time(piece):
            if is_over.is_set():
                raise OSError("that is all")
            say(piece)
        stream(question, say_while_there_is_time)
    odd = web_cameras(answer)
    camera = new_camera("ends", source=odd.url)
    one_server.wait_for_state(camera.slot, "live")
    is_over.set()
    wait_until(lambda: "will go on trying" in camera.log, 10, "a word")
    is_over.clear()
    wait_until(lambda: "back after" in camera.log, 10, camera.log)
    one_server.wait_for_state(camera.slot, "live")


# ------------------------------------------------------- pictures one by one --

def still(question, say):
    """Another picture each time."""
    del question
    still.count += 1
    say(whole(JPEGS[still.count % len(JPEGS)]))


still.count = 0


def still_without_length(_, say):
    still.count += 1
    say(head("image/jpeg", version="1.0") + JPEGS[still.count % len(JPEGS)])
    return True


@pytest.mark.parametrize("answer", [still, still_without_length])
def test_an_address_of_one_picture_is_asked_again(
        one_server, new_camera, web_cameras, answer):
    odd = web_cameras(answer)
    camera = new_camera("still", source=odd.url, options=("--fps", "10"))
    assert_shows(one_server, camera, JPEGS)
    if answer is still:
        assert odd.connections == 1


@best_of_some
def assert_is_asked_at(odd, rate_fps):
    begin = len(odd.questions)
    time.sleep(4)
    assert (len(odd.questions) - begin) / 4 == pytest.approx(rate_fps, rel=0.3)


@pytest.mark.parametrize("options,rate_fps", [((), 2), (("--fps", "6"), 6)])
def test_it_is_asked_as_often_as_is_wanted(
        new_camera, web_cameras, options, rate_fps):
    odd = web_cameras(still)
    new_camera("rate", source=odd.url, options=options)
    wait_until(lambda: odd.questions, 5, "a question")
    assert_is_asked_at(odd, rate_fps)


def test_a_picture_that_stays_the_same_is_live(
        one_server, new_camera, web_cameras):
    odd = web_cameras(lambda _, say: say(whole(JPEGS[0])))
    camera = new_camera("same", source=odd.url)
    one_server.wait_for_state(camera.slot, "live")
    with Witness(one_server, camera) as witness:
        witness.wait_for_pictures(6)
        assert {sight.jpeg for sight in witness.sights} == {JPEGS[0]}


def test_what_phones_hide_behind_a_picture_is_not_shown(
        one_server, new_camera, web_cameras):
    odd = web_cameras(lambda _, say: say(whole(JPEGS[0] + JPEGS[1])))
    camera = new_camera("preview", source=odd.url, options=("--fps", "10"))
    assert_shows(one_server, camera, JPEGS[:1])


def test_single_faults_of_it_are_nothing_and_lasting_ones_one_line(
        one_server, new_camera, web_cameras):
    is_broken = threading.Event()
    numbers = itertools.count(1)  # a camera whose first answer is bad is busy

    def answer(_, say):
        number = next(numbers)
        if is_broken.is_set() or number % 3 == 0:
            say(whole(b"", status="503 Service Unavailable"))
        else:
            say(whole(JPEGS[number % len(JPEGS)]))
    camera = new_camera("falters", source=web_cameras(answer).url,
                        options=("--fps", "10"))
    one_server.wait_for_state(camera.slot, "live")
    time.sleep(2)
    assert "trying" not in camera.log
    is_broken.set()
    wait_until(lambda: "it is busy, or not ready yet" in camera.log, 15,
               camera.log)
    time.sleep(2)
    assert camera.log.count("\n") == 2, camera.log
    is_broken.clear()
    wait_until(lambda: "back after" in camera.log, 10, camera.log)


# --------------------------------------------------------- what is no picture --

OTHERS = {
    "page": (whole(b"<!DOCTYPE html><html><body>Hi", "text/html"),
             "it answers with a web page and not with pictures"),
    "page as a picture": (whole(b"<html><form>Password", "image/jpeg"),
                          "it answers with a web page and not with pictures"),
    "fault": (whole(b'<?xml version="1.0"?><s:Envelope><s:Fault>',
                    "application/soap+xml"), "it answers with XML"),
    "json": (whole(b'{"error": "no camera"}', "application/json"),
             "it answers with JSON"),
    "text": (whole(b"No camera\n", "text/plain"), "it answers with text"),
    "nothing": (whole(b""), "its answer is empty"),
    "forbidden": (whole(b"<html>", status="403 Forbidden"),
                  "it refuses the user and password, or wants some"),
    "missing": (whole(b"<html>", status="404 Not Found"),
                "it knows no such path (404 Not Found)"),
    "fault of its own": (whole(b"", status="500 Oops"),
                         "it answers with a fault of its own (status 500)"),
    "circle": (whole(b"", None, "Location: /again", status="302 Found"),
               "it sends on and on to other addresses"),
    "file": (whole(b"", None, "Location: file:///etc/passwd",
                   status="302 Found"), "no address of the web"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "in something else than HTTP"),
    "no JPEG": (whole(b"--camera\r\n\r\nnothing\r\n", web_camera.MULTIPART),
                "holds no picture that is a JPEG"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_picture_is_told_in_words(
        one_server, new_camera, web_cameras, name):
    answer, words = OTHERS[name]
    odd = web_cameras(lambda _, say: bool(say(answer)))
    camera = new_camera("other", source=odd.url)
    wait_until(lambda: "will go on trying" in camera.log, 10, "a word")
    assert words in camera.log
    time.sleep(1.5)
    assert camera.log.count("\n") == 1, camera.log
    one_server.wait_for_state(camera.slot, "no-signal")


def test_nobody_there_and_silence_are_told(new_camera, web_cameras):
    silent = web_cameras(lambda _, __: time.sleep(60))
    cameras = [
        (new_camera("silent", source=silent.url), "silent for 5 s"),
        (new_camera("nobody", source="http://127.0.0.1:"
                    f"{surroundings.free_port()}/"), "connection refused"),
        (new_camera("nowhere", source="http://nowhere.invalid/"),
         "its name has no address")]
    for camera, words in cameras:
        wait_until(lambda camera=camera: "will go on trying" in camera.log,
                   15, "a word")
        assert words in camera.log


@best_of_some
def test_a_silent_camera_does_not_hold_up_the_end(new_camera, web_cameras):
    """The program goes without its source after a second."""
    silent = web_cameras(lambda _, __: time.sleep(60))
    camera = new_camera("silent-end", source=silent.url)
    wait_until(lambda: silent.questions, 5, "a question")
    time.sleep(0.2)
    begin = time.monotonic()
    camera.stop()
    assert time.monotonic() - begin < 0.9


# ---------------------------------------------- passwords and the way there ----

@pytest.mark.parametrize("algorithms", [
    (None,), ("SHA-256",), ("MD5", "SHA-256"), ("SHA-256", "MD5")], ids=str)
def test_whatever_digests_are_offered_the_password_is_right(
        one_server, new_camera, web_cameras, algorithms):
    stream = Manner().stream(JPEGS)

    def answer(question, say):
        if web_camera.is_right(question):
            stream(question, say)
        say(web_camera.challenge(*algorithms))
    odd = web_cameras(answer)
    camera = new_camera("digest", source=login_url(odd.url) + "v?a=1&b=2")
    assert_shows(one_server, camera, JPEGS)
    assert "w0rd" not in camera.command_line


def test_single_pictures_do_not_ask_for_the_challenge_again(
        one_server, new_camera, web_cameras):
    def answer(question, say):
        if web_camera.is_right(question):
            still(question, say)
        else:
            say(web_camera.challenge("SHA-256"))
    odd = web_cameras(answer)
    camera = new_camera("digest-still", source=login_url(odd.url),
                        options=("--fps", "10"))
    assert_shows(one_server, camera, JPEGS)
    refused = [one for one in odd.questions if not web_camera.is_right(one)]
    assert len(refused) == 1


def test_a_wrong_password_is_told_and_not_shown(new_camera, web_cameras):
    odd = web_cameras(lambda _, say: bool(
        say(web_camera.challenge("SHA-256", "MD5"))))
    camera = new_camera("wrong", source=login_url(odd.url))
    wait_until(lambda: "it refuses the user and password" in camera.log, 10,
               "a word")
    assert "w0rd" not in camera.log and "user:" not in camera.log
    count = len(odd.questions)
    time.sleep(2)  # who repeats it is locked out by some
    assert len(odd.questions) == count


@pytest.mark.parametrize("scheme", [
    'Basic realm="x"', f'Digest realm="x", qop="auth", nonce="{"0" * 8}"'])
def test_another_host_is_not_told_the_password(
        new_camera, web_cameras, scheme):
    other = web_cameras(lambda _, say: say(whole(
        b"", None, f"WWW-Authenticate: {scheme}",
        status="401 Unauthorized")))
    odd = web_cameras(lambda _, say: say(whole(
        b"", None, f"Location: {other.url}secret?token=abc",
        status="302 Found")))
    camera = new_camera("sends-on", source=login_url(odd.url))
    wait_until(lambda: "it refuses the user and password" in camera.log, 10,
               "a word")
    assert other.questions
    assert not any("authorization" in one.headers for one in other.questions)
    assert "token" not in camera.log


def test_ipv6_is_reached(one_server, new_camera, web_cameras):
    odd = web_cameras(Manner().stream(JPEGS), host="::1")
    assert_shows(one_server, new_camera("six", source=odd.url), JPEGS)


def test_a_proxy_of_the_environment_is_used(
        one_server, new_camera, web_cameras):
    proxy = web_cameras(Manner().stream(JPEGS))
    camera = new_camera("by-proxy", source="http://camera.invalid/video",
                        through=("env", "no_proxy=", "http_proxy="
                                 f"http://u:hidden@127.0.0.1:{proxy.port}"))
    assert_shows(one_server, camera, JPEGS)
    assert proxy.questions[0].address == "http://camera.invalid/video"
    assert "hidden" not in camera.log


def test_a_certificate_is_checked_unless_any_will_do(
        one_server, new_camera, web_cameras, folder):
    pem = folder / "camera.pem"
    made = processes.run(["openssl", "req", "-x509", "-newkey", "rsa:2048",
                          "-nodes", "-subj", "/CN=camera", "-keyout", pem,
                          "-out", folder / "certificate.pem"])
    assert made.returncode == 0, made.stderr.decode()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", pem)
    odd = web_cameras(Manner().stream(JPEGS), context=context)
    careful = new_camera("careful", source=login_url(odd.url))
    wait_until(lambda: "will go on trying" in careful.log, 10, "a word")
    assert "--certificate any" in careful.log
    assert not odd.questions
    careful.remove()
    trusting = new_camera("trusting", source=odd.url,
                          options=("--certificate", "any"))
    # A sanitized GnuTLS may take its time, and be asked again.
    one_server.wait_for_state(trusting.slot, "live", seconds=20)


# ------------------------------------------- what is left to libavformat ----

class _NoRanges(http.server.SimpleHTTPRequestHandler):
    """It knows no byte ranges, so nobody can seek."""

    def log_message(self, *_):
        """The requests are nobody's news."""


@pytest.fixture
def plain_web(folder):
    """A folder that is served, and its URL."""
    def answer(*arguments):
        return _NoRanges(*arguments, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer)
    threading.Thread(target=server.serve_forever, args=(0.05,),
                     daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@best_of_some
def assert_goes_on_at_25_fps(witness):
    """From one loop into the next: the clip is 3 s long."""
    begin = len(witness.sights)
    time.sleep(4)
    seen = witness.sights[begin:]
    assert (len(seen) - 1) / (seen[-1].received - seen[0].received) == \
        pytest.approx(25, rel=0.1)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.m3u8"])
def test_a_recording_is_looped_at_its_own_rate(
        one_server, new_camera, plain_web, clip, name):
    folder, url = plain_web
    output = {"clip.mp4": ("-movflags", "+faststart"),
              "clip.m3u8": ("-hls_time", "1", "-hls_playlist_type", "vod")}
    made = processes.run(["ffmpeg", "-v", "error", "-i", clip, "-c", "copy",
                          *output[name], folder / name])
    assert made.returncode == 0, made.stderr.decode()
    camera = new_camera("recording", source=f"{url}/{name}")
    one_server.wait_for_state(camera.slot, "live")
    with Witness(one_server, camera) as witness:
        witness.wait_for_pictures(10)
        assert_goes_on_at_25_fps(witness)
        assert witness.was_never_told_of_a_loss()
    assert camera.log.count("\n") == 1, camera.log
