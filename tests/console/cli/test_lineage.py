"""`laurel lineage`, and what `laurel show` says of a cluster's descent: read from either end, now and then."""

import json
from typing import Any

import pytest

from console.embedded.stack import Stack
from console.exits import Exit
from domain.levels import Level
from tests.console.cli.conftest import Laurel
from tests.console.cli.recorded import record
from tests.domain.cast import AURORA, OLGA
from tests.domain.merging import VEGA, holding, merged, merger, recorded, scene, split, transfer

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]


@pytest.fixture(scope="module", autouse=True)
def told(stack: Stack) -> None:
    """Aurora and Polaris became Vega, which absorbed Deneb, gave a part to Corona, and received one of Borealis."""
    world = merged(scene().does(OLGA, holding("Aurora", Level.GOLD), on=AURORA)).let_pass(days=1)
    world = recorded(world, merger("deneb", kind="absorption"), VEGA).let_pass(days=1)
    world = recorded(world, transfer("vega"), "cluster-corona")
    world = recorded(world, split("corona", "vega", ended=False), "cluster-borealis")
    record(stack, world)


def asked(laurel: Laurel, *arguments: str) -> Any:
    answer = laurel(*arguments, "--json")
    assert answer.exit_code == Exit.DONE, answer.output
    return json.loads(answer.stdout)


def bonds(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(each["act"], each["cluster"]["cluster_id"], each["effective_on"]) for each in found]


def test_a_successor_names_all_it_came_out_of(laurel: Laurel) -> None:
    found = asked(laurel, "lineage", "vega")
    assert bonds(found["predecessors"]) == [
        ("new-formation", "aurora", "2026-01-15"),
        ("new-formation", "polaris", "2026-01-15"),
        ("absorption", "deneb", "2026-01-15"),
        ("split", "borealis", "2026-01-15"),
    ]
    assert bonds(found["successors"]) == [("transfer", "corona", "2026-01-15")]


def test_a_predecessor_names_what_became_of_it_and_of_that(laurel: Laurel) -> None:
    found = asked(laurel, "lineage", "aurora")
    assert (found["ended"], found["ended_on"], found["predecessors"]) == ("merged", "2026-01-15", [])
    (became,) = found["successors"]
    assert bonds([became]) == [("new-formation", "vega", "2026-01-15")]
    assert bonds(became["cluster"]["successors"]) == [("transfer", "corona", "2026-01-15")]


def test_each_step_of_descent_is_an_event_of_the_record(laurel: Laurel) -> None:
    (became,) = asked(laurel, "lineage", "aurora")["successors"]
    told_in = [each for each in asked(laurel, "trail", "aurora") if each["position"] == became["position"]]
    assert [each["type"] for each in told_in] == ["LineageRecorded"]


def test_before_the_day_of_a_merger_there_was_none(laurel: Laurel) -> None:
    found = asked(laurel, "lineage", "vega", "--effective", "2026-01-14")
    assert (found["predecessors"], found["successors"]) == ([], [])


def test_lineage_reads_as_a_tree(laurel: Laurel) -> None:
    answer = laurel("lineage", "aurora")
    assert answer.exit_code == Exit.DONE
    lines = [line.rstrip().partition(" #")[0] for line in answer.stdout.splitlines()]
    assert lines == [
        "Aurora (aurora), merged on 2026-01-15",
        "before: it came out of no other cluster",
        "after",
        "└── 2026-01-15: became part of Vega (vega)",
        "    └── 2026-01-15: a part moved to Corona (corona)",
    ]


def test_show_says_what_became_of_a_cluster_and_of_its_label(laurel: Laurel) -> None:
    shown = laurel("show", "aurora").stdout
    assert "became part of Vega (vega) on 2026-01-15" in shown
    assert "merged on 2026-01-15" in shown


def test_show_says_which_changes_are_under_review(laurel: Laurel) -> None:
    shown = laurel("show", "vega").stdout
    assert "  absorbed Deneb (deneb) on 2026-01-15" in shown
    assert "  change-1 (absorption): under review until 2026-04-30" in shown
    assert "  change-2 (transfer): under review until" in shown
    assert "review-change" in shown


def test_nothing_is_known_of_a_stranger(laurel: Laurel) -> None:
    answer = laurel("lineage", "nobody")
    assert (answer.exit_code, answer.stdout) == (Exit.REFUSED, "")
