"""/events: the state of every slot, and the values of those that hold JSON."""
# SPDX-License-Identifier: MIT
import json
import re
import signal
import time

import jsonschema
import pytest

import surroundings
from events import Subscriber
from page import another_tab, start_browser
from processes import wait_until, wait_within

pytestmark = pytest.mark.patient

DOCS = surroundings.ROOT / "docs"
JSON = ("--media-type", "application/json")
HEARTBEAT_S = 5


def encode(value):
    return json.dumps(value).encode()


def schema(name):
    schema = json.loads((DOCS / "schema" / f"{name}.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


@pytest.fixture
def telemetry(new_still):
    """A slot that holds JSON."""
    return new_still("telemetry", encode({"mode": "AUTO"}))


def test_each_new_value_is_told(server, telemetry):
    with Subscriber(server, f"/events/{telemetry.name}") as subscriber:
        subscriber.wait_for_value({"mode": "AUTO"})
        for speed in range(5):
            telemetry.put(encode({"speed_mps": speed}))
            subscriber.wait_for_value({"speed_mps": speed})
    assert subscriber.values == [
        {"mode": "AUTO"}, *({"speed_mps": speed} for speed in range(5))]
    serials = [event.data["serial"] for event in subscriber.of_kind("value")]
    assert serials == list(range(1, 7))
    event = subscriber.of_kind("value")[-1]
    assert event.id == "6"
    assert event.data["slot"] == telemetry.name
    assert event.data["captured"] == pytest.approx(time.time(), abs=60)


def test_any_json_is_one_event(server, telemetry):
    values = ['"\u2028\u2029"', '{"a":\r\n["b\\n",\n1e400]\r}\n', "null",
              '{"data: ": "\\n\\nevent: value\\n\\n"}',
              json.dumps(["\u00e9" * 1000] * 500, ensure_ascii=False)]
    with Subscriber(server, f"/camera/events/{telemetry.name}") as subscriber:
        for value in values[:1] + values[2:]:
            telemetry.put(value.encode(), *JSON)
            subscriber.wait_for_value(json.loads(value))
        telemetry.put(values[1].encode(), *JSON)
        subscriber.wait_for(lambda self: self.of_kind("invalid"),
                            "a number that is too large for anything")
        for value in (b"{", b'"\xff"', b"event: value\n\n"):
            telemetry.put(value, *JSON)
        telemetry.put(b"[1,\n2]")
        subscriber.wait_for_value([1, 2])


def test_an_image_slot_tells_its_state(server, new_camera):
    camera = new_camera("told", options=("--size", "320x240", "--fps", "5"))
    server.wait_for_state(camera.slot, "live")
    with Subscriber(server, f"/events/{camera.slot}") as subscriber:
        subscriber.wait_for_state("live")
        listed = server.streams()[camera.slot]
        assert (listed["viewers"], listed["subscribers"]) == (0, 1)
        camera.pause()
        subscriber.wait_for_state("stale")
        camera.resume()
        subscriber.wait_for_state("live")
        camera.stop()
        subscriber.wait_for_state("gone")
        camera.start()
        subscriber.wait_for_state("live")
        for event in subscriber.of_kind("state"):
            jsonschema.validate(event.data, schema("state"))
        told = subscriber.of_kind("state")[0].data
    assert set(told) == set(listed) - {"camera", "viewers", "subscribers"}
    assert (told["width"], told["height"]) == (320, 240)


def test_a_json_slot_tells_its_state_as_well(server, telemetry):
    def subscribers():
        return server.streams()[telemetry.name]["subscribers"]

    with Subscriber(server, f"/events/{telemetry.name}") as subscriber:
        subscriber.wait_for_state("live")
        subscriber.wait_for_state("stale")
        telemetry.remove()
        subscriber.wait_for_state("gone")
        telemetry.put(b"[2]")
        subscriber.wait_for_value([2])
        subscriber.wait_for_state("live")
        assert subscribers() == 1
        subscriber.wait_for_state("stale")
    # Before the next heartbeat, by which it would be noticed at any rate.
    wait_within(lambda: subscribers() == 0, HEARTBEAT_S - 1,
                "the subscriber noticed to have left, in silence")


def test_what_is_no_subscription_leaves_nothing(server, telemetry):
    path = f"/events/{telemetry.name}"
    head = server.get(path, "--head")
    assert head.status == 200
    assert head.headers["Content-Type"] == "text/event-stream"
    assert head.headers["Cache-Control"] == "no-store"
    assert server.get("/events/test-none").status == 404
    assert server.get(path, "--request", "DELETE").status == 405
    assert server.streams()[telemetry.name]["subscribers"] == 0


def test_the_responders_end_ends_the_events_properly(new_server, telemetry):
    server = new_server()
    with Subscriber(server, f"/events/{telemetry.name}") as subscriber:
        subscriber.wait_for_value({"mode": "AUTO"})
        server.signal_responder(signal.SIGTERM)
        assert subscriber.wait_for_end() == 0


@pytest.fixture(scope="module")
def browser(session_folder, nothing_is_left):
    folder = session_folder / "chromium-events"
    folder.mkdir()
    browser = start_browser(folder)
    yield browser
    browser.quit()


def test_a_browser_hears_the_events_and_comes_back(
        new_server, telemetry, browser):
    server = new_server()

    def told(kind):
        return [data for told_kind, data in
                browser.execute_script("return told") if told_kind == kind]

    def wait_for_value(value):
        wait_until(lambda: any(event["value"] == value
                               for event in told("value")),
                   10, f"the value {value}")

    with another_tab(browser):
        # Of the site whose events it hears, but nothing that asks for any.
        browser.get(server.url("/fleet.css"))
        browser.execute_script(
            "window.told = [];"
            "const source = new EventSource(arguments[0]);"
            "for (const kind of ['state', 'value'])"
            "  source.addEventListener(kind, (event) =>"
            "    told.push([kind, JSON.parse(event.data)]));",
            f"/events/{telemetry.name}")
        wait_for_value({"mode": "AUTO"})
        server.signal_responder(signal.SIGTERM)
        server.revive_responder()
        telemetry.put(encode(["back"]))
        wait_for_value(["back"])
        # The first value may be stale when the browser is there at last.
        assert "live" in [event["state"] for event in told("state")]
    wait_until(lambda: server.streams()[telemetry.name]["subscribers"] == 0,
               3, "the closed page's end")


def test_the_documented_examples_fit_their_schemas():
    text = (DOCS / "events.md").read_text()
    examples = re.findall(r"^```json (\w+)\n(.*?)^```$", text, re.M | re.S)
    assert {name for name, _ in examples} == {"objects", "telemetry"}
    for name, example in examples:
        example = json.loads(example)
        jsonschema.validate(example, schema(name))
        # A schema that everything fits would prove nothing.
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([example], schema(name))
        for member in schema(name)["properties"]:
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate({**example, member: {}}, schema(name))
