"""The record as OCEL 2.0: the rules of that format, and what is in the log and what never is."""

import json
from collections import Counter
from typing import Any

import jsonschema
import pytest

from console.processes.happenings import happenings
from console.processes.ocel import ocel
from tests.console.bundle.conftest import REASON, awarded
from tests.console.bundle.evidence import case_of, entries_of

# The structure of the OCEL 2.0 JSON format, chapter by chapter of its specification.
_NAMED = {"type": "object", "required": ["name", "value"], "properties": {"name": {"type": "string"}}}
_RELATED = {
    "type": "object",
    "required": ["objectId", "qualifier"],
    "properties": {"objectId": {"type": "string"}, "qualifier": {"type": "string"}},
    "additionalProperties": False,
}
_TYPES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "attributes"],
        "properties": {
            "name": {"type": "string"},
            "attributes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "type"],
                    "properties": {"type": {"enum": ["string", "time", "integer", "float", "boolean"]}},
                },
            },
        },
        "additionalProperties": False,
    },
}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"}
OCEL_2 = {
    "type": "object",
    "required": ["eventTypes", "objectTypes", "events", "objects"],
    "additionalProperties": False,
    "properties": {
        "eventTypes": _TYPES,
        "objectTypes": _TYPES,
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "time", "attributes", "relationships"],
                "properties": {
                    "id": {"type": "string"},
                    "type": {"type": "string"},
                    "time": _TIME,
                    "attributes": {"type": "array", "items": _NAMED},
                    "relationships": {"type": "array", "items": _RELATED, "minItems": 1},
                },
                "additionalProperties": False,
            },
        },
        "objects": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "attributes", "relationships"],
                "properties": {
                    "attributes": {
                        "type": "array",
                        "items": {**_NAMED, "required": ["name", "time", "value"]},
                    },
                    "relationships": {"type": "array", "items": _RELATED},
                },
                "additionalProperties": True,
            },
        },
    },
}
COMMON = {"position", "actor", "authority", "command"}
PYTHON = {"string": str, "integer": int, "boolean": bool}


@pytest.fixture(scope="module")
def log() -> Any:
    evidence = case_of(awarded(), texts=[REASON]).evidence
    return json.loads(ocel(happenings([each.event for each in evidence.events], evidence.persons)))


def test_it_has_the_structure_of_ocel_2(log: Any) -> None:
    jsonschema.validate(log, OCEL_2)


def test_ids_are_unique_and_every_relationship_leads_to_an_object(log: Any) -> None:
    events, objects = [each["id"] for each in log["events"]], [each["id"] for each in log["objects"]]
    assert [each for each, times in Counter(events + objects).items() if times > 1] == []
    led_to = {each["objectId"] for entry in log["events"] + log["objects"] for each in entry["relationships"]}
    assert led_to == set(objects)


def test_every_type_and_attribute_is_declared_with_the_type_its_values_have(log: Any) -> None:
    for kind, types in (("events", "eventTypes"), ("objects", "objectTypes")):
        declared = {
            each["name"]: {each["name"]: PYTHON[each["type"]] for each in each["attributes"]}
            for each in log[types]
        }
        assert {each["type"] for each in log[kind]} == set(declared)
        for entry in log[kind]:
            for each in entry["attributes"]:
                assert type(each["value"]) is declared[entry["type"]][each["name"]]


def test_events_are_in_the_order_of_the_record(log: Any) -> None:
    positions = [_attributes(each)["position"] for each in log["events"]]
    assert positions == sorted(positions)
    times = [each["time"] for each in log["events"]]
    assert times == sorted(times)


def test_a_decision_concerns_cluster_case_round_and_who_had_a_part_in_it(log: Any) -> None:
    (decision,) = (each for each in log["events"] if each["type"] == "DecisionTaken")
    assert [(each["objectId"], each["qualifier"]) for each in decision["relationships"]] == [
        ("cluster-aurora", "of"),
        ("case-aurora/gold-1", "in"),
        ("round-2026-02", "in"),
        ("person-carl-chair", "actor"),
        ("person-carl-chair", "in_favour"),
        ("person-vera-vice", "in_favour"),
        ("person-mona-member", "in_favour"),
        ("person-max-member", "recused"),
    ]
    assert _attributes(decision) == {
        "position": 74,
        "actor": "carl-chair",
        "authority": "as the test has it",
        "command": "",
        "decided_on": "2026-02-03",
        "outcome": "award",
    }


def test_what_is_known_of_an_object_stands_with_the_moment_it_was_learned(log: Any) -> None:
    objects = {each["id"]: each for each in log["objects"]}
    case = objects["case-aurora/gold-1"]
    assert {each["name"]: each["value"] for each in case["attributes"]} == {
        "level": "gold",
        "kind": "first",
        "edition": "ecei-2019",
        "outcome": "award",
    }
    assert case["relationships"] == [{"objectId": "cluster-aurora", "qualifier": "of"}]
    assert objects["term-aurora/gold/1"]["relationships"] == case["relationships"]


def test_no_score_no_vote_and_no_sealed_text_is_in_it(log: Any) -> None:
    said = {
        type_: {name for each in log["events"] if each["type"] == type_ for name in _attributes(each)}
        - COMMON
        for type_ in ("ScoresSubmitted", "ConsensusReached", "VoteCast")
    }
    assert said == {
        "ScoresSubmitted": {"expert", "seat"},
        "ConsensusReached": {"confirmed_by"},
        "VoteCast": {"member", "nominator", "report_version"},
    }
    text = json.dumps(log)
    assert ("sealed:" in text, REASON in text, "withheld" in text) == (False, False, False)


def test_what_stands_in_a_round_s_stream_too_is_told_once() -> None:
    entries = [each.event for each in entries_of(awarded())]
    stored, told = (Counter(each.type for each in events) for events in (entries, happenings(entries, ())))
    assert (stored["DecisionTaken"], told["DecisionTaken"]) == (2, 1)
    assert (stored["RoundOpened"], told["RoundOpened"]) == (1, 1)


def _attributes(event: Any) -> dict[str, Any]:
    return {each["name"]: each["value"] for each in event["attributes"]}
