"""The handbook tells what the programs and the header offer, and no more."""
# SPDX-License-Identifier: MIT
import re

import pytest

import processes
import surroundings

pytestmark = pytest.mark.patient

PAGES = surroundings.ROOT / "docs" / "man"
PROGRAMS = {"capture-daemon": surroundings.CAPTURE_DAEMON,
            "fcgi-stream": surroundings.FCGI_STREAM}
COMMANDS = ["list", "show", "cat", "put", "remove"]
ALWAYS = {"help", "version"}


def help_of(program, *command):
    result = processes.run([program, *command, "--help"])
    assert result.returncode == 0
    return result.stdout.decode()


def options_of_help(text):
    """Name and default, "" for none, of each option."""
    heads = re.split(r"^  --(?=[a-z])", text.split("\n\n")[1], flags=re.M)[1:]
    defaults = [re.search(r"\[(.*)\]$", head.strip()) for head in heads]
    return {re.match(r"[a-z-]+", head)[0]: default[1] if default else ""
            for head, default in zip(heads, defaults)}


def options_of_page(page):
    """Name and description of each option that has an item of its own."""
    text = (PAGES / page).read_text()
    items = re.split(r"^\.It Fl \\?-", text, flags=re.M)[1:]
    return {re.match(r"[a-z-]+", item)[0]: re.split(r"^\.El", item,
                                                    flags=re.M)[0]
            for item in items}


@pytest.mark.parametrize("name", PROGRAMS)
def test_page_and_help_have_the_same_options(name):
    offered = options_of_help(help_of(PROGRAMS[name]))
    assert len(offered) > len(ALWAYS)
    assert set(options_of_page(f"{name}.1")) == set(offered)


def examples_of(text):
    return [line.strip() for line in text.split("\nExamples:\n")[1].splitlines()]


@pytest.mark.parametrize("name, command", [
    ("capture-daemon", []), ("fcgi-stream", []), ("slotctl", []),
    ("slotctl", ["put"])])
def test_page_has_the_three_examples_of_help(name, command):
    program = {**PROGRAMS, "slotctl": surroundings.SLOTCTL}[name]
    page = (PAGES / f"{name}.1").read_text().split(".Sh EXAMPLES")[1]
    shown = re.findall(r"^\.Dl (?:\$ )?(.*)$", page, flags=re.M)
    examples = examples_of(help_of(program, *command))
    assert len(examples) == 3
    assert set(examples) <= set(shown)


def test_examples_of_the_daemon_are_settings():
    for example in examples_of(help_of(surroundings.CAPTURE_DAEMON)):
        words = example.split()
        assert words[0] == "capture-daemon"
        checked = processes.run([surroundings.CAPTURE_DAEMON, "--check",
                                 *words[1:]])
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("name", PROGRAMS)
def test_page_tells_the_defaults(name):
    described = options_of_page(f"{name}.1")
    for option, default in options_of_help(help_of(PROGRAMS[name])).items():
        assert default in described[option], f"--{option} [{default}]"


def test_slotctl_page_has_each_command_and_its_options():
    text = (PAGES / "slotctl.1").read_text()
    offered = set(ALWAYS)
    for command in COMMANDS:
        assert f".It Cm {command}" in text
        offered |= set(options_of_help(help_of(surroundings.SLOTCTL, command)))
    assert set(re.findall(r"Fl \\?-([a-z-]+)", text)) | ALWAYS == offered


def test_library_page_has_each_function_of_the_header():
    header = (surroundings.ROOT / "shm" / "frame_slot.h").read_text()
    header = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    page = (PAGES / "frame_slot.3").read_text()
    synopsis = page.split(".Sh DESCRIPTION")[0]
    declared = set(re.findall(r"\b(frame_[a-z_]+)\(", header))
    assert declared == set(re.findall(r"^\.Fn (\w+)", synopsis, flags=re.M))


def test_examples_of_the_configuration_page_are_settings():
    known = set()
    for program in PROGRAMS.values():
        known |= set(options_of_help(help_of(program)))
    page = (PAGES / "slotcast.conf.5").read_text()
    names = set(re.findall(r"^([a-z-]+) = ", page, flags=re.M))
    assert names and names <= known - ALWAYS - {"config"}


def test_each_sentence_explained_to_operators_is_still_said():
    table = (surroundings.ROOT / "docs" / "operations.md").read_text().split(
        "## What each sentence means")[1]
    sources = " ".join(file.read_text() for folder in (
        "base", "libav", "capture-daemon", "fcgi-stream", "slotctl")
        for file in (surroundings.ROOT / folder).rglob("*.c"))
    said = re.sub(r'"\s*"', "", sources)
    rows = re.findall(r"^\| (`.*?) \|", table, flags=re.M)
    assert rows
    for sentence in re.findall(r"`([^`]+)`", " ".join(rows)):
        for part in re.split(r"\b[A-Z]+\b|/dev/videoN|…", sentence):
            assert part.strip(" :;") in said, sentence


def heading_anchors(page):
    heads = re.findall(r"^#+ (.*)$", page.read_text(), flags=re.M)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-")
            for head in heads}


def test_links_between_the_documents_lead_somewhere():
    root = surroundings.ROOT
    pages = [*root.glob("*.md"), *root.glob("docs/*.md"),
             root / "deploy" / "README.md"]
    links = [(page, *link) for page in pages for link in re.findall(
        r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text())]
    assert len(links) > 50
    for page, path, anchor in links:
        target = page.parent / path if path else page
        assert target.exists(), f"{page}: {path}"
        assert not anchor or anchor in heading_anchors(target), \
            f"{page}: {path}#{anchor}"


def test_the_korean_readme_tells_which_pages_are_in_english():
    text = (surroundings.ROOT / "README.ko.md").read_text()
    links = re.findall(r"\[([^\]]+)\]\((?!http)([^)]+\.md[^)]*)\)", text)
    assert len(links) > 15
    assert [link for link in links
            if "영문" not in link[0] and link != ("English", "README.md")] == []


def commands(page):
    """What is to be typed, without what is said about it."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(), flags=re.S)
    return [re.sub(r"\s+# .*", "", line)
            for block in blocks for line in block.splitlines()]


def test_both_readmes_give_the_same_commands():
    english, korean = (commands(surroundings.ROOT / name)
                       for name in ("README.md", "README.ko.md"))
    assert len(english) > 20
    assert english == korean
