"""`--as-of` and `--effective`, `laurel diff` and `laurel audit questions`, over an award and a tie learned late."""

import json
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AWARD, CARL, CLARA, KNUD, VERA
from tests.domain.specification import World
from tests.domain.ties_learned import THREE_IN_FAVOUR, on_board, told

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]


@cache
def world() -> World:
    """Aurora's Bronze was awarded by three; ten days later it came out that Vera is on its board."""
    return on_board(told(*THREE_IN_FAVOUR).let_pass(days=10), VERA)


@pytest.fixture(scope="module", autouse=True)
def awarded(stack: Stack) -> None:
    """The reason of the award can be opened; names are erased."""
    record(stack, world(), texts=[AWARD.reason])


def asked(laurel: Laurel, *arguments: str) -> Any:
    answer = laurel(*arguments, "--json")
    assert answer.exit_code == Exit.DONE, answer.output
    return json.loads(answer.stdout)


def position(laurel: Laurel, type_: str, stream: str = "aurora") -> int:
    found = [entry["position"] for entry in asked(laurel, "trail", stream) if entry["type"] == type_]
    return int(found[0])


def awarded_on() -> date:
    decision = world().cluster("aurora").cases[0].decision
    assert decision is not None
    return decision.decided_on


def day_before() -> str:
    return (awarded_on() - timedelta(days=1)).isoformat()


def test_show_as_of_a_position_shows_what_was_known_then(laurel: Laurel) -> None:
    accepted = position(laurel, "ApplicationAccepted")
    then = asked(laurel, "show", "aurora", "--as-of", str(accepted))
    assert (then["version"], then["cases"][0]["stage"]) == (3, "accepted")
    assert [task["task"] for task in then["tasks"]] == ["offer-agreement"]
    assert asked(laurel, "show", "aurora")["cases"][0]["stage"] == "closed"


def test_show_says_of_when_it_speaks(laurel: Laurel) -> None:
    accepted = position(laurel, "ApplicationAccepted")
    shown = laurel("show", "aurora", "--as-of", str(accepted)).stdout
    assert f"as known at position {accepted}\n" in shown
    assert "as known" not in laurel("show", "aurora").stdout


def test_time_left_is_counted_from_the_moment_asked_about(laurel: Laurel) -> None:
    accepted = position(laurel, "ApplicationAccepted")
    assert "overdue" not in laurel("show", "aurora", "--as-of", str(accepted)).stdout


def test_show_effective_shows_the_label_since_its_first_day(laurel: Laurel) -> None:
    before = asked(laurel, "show", "aurora", "--effective", day_before())
    since = asked(laurel, "show", "aurora", "--effective", awarded_on().isoformat())
    assert (before["labels"], list(since["labels"])) == ({}, ["bronze"])


def test_a_tie_is_so_before_it_is_known(laurel: Laurel) -> None:
    vera, day = f"person-{VERA}", awarded_on().isoformat()
    assert asked(laurel, "show", vera, "--as-of", day)["ties"] == []
    assert [tie["tie_id"] for tie in asked(laurel, "show", vera, "--effective", day)["ties"]] == ["tie-1"]
    known = str(position(laurel, "TieDeclared", vera) - 1)
    assert asked(laurel, "show", vera, "--effective", day, "--as-of", known)["ties"] == []


def test_the_trail_as_of_a_position_is_its_beginning(laurel: Laurel) -> None:
    whole, voted = asked(laurel, "trail", "aurora"), position(laurel, "VoteCast")
    then = asked(laurel, "trail", "aurora", "--as-of", str(voted))
    assert then == whole[: len(then)]
    assert then[-1]["type"] == "VoteCast"


def test_votes_are_shown_as_of_before_the_decision_since_they_are_today(laurel: Laurel) -> None:
    then = asked(laurel, "trail", "aurora", "--as-of", str(position(laurel, "DecisionTaken") - 1))
    assert [entry["payload"]["vote"] for entry in then if entry["type"] == "VoteCast"] == ["yes"] * 3


def test_a_case_as_of_a_position_says_who_acts_next(laurel: Laurel) -> None:
    then = asked(laurel, "case", "aurora", "--as-of", str(position(laurel, "CasePlacedOnAgenda")))
    assert (then["stage"], then["closed_as"]) == ("on agenda", None)
    assert then["committee"]["yet_to_vote"] == [CARL, VERA, *then["committee"]["members"][2:]]


def test_why_before_the_decision_knows_none(laurel: Laurel) -> None:
    decided = position(laurel, "DecisionTaken")
    before = laurel("why", "aurora", "--as-of", str(decided - 1))
    assert before.exit_code == Exit.REFUSED
    assert before.stderr == "No decision of aurora is on record. (decision-unknown)\n"
    assert asked(laurel, "why", "aurora", "--as-of", str(decided))["later"] == []


def test_before_anything_was_known_a_stream_is_not_found(laurel: Laurel) -> None:
    nothing = laurel("show", "aurora", "--as-of", "1")
    assert nothing.exit_code == Exit.REFUSED
    assert nothing.stderr == "Nothing was known then under cluster-aurora. (not-found)\n"


def test_a_position_beyond_the_record_is_refused(laurel: Laurel) -> None:
    last = len(world().trail)
    beyond = laurel("trail", "aurora", "--as-of", str(last + 1))
    assert beyond.exit_code == Exit.REFUSED
    assert beyond.stderr == (
        f"--as-of: the record has positions 1 to {last}, and no {last + 1}. (not-found)\n"
    )


def test_what_is_no_moment_is_a_usage_error_that_names_the_option(laurel: Laurel) -> None:
    wrong = laurel("case", "aurora", "--effective", "soon")
    assert wrong.exit_code == Exit.USAGE
    assert wrong.stderr.startswith("--effective: 'soon' is no moment;")


def test_diff_tells_the_award_with_who_and_why(laurel: Laurel) -> None:
    decided = position(laurel, "DecisionTaken")
    found = asked(laurel, "diff", "aurora", "--from", str(decided - 1), "--to", str(decided))
    changes = {change["what"]: (change["before"], change["after"]) for change in found["changes"]}
    assert changes["case bronze-1: stage"] == ("on agenda", "closed")
    assert changes["case bronze-1: closed as"] == (None, "awarded")
    (deed,) = found["changes"][0]["by"]
    assert (deed["position"], deed["type"], deed["actor"]) == (decided, "DecisionTaken", CARL)
    assert found["texts"] == {deed["reason"]: AWARD.reason}


def test_diff_prints_each_event_with_what_it_changed(laurel: Laurel) -> None:
    decided = position(laurel, "DecisionTaken")
    lines = laurel("diff", "aurora", "--from", str(decided - 1), "--to", str(decided)).stdout.splitlines()
    assert lines[0] == f"What changed in cluster-aurora between positions {decided - 1} and {decided}"
    assert lines[1] == (
        f"#{decided} {awarded_on()} DecisionTaken by {CARL} (presiding member) – {AWARD.reason}"
    )
    assert "  case bronze-1: stage: on agenda → closed" in lines


def test_diff_says_that_a_reason_is_withheld_from_whom_it_is(laurel: Laurel) -> None:
    decided = position(laurel, "DecisionTaken")
    span = ("--from", str(decided - 1), "--to", str(decided))
    assert "DecisionTaken by carl-chair (presiding member) – (withheld)" in " ".join(
        laurel("diff", "aurora", *span, "--as", KNUD).stdout.split()
    )
    assert asked(laurel, "diff", "aurora", *span, "--as", CLARA)["texts"] != {}


def test_diff_of_a_span_in_which_nothing_happened_says_so(laurel: Laurel) -> None:
    last = str(len(world().trail))
    same = laurel("diff", "aurora", "--from", last)
    assert same.exit_code == Exit.DONE
    assert same.stdout == (
        f"Nothing you may see changed in cluster-aurora between positions {last} and {last}.\n"
    )


def test_diff_backwards_is_a_usage_error(laurel: Laurel) -> None:
    backwards = laurel("diff", "aurora", "--from", "9", "--to", "8")
    assert (backwards.exit_code, backwards.stderr) == (Exit.USAGE, "--from: 9 comes after --to.\n")


def test_the_audit_finds_the_tie_and_the_decision_that_rests_on_it(laurel: Laurel) -> None:
    answer = laurel("audit", "questions", "--json")
    assert answer.exit_code == Exit.REFUSED
    found = json.loads(answer.stdout)["irregularities"]
    learned = position(laurel, "TieDeclared", f"person-{VERA}")
    assert [(each["question"], each["persons"], each["learned_at"]) for each in found] == [
        ("independence, by what is known now", [VERA], [learned]),
        ("late knowledge", [VERA], [learned]),
    ]
    assert found[1]["acts"] == [
        {
            "position": position(laurel, "DecisionTaken"),
            "on": awarded_on().isoformat(),
            "type": "DecisionTaken",
        }
    ]


def test_the_audit_prints_what_it_found(laurel: Laurel) -> None:
    printed = laurel("audit", "questions", "--on", awarded_on().isoformat()).stdout
    assert "late knowledge, aurora/bronze-1 (R30): Had it been known: quorum: 2 of at least 3" in printed
    assert printed.endswith(f"clusters, {awarded_on()} to {awarded_on()}.\n")


def test_of_a_day_without_acts_the_audit_finds_nothing(laurel: Laurel) -> None:
    later = (awarded_on() + timedelta(days=5)).isoformat()
    nothing = laurel("audit", "questions", "--from", later)
    assert nothing.exit_code == Exit.DONE
    assert nothing.stdout.startswith("Nothing irregular in the acts of ")


def test_of_days_to_come_the_audit_is_not_asked(laurel: Laurel) -> None:
    for option in ("--on", "--from"):
        ahead = laurel("audit", "questions", option, "9999-12-31")
        assert (ahead.exit_code, ahead.stderr) == (
            Exit.REFUSED,
            f"{option}: 9999-12-31 lies in the future. (not-found)\n",
        )


def test_one_day_and_a_span_are_not_asked_together(laurel: Laurel) -> None:
    both = laurel("audit", "questions", "--on", "2026-02-02", "--from", "2026-02-01")
    assert (both.exit_code, both.stderr) == (
        Exit.USAGE,
        "--on: one day, or --from and --to; not both.\n",
    )
