"""/events: the state of every slot, and the values of those that hold JSON."""
# SPDX-License-Identifier: MIT
import json
import signal
import time

import pytest

import surroundings
from events import Subscriber
from processes import wait_until
from slots import random_jpeg
from stream import Viewer

JSON = ("--media-type", "application/json")


def encode(value, **options):
    return json.dumps(value, **options).encode()


@pytest.fixture
def telemetry(new_still):
    """A slot that holds JSON."""
    return new_still("telemetry", encode({"mode": "AUTO"}), *JSON)


def test_each_new_value_is_told(server, telemetry):
    with Subscriber(server, f"/events/{telemetry.name}") as subscriber:
        subscriber.wait_for_value({"mode": "AUTO"})
        for speed in range(5):
            telemetry.put(encode({"speed_mps": speed}), *JSON)
            subscriber.wait_for_value({"speed_mps": speed})
        assert subscriber.values == [
            {"mode": "AUTO"}, *({"speed_mps": speed} for speed in range(5))]
        event = subscriber.of_kind("value")[-1]
        assert event.id == str(event.data["serial"])
        assert event.data["slot"] == telemetry.name
        assert event.data["captured"] == pytest.approx(time.time(), abs=60)
