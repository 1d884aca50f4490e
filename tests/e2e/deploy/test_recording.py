"""deploy/record and the recording lines of README and recipes, with the real ffmpeg.

A film runs at the camera's speed, whatever that is: the time of a picture in the
film is compared with the one that `pattern:` has stamped into the picture.
"""
# SPDX-License-Identifier: MIT
import os
import re
import signal
import time

import numpy
import pytest

import processes
import stamp
import surroundings
from processes import Process, wait_until

pytestmark = pytest.mark.patient

SLOT_RECORD = surroundings.ROOT / "deploy" / "record" / "slot-record"
RECIPES = [surroundings.ROOT / "README.md",
           surroundings.ROOT / "docs" / "clients.md"]
SMALL = ("--size", "640x360")
TOLERANCE = 0.05
PIECE_SECONDS, LONGEST_SECONDS = 600, 30
# Those that come while ffmpeg starts fill the pipe to it, and are taken in a burst.
BURST = 5
PATH = f"{surroundings.SLOTCTL.parent}:{os.environ['PATH']}"


class Recorder:
    """slot-record, of one slot into one folder.

    What lies in the folder's bin/ comes before the programs of the system.
    """

    def __init__(self, folder, slot, *options):
        self._folder = folder
        self.films = folder / f"films.{slot}"
        self._command = ["env", f"PATH={folder}/bin:{PATH}", SLOT_RECORD,
                         *options, slot, self.films]
        self._process = None
        self.start()

    def start(self):
        self._process = Process(self._command, self._folder,
                                name="slot-record", own_session=True)

    def pieces(self):
        return sorted(self.films.glob("*.mkv"))

    def wait_for_pieces(self, count=1, seconds=10):
        wait_until(lambda: len(self.pieces()) >= count, seconds,
                   f"{count} pieces\n{self._process.log}")

    def is_running(self):
        return self._process.is_running()

    @property
    def log(self):
        return self._process.log

    def end_all(self, number):
        """As systemd does: each process gets the signal."""
        os.killpg(self._process.pid, number)
        return self._process.wait()

    def stop(self):
        self._process.stop()


def wait_for_room_in_a_piece():
    """A piece ends at each full ten minutes, and should not within a test."""
    left = PIECE_SECONDS - time.time() % PIECE_SECONDS
    if left < LONGEST_SECONDS:
        time.sleep(left)


@pytest.fixture
def new_recorder(folder):
    recorders = []

    def start(*arguments):
        wait_for_room_in_a_piece()
        recorders.append(Recorder(folder, *arguments))
        return recorders[-1]

    yield start
    for recorder in recorders:
        if recorder.is_running():
            recorder.stop()


def probe(film, entry):
    """The values that ffprobe has for `entry`; none of a film without a head."""
    result = processes.run(["ffprobe", "-v", "error", "-show_entries", entry,
                            "-of", "csv=p=0", film])
    return [line.strip(",") for line in result.stdout.decode().split()]


def pictures(film):
    """Each picture, grey and of one size."""
    width, height = 640, 360
    result = processes.run(
        ["ffmpeg", "-v", "error", "-i", film, "-fps_mode", "passthrough",
         "-vf", f"scale={width}:{height}", "-pix_fmt", "gray",
         "-f", "rawvideo", "-"])
    grey = numpy.frombuffer(result.stdout, numpy.uint8)
    return grey.reshape((-1, height, width))


def stamps(film):
    """Each stamped picture: seconds of the film, seconds since 1970."""
    found = []
    for played_s, picture in zip(probe(film, "frame=pts_time"),
                                 pictures(film)):
        try:
            captured_us = stamp.read(picture).captured_us
        except stamp.NoStamp:
            continue  # a placeholder
        found.append((float(played_s), captured_us / 1e6))
    return found


def assert_plays(film):
    """Every picture of it, without a complaint."""
    result = processes.run(["ffmpeg", "-v", "error", "-xerror", "-i", film,
                            "-fps_mode", "vfr", "-f", "null", "-"])
    assert (result.returncode, result.stderr) == (0, b"")


def assert_runs_at_the_speed_of(film, fps):
    """`fps` pictures a second are in it, which may be few on a busy machine."""
    found = stamps(film)[BURST:]
    played_s, passed_s = (last - first
                          for first, last in zip(found[0], found[-1]))
    assert passed_s > 5
    assert abs(played_s - passed_s) < TOLERANCE * passed_s
    length_s = float(probe(film, "format=duration")[0])
    assert abs(length_s - found[-1][0]) < 0.5
    assert 0.4 * fps * passed_s < len(found) < 1.1 * fps * passed_s


@pytest.mark.parametrize("options", [(), ("--h264",)], ids=["JPEG", "H.264"])
def test_a_film_runs_at_the_speed_of_any_camera(new_camera, new_recorder,
                                                options):
    rates = (5, 10, 15, 30)
    recorders = [new_recorder(
        new_camera(f"at{fps}", options=("--fps", fps, *SMALL)).slot, *options)
                 for fps in rates]
    for recorder in recorders:
        recorder.wait_for_pieces()
    time.sleep(10)
    for fps, recorder in zip(rates, recorders):
        recorder.stop()
        [film] = recorder.pieces()
        assert_plays(film)
        assert_runs_at_the_speed_of(film, fps)
        assert probe(film, "stream=codec_name") == [
            "h264" if options else "mjpeg"]


def recording_lines():
    text = "\n".join(file.read_text() for file in RECIPES)
    return re.findall(r"`?((?:slotctl cat|ffmpeg) [^`\n]*-use_wallclock[^`\n]*)",
                      text)


def test_readme_and_recipes_have_lines_that_record():
    assert len(recording_lines()) == 3


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_line_that_is_written_there_runs_at_the_speed_of_the_camera(
        all_servers, new_camera, folder, number):
    camera = new_camera("readme", options=("--fps", 10, *SMALL))
    server = all_servers["nginx"]
    line = recording_lines()[number]
    film = folder / re.findall(r"\S+\.mkv", line)[0]
    line = re.sub(r"http://\S+:5000/video(/gate)?",
                  server.url(f"/video/{camera.slot}"), line)
    line = line.replace("follow drone1", f"follow {camera.slot}")
    line = line.replace(film.name, f"-nostdin {film}")
    recording = Process(["env", f"PATH={PATH}", "sh", "-c", line], folder,
                        name="readme", own_session=True)
    wait_until(film.exists, 10, "a film")
    time.sleep(10)
    os.killpg(recording.pid, signal.SIGINT)
    recording.wait()
    assert_runs_at_the_speed_of(film, 10)


def test_a_gap_is_as_long_in_the_film(new_camera, new_recorder):
    """The camera is lost for a while, and comes back with another size."""
    camera = new_camera("gap", options=("--fps", 10, *SMALL))
    recorder = new_recorder(camera.slot)
    recorder.wait_for_pieces()
    time.sleep(3)
    camera.kill()
    time.sleep(4)
    again = new_camera("gap", options=("--fps", 10, "--size", "320x240"))
    assert again.slot == camera.slot
    time.sleep(4)
    recorder.stop()
    [film] = recorder.pieces()
    assert_runs_at_the_speed_of(film, 10)
    assert_plays(film)
    assert max(later[1] - one[1] for one, later in
               zip(stamps(film), stamps(film)[1:])) > 3.5


@pytest.mark.parametrize("options, lost_s", [((), 2), (("--h264",), 7)],
                         ids=["JPEG", "H.264"])
def test_a_piece_plays_after_a_kill(new_camera, new_recorder, options,
                                    lost_s):
    camera = new_camera("killed", options=("--fps", 10, *SMALL))
    recorder = new_recorder(camera.slot, *options)
    recorder.wait_for_pieces()
    time.sleep(5 + lost_s)
    recorder.end_all(signal.SIGKILL)
    killed_s = time.time()
    [film] = recorder.pieces()
    assert_plays(film)
    found = stamps(film)
    assert found[-1][1] > killed_s - lost_s
    recorder.start()
    recorder.wait_for_pieces(2)
    assert stamps(film) == found


def test_pieces_follow_each_other_without_a_gap(new_camera, new_recorder):
    camera = new_camera("pieces", options=("--fps", 10, *SMALL))
    recorder = new_recorder(camera.slot, "--piece", 3)
    recorder.wait_for_pieces(4, 15)
    assert recorder.end_all(signal.SIGTERM) == 0
    pieces = [stamps(piece) for piece in recorder.pieces()]
    for one, after in zip(pieces, pieces[1:]):
        assert abs(after[0][0]) < 0.2  # each begins at 0
        assert 0 < after[0][1] - one[-1][1] < 1
    for whole in pieces[1:-1]:
        assert 2 < whole[-1][1] - whole[0][1] < 4


def old_piece(folder, name, gigabytes, days):
    """Takes no space: the file has a hole."""
    folder.mkdir(exist_ok=True)
    piece = folder / name
    with open(piece, "wb") as file:
        file.truncate(int(gigabytes * 1e9))
    os.utime(piece, (time.time() - days * 86400,) * 2)


def names(recorder):
    return {piece.name for piece in recorder.pieces()}


def test_the_oldest_pieces_make_room(folder, new_camera, new_recorder):
    camera = new_camera("full", options=SMALL)
    films = folder / f"films.{camera.slot}"
    for days in (1, 2, 3):
        old_piece(films, f"old {days}.mkv", 9, days)
    old_piece(films, "mine.txt", 90, 90)
    recorder = new_recorder(camera.slot, "--piece", 2)
    wait_until(lambda: "old 3.mkv" not in names(recorder), 10, "room")
    recorder.wait_for_pieces(4)
    assert {"old 1.mkv", "old 2.mkv"} < names(recorder)
    assert (films / "mine.txt").exists()
    # While it runs, too.
    old_piece(films, "old 4.mkv", 0.1, 4)
    old_piece(films, "old 2.mkv", 19, 2)
    wait_until(lambda: not {"old 2.mkv", "old 4.mkv"} & names(recorder), 10,
               "more room")
    assert "old 1.mkv" in names(recorder)


def test_the_disk_never_gets_full(folder, new_camera, new_recorder):
    """`df` is told what to say: 100 MB less than what is to be left free."""
    camera = new_camera("disk", options=SMALL)
    films = folder / f"films.{camera.slot}"
    for days in (1, 2):
        old_piece(films, f"old {days}.mkv", 0.2, days)
    old_piece(films, "empty.mkv", 0, 0)
    programs = folder / "bin"
    programs.mkdir()
    (programs / "df").write_text("#!/bin/sh\necho Avail\necho 400000000\n")
    (programs / "df").chmod(0o755)
    recorder = new_recorder(camera.slot, "--piece", 2)
    wait_until(lambda: "old 2.mkv" not in names(recorder), 10, "room")
    recorder.wait_for_pieces(2)
    assert "old 1.mkv" in names(recorder)
    assert "empty.mkv" not in names(recorder)


def test_pieces_are_deleted_at_an_age(folder, new_camera, new_recorder):
    camera = new_camera("aged", options=SMALL)
    films = folder / f"films.{camera.slot}"
    old_piece(films, "six.mkv", 1, 6)
    old_piece(films, "eight.mkv", 1, 8)
    recorder = new_recorder(camera.slot, "--piece", 2, "--max-days", 7)
    recorder.wait_for_pieces(2)
    wait_until(lambda: "eight.mkv" not in names(recorder), 10, "its end")
    assert "six.mkv" in names(recorder)


def test_a_timelapse_shows_25_seconds_in_one(new_camera, new_recorder):
    """And leaves out what is not live."""
    camera = new_camera("lapse", options=("--fps", 10, *SMALL))
    recorder = new_recorder(camera.slot, "--every", 1, "--timelapse")
    recorder.wait_for_pieces()
    [film] = recorder.pieces()
    wait_until(lambda: len(stamps(film)) >= 6, 10, "six pictures")
    camera.kill()
    time.sleep(3)  # two until it is stale
    there = len(stamps(film))
    time.sleep(3)
    recorder.stop()
    found = stamps(film)
    # Two are held back: until the next shows that it is whole, and its cluster.
    assert there <= len(found) <= there + 2
    assert abs(float(probe(film, "format=duration")[0]) - len(found) / 25) < 0.05
    for one, after in zip(found[:6], found[1:6]):
        assert abs(after[0] - one[0] - 1 / 25) < 0.002
        assert 0.5 < after[1] - one[1] < 2.5


def test_a_picture_a_second_keeps_its_time(new_camera, new_recorder):
    camera = new_camera("every", options=("--fps", 10, *SMALL))
    recorder = new_recorder(camera.slot, "--every", 2)
    recorder.wait_for_pieces()
    time.sleep(10)
    recorder.stop()
    [film] = recorder.pieces()
    found = stamps(film)[2:]
    assert 3 <= len(found) <= 6
    assert abs(found[-1][0] - found[0][0] - (found[-1][1] - found[0][1])) < 1.2


def test_a_recorder_waits_for_its_camera(new_camera, new_recorder):
    slot = surroundings.slot_name("late")
    recorder = new_recorder(slot)
    wait_until(lambda: "no such slot yet" in recorder.log, 10, "word of it")
    new_camera("late", options=SMALL)
    recorder.wait_for_pieces()


@pytest.mark.parametrize("words,complaint", [
    (("--max-gb", "many", "gate", "films"), "--max-gb: expected a number"),
    (("--max-gb", "0", "gate", "films"), "--max-gb: expected a number from 1"),
    (("--piece",), "--piece: expected a number"),
    (("--max-tb", "1", "gate", "films"), "no option --max-tb"),
    (("--timelapse", "gate", "films"), "--every how many seconds"),
    (("gate",), "expected NAME and FOLDER")])
def test_wrong_options_are_named(folder, words, complaint):
    result = processes.run(["env", f"PATH={PATH}", SLOT_RECORD, *words], cwd=folder)
    said = result.stderr.decode()
    assert result.returncode == 2
    assert complaint in said and said.count("\n") == 1
    assert not (folder / "films").exists()
