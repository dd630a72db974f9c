"""The record as XES: one trace a case, its events in order, each with the standard's own attributes."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from console.processes.happenings import Happening, happenings
from console.processes.xes import xes
from tests.console.bundle.conftest import awarded
from tests.console.bundle.evidence import Case, case_of

XES = "{http://www.xes-standard.org/}"


@pytest.fixture(scope="module")
def gold() -> Case:
    return case_of(awarded())


@pytest.fixture(scope="module")
def log(gold: Case) -> ET.Element:
    told = happenings([each.event for each in gold.evidence.events], gold.evidence.persons)
    return ET.fromstring(xes(told))  # noqa: S314 - our own


def values(element: ET.Element) -> dict[str, str]:
    return {each.attrib["key"]: each.attrib["value"] for each in element if "key" in each.attrib}


def test_it_declares_its_version_and_what_its_attributes_mean(log: ET.Element) -> None:
    assert (log.tag, log.attrib["xes.version"]) == (f"{XES}log", "1849.2016")
    declared = {each.attrib["prefix"] for each in log.iter(f"{XES}extension")}
    used = {key.split(":")[0] for event in log.iter(f"{XES}event") for key in values(event) if ":" in key}
    assert used == declared
    assert [(each.attrib["scope"], sorted(values(each))) for each in log.iter(f"{XES}global")] == [
        ("trace", ["concept:name"]),
        ("event", ["concept:name", "time:timestamp"]),
    ]


def test_a_case_is_a_trace_with_every_event_of_it_in_order(log: ET.Element, gold: Case) -> None:
    (trace,) = log.iter(f"{XES}trace")
    assert values(trace) == {
        "concept:name": "aurora/gold-1",
        "edition": "ecei-2019",
        "kind": "first",
        "level": "gold",
    }
    told = [(values(each)["concept:name"], values(each)["position"]) for each in trace.iter(f"{XES}event")]
    assert told == [
        (each.type, str(each.position)) for each in gold.evidence.own if '"case_id":"gold-1"' in each.payload
    ]


def test_an_event_says_what_when_by_whom_and_by_which_authority(log: ET.Element, gold: Case) -> None:
    (decision,) = (
        each for each in log.iter(f"{XES}event") if values(each)["concept:name"] == "DecisionTaken"
    )
    (stored,) = (each for each in gold.evidence.own if each.type == "DecisionTaken")
    assert values(decision) == {
        "concept:name": "DecisionTaken",
        "time:timestamp": "2026-02-03T08:00:00.000000Z",
        "org:resource": "carl-chair",
        "org:role": "as the test has it",
        "identity:id": str(stored.event_id),
        "position": "74",
        "decided_on": "2026-02-03",
        "outcome": "award",
    }


def test_values_of_any_kind_are_read_back_as_they_were() -> None:
    told = Happening(
        "e", "Said", datetime(2026, 2, 3, tzinfo=UTC), 1, "a", "b", "C", "x/y",
        {"text": "<&\"'>", "many": 7, "sure": True, "impossible": "\x00\ud800"},
    )  # fmt: skip
    (event,) = ET.fromstring(xes([told])).iter(f"{XES}event")  # noqa: S314 - our own
    kinds = {each.attrib["key"]: (each.tag.removeprefix(XES), each.attrib["value"]) for each in event}
    assert {name: kinds[name] for name in told.facts} == {
        "text": ("string", "<&\"'>"),
        "many": ("int", "7"),
        "sure": ("boolean", "true"),
        "impossible": ("string", "\ufffd\ufffd"),
    }
