"""The command line as a person meets it, on a whole engine."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from tests.console.cli.conftest import Laurel

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

PROFILE = {
    "eccp_address": "https://clusters.example/aurora",
    "staff_fte_hundredths": 150,
    "english_website": True,
    "committed_members": 20,
    "member_types": 3,
}
CRITERIA = ("eccp_listing", "fte_hundredths", "english_website", "committed_members", "member_types")
YEARS = """
title = "A step today and one in a month."
[[step]]
as = "olga-operator"
to = "person-nora-new"
submit = "RegisterPerson"
data = { name = "Nora New", email = "nora@people.example", language = "en", country = "DE" }
[[step]]
at = "+30d"
as = "clara-manager"
to = "cluster-aurora"
submit = "SignAgreement"
"""


def test_the_first_person_registers_and_names_others(laurel: Laurel) -> None:
    assert (
        _person(laurel, "olga-operator", by="olga-operator", offices=["operator", "scheme-owner"])
        == Exit.DONE
    )
    assert _person(laurel, "clara-manager") == Exit.DONE
    assert _person(laurel, "emil-expert") == Exit.DONE


def test_a_case_is_walked_by_commands_until_the_interview(laurel: Laurel, documents: list[str]) -> None:
    qualified = {
        "level": "bronze",
        "edition": "ecei-2019",
        "from_on": "2020-01-01",
        "training": "course of 2020",
    }
    assert _submit(laurel, "person-emil-expert", "QualifyExpert", "olga-operator", qualified) == Exit.DONE
    registered = {"name": "Aurora Demo", "country": "DK", "carrier": "Aurora A/S", "language": "da"}
    fields = {**registered, "managers": ["clara-manager"], "profile": PROFILE}
    assert _submit(laurel, "aurora", "RegisterCluster", "olga-operator", fields) == Exit.DONE
    walked: list[tuple[str, str, Mapping[str, object]]] = [
        ("SubmitApplication", "clara-manager", {"level": "bronze", "kind": "first"}),
        ("AcceptApplication", "olga-operator", {"criteria": dict.fromkeys(CRITERIA, True)}),
        ("OfferAgreement", "olga-operator", {}),
        ("SignAgreement", "clara-manager", {}),
        ("ProposeTeam", "olga-operator", {"experts": ["emil-expert"], "reason": "Knows the sector well."}),
        ("AcceptAssignment", "emil-expert", {"free_of_conflicts": True}),
        ("AgreeTeam", "clara-manager", {}),
    ]
    assert [_submit(laurel, "aurora", *each) for each in walked] == [Exit.DONE] * len(walked)
    handed_in = laurel("submit", "aurora", "SubmitEvidence", "--as", "clara-manager", *documents)
    assert (handed_in.exit_code, handed_in.output) == (0, handed_in.output)
    assert [task["task"] for task in _json(laurel, "inbox")] == ["record-benchmark"]


def test_the_lists_say_where_the_cluster_stands(laurel: Laurel) -> None:
    (cluster,) = _json(laurel, "clusters")
    assert (cluster["cluster_id"], cluster["stage"]) == ("aurora", "bronze-1: interview due")
    shown = _json(laurel, "show", "aurora")
    assert (shown["name"], shown["cases"][0]["stage"]) == ("Aurora Demo", "interview due")
    assert _json(laurel, "register") == []
    assert "Aurora Demo" in laurel("clusters").output
    assert "record-benchmark" in laurel("inbox").output
    assert "interview due" in laurel("show", "aurora").output


def test_the_inbox_is_that_of_the_person_of_the_environment(
    laurel: Laurel, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = _json(laurel, "inbox")
    assert (task["task"], task["commands"]) == ("record-benchmark", ["RecordBenchmark"])
    assert laurel("inbox", "--as", "clara-manager").output == "Nothing waits for clara-manager.\n"
    monkeypatch.setenv("LAUREL_PERSON", "clara-manager")
    assert _json(laurel, "inbox") == []


def test_a_cluster_is_listed_with_the_end_of_what_is_open_and_not_with_a_warning_before(
    laurel: Laurel,
) -> None:
    (cluster,), (task,) = _json(laurel, "clusters"), _json(laurel, "inbox")
    assert (cluster["due_at"], cluster["overdue"]) == (task["due_at"], False)


def test_the_trail_opens_sealed_texts_for_whoever_holds_the_key(laurel: Laurel) -> None:
    proposed = next(entry for entry in _json(laurel, "trail", "aurora") if entry["type"] == "TeamProposed")
    assert proposed["payload"]["reason"].startswith("sealed:")
    assert proposed["texts"] == {proposed["payload"]["reason"]: "Knows the sector well."}
    printed = laurel("trail", "aurora").output
    assert ("sealed:" in printed, "Knows" in printed) == (False, True)


def test_a_refusal_exits_1_with_sentence_and_code(laurel: Laurel) -> None:
    refused = laurel("submit", "aurora", "AgreeTeam", "--as", "clara-manager")
    assert refused.exit_code == Exit.REFUSED
    assert refused.stderr == (
        "AgreeTeam does not fit case bronze-1, which is at 'interview due'; "
        "what waits: record-benchmark (expert). (wrong-stage)\n"
    )


def test_the_same_command_id_has_the_same_outcome(laurel: Laurel) -> None:
    name = str(uuid4())
    asked = ("submit", "aurora", "ChangeManager", "--as", "clara-manager", "--command-id", name, "--json")
    first = laurel(*asked, "--data", '{"managers": ["clara-manager", "emil-expert"]}')
    again = laurel(*asked, "--data", '{"managers": ["clara-manager", "emil-expert"]}')
    other = laurel(*asked, "--data", '{"managers": ["emil-expert"]}')
    assert first.stdout == again.stdout
    assert json.loads(other.stderr)["error"]["code"] == "command-id-reused"


def test_an_unknown_type_exits_2_and_names_the_nearest(laurel: Laurel) -> None:
    answer = laurel("submit", "aurora", "AgreeTeems", "--as", "clara-manager")
    assert (answer.exit_code, answer.stderr) == (
        2,
        "TYPE: there is no command AgreeTeems. Did you mean AgreeTeam?\n",
    )


def test_a_wrong_field_exits_2_and_is_named(laurel: Laurel) -> None:
    data = '{"interview_on": "soon", "values": {}}'
    answer = laurel("submit", "aurora", "RecordBenchmark", "--as", "emil-expert", "--data", data)
    assert answer.exit_code == Exit.USAGE
    assert answer.stderr.startswith("interview_on: ")


def test_a_journey_that_is_not_there_or_lies_ahead_is_refused_before_anything_is_given(
    laurel: Laurel, tmp_path: Path
) -> None:
    missing = laurel("play", "nofile.toml")
    assert (missing.exit_code, missing.stderr) == (
        Exit.USAGE,
        "nofile.toml cannot be read: No such file or directory.\n",
    )
    (tmp_path / "years.toml").write_text(YEARS)
    ahead = laurel("play", str(tmp_path / "years.toml"))
    assert (ahead.exit_code, ahead.stderr.split(" lies")[0]) == (
        Exit.REFUSED,
        "years.toml, step 2 (SignAgreement)",
    )
    assert laurel("show", "person-nora-new").exit_code == Exit.REFUSED


def test_data_that_is_not_json_exits_2(laurel: Laurel) -> None:
    answer = laurel("submit", "aurora", "AgreeTeam", "--as", "clara-manager", "--data", "{")
    assert (answer.exit_code, answer.stderr.split(":")[0]) == (2, "--data")


def test_an_engine_command_is_no_command_of_a_person(laurel: Laurel) -> None:
    answer = laurel(
        "submit", "aurora", "PassDeadline", "--as", "olga-operator", "--data", '{"limit": "audit"}'
    )
    assert answer.exit_code == Exit.USAGE


def test_an_unknown_cluster_exits_1(laurel: Laurel) -> None:
    assert laurel("show", "nowhere").exit_code == Exit.REFUSED
    assert laurel("submit", "nowhere", "OfferAgreement", "--as", "olga-operator").exit_code == Exit.REFUSED


def test_each_command_has_a_schema_and_says_who_may(laurel: Laurel) -> None:
    listed = _json(laurel, "commands")
    schemas = [_json(laurel, "commands", each["type"]) for each in listed]
    assert [schema["properties"]["type"]["const"] for schema in schemas] == [each["type"] for each in listed]
    assert all(each["who"] and each["summary"] for each in listed)


def test_a_whole_engine_is_found_well(laurel: Laurel) -> None:
    answer = laurel("doctor", "--json")
    of_the_record = ("PostgreSQL", "migrations", "rows", "chain of hashes", "stalled cases", "incidents")
    outside = ("sealing key", "list of erasures", "published logs", "Temporal", "worker", "mail server")
    checks = (*of_the_record, *outside)
    assert {each["check"]: each["state"] for each in json.loads(answer.stdout)} == dict.fromkeys(checks, "ok")
    assert answer.exit_code == Exit.DONE


def test_no_incident_is_open(laurel: Laurel) -> None:
    assert _json(laurel, "incidents") == []


def test_missing_settings_exit_2_and_are_named(
    laurel: Laurel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "laurel.env").touch()
    monkeypatch.setenv("LAUREL_ENV_FILE", str(tmp_path / "laurel.env"))
    answer = laurel("clusters")
    assert answer.exit_code == Exit.USAGE
    assert "LAUREL_DATABASE_URL" in answer.stderr


@pytest.mark.parametrize("command", ["clusters", "doctor", "rebuild"])
def test_a_settings_file_that_is_not_there_is_named(
    laurel: Laurel, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("LAUREL_ENV_FILE", "/nowhere/laurel.env")
    answer = laurel(command)
    sentence = "LAUREL_ENV_FILE: there is no file /nowhere/laurel.env.\n"
    assert (answer.exit_code, answer.stderr) == (Exit.USAGE, sentence)


def test_servers_that_are_down_exit_3_and_are_named(laurel: Laurel, stack: Stack) -> None:
    stack.temporal.kill()
    submitted = laurel("submit", "aurora", "OfferAgreement", "--as", "olga-operator")
    assert (submitted.exit_code, submitted.stderr.split(" does")[0]) == (3, "Temporal")
    examined = laurel("doctor", "--json")
    assert examined.exit_code == Exit.OUT_OF_REACH
    stack.postgres.stop()
    listed = laurel("clusters")
    assert (listed.exit_code, listed.stderr.split(" does")[0]) == (3, "PostgreSQL")


def _person(
    laurel: Laurel, person: str, *, by: str = "olga-operator", offices: list[str] | None = None
) -> int:
    fields = {"name": person.title(), "email": f"{person}@people.example", "language": "en", "country": "DE"}
    return _submit(laurel, f"person-{person}", "RegisterPerson", by, {**fields, "offices": offices or []})


def _submit(laurel: Laurel, stream: str, type_: str, by: str, data: Mapping[str, object]) -> int:
    answer = laurel("submit", stream, type_, "--as", by, "--data", json.dumps(data))
    assert answer.stderr == ""
    return answer.exit_code


def _json(laurel: Laurel, *arguments: str) -> Any:
    return json.loads(laurel(*arguments, "--json").stdout)
