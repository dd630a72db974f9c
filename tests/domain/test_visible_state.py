"""A folded state holds nothing more for a viewer than the events it was folded from."""

from typing import Any

from domain.cluster.case import Stage
from domain.cluster.commands.findings import RecordFinding
from domain.cluster.commands.scores import AgreeConsensus
from domain.cluster.visible_state import visible_state
from domain.confidential import WITHHELD
from tests.domain.cast import AURORA, CARL, CLARA, EMIL, ESTHER, KNUD, MONA, OLGA, stepping_aside
from tests.domain.decided import on_agenda
from tests.domain.scored import SOLID, both_scored, changed, reported, silver_scored
from tests.domain.specification import World, sealed

RESERVED = {"scores", "areas", "reasons", "dissent"}


def seen(world: World, viewer: str | None, part: str) -> Any:
    shown: dict[str, Any] = visible_state(world.cluster("aurora"), world.person(viewer) if viewer else None)
    return shown["cases"][-1][part]


def disputed() -> World:
    """Both sheets are in, and the lead has proposed a consensus."""
    theirs = changed(SOLID, i2_1=5)
    return both_scored(SOLID, theirs).does(
        EMIL, AgreeConsensus(scores=SOLID, reasons={"2.1": "Half of it."}), on=AURORA
    )


def reserved_values(value: object) -> list[object]:
    """Every value, at any depth of a sheet, a proposal or a result, under a name that is reserved."""
    match value:
        case dict():
            own = [each for name, each in value.items() if name in RESERVED]
            return own + [found for each in value.values() for found in reserved_values(each)]
        case list():
            return [found for each in value for found in reserved_values(each)]
        case _:
            return []


def in_order(value: Any) -> Any:
    """The value with every list in order, as the state's sets come in any."""
    match value:
        case dict():
            return {name: in_order(each) for name, each in value.items()}
        case list():
            return sorted((in_order(each) for each in value), key=repr)
        case _:
            return value


def test_nobody_in_particular_sees_no_sheet_no_proposal_and_no_result() -> None:
    for world in (disputed(), on_agenda(), silver_scored()):
        parts = [seen(world, None, part) for part in ("sheets", "proposal", "result")]
        assert set(map(str, reserved_values(parts))) == {WITHHELD}


def test_the_team_sees_sheets_and_proposal_once_both_are_in() -> None:
    assert seen(disputed(), ESTHER, "proposal") == {
        "number": 1,
        "by": EMIL,
        "scores": SOLID,
        "reasons": {"2.1": sealed("Half of it.")},
    }
    assert seen(disputed(), CLARA, "proposal") == {
        "number": 1,
        "by": EMIL,
        "scores": WITHHELD,
        "reasons": WITHHELD,
    }


def test_behind_the_final_report_the_result_is_seen_and_the_dissent_by_who_decides() -> None:
    for viewer, dissent in ((OLGA, {}), (CARL, {}), (CLARA, WITHHELD)):
        result = seen(on_agenda(), viewer, "result")
        assert (result["scores"], result["dissent"]) == (SOLID, dissent)


def test_everything_that_is_not_reserved_stays_as_it_is() -> None:
    world = disputed()
    cluster = world.cluster("aurora")
    whole, shown = in_order(cluster.model_dump(mode="json")), in_order(visible_state(cluster, None))
    assert shown.keys() == whole.keys()
    assert {**shown, "cases": ()} == {**whole, "cases": ()}
    case = shown["cases"][0]
    assert {name for name in whole["cases"][0] if case[name] != whole["cases"][0][name]} == {
        "sheets",
        "proposal",
    }


def test_the_state_of_a_person_is_reserved_to_nobody() -> None:
    person = disputed().person(EMIL)
    assert in_order(visible_state(person, None)) == in_order(person.model_dump(mode="json"))


def test_the_dossier_is_withheld_from_other_clusters_and_from_a_member_who_stepped_aside() -> None:
    world = on_agenda().does(MONA, stepping_aside(MONA), on=AURORA)
    for outsider in (KNUD, MONA):
        shown: dict[str, Any] = visible_state(world.cluster("aurora"), world.person(outsider))
        case = shown["cases"][-1]
        assert {name for name, value in case.items() if value == WITHHELD} == {
            "areas",
            "answered",
            "dossier_items",
            "not_evidenced",
            "evidence",
            "findings",
            "recommended",
            "dossier",
        }
        audit = case["audit"]
        assert {name for name, value in audit.items() if value == WITHHELD} == {"validated", "not_validated"}
    major = RecordFinding(grade="major", indicator="2.1", statement="Nobody was in charge.")
    found = reported(Stage.FACTS_CHECKED).does(EMIL, major, on=AURORA)
    for viewer, name in ((KNUD, WITHHELD), (CLARA, "majors")):
        assert [each["name"] for each in seen(found, viewer, "limits")] == ["final_report", name]
    for reader in (EMIL, CLARA, OLGA, CARL, None):
        assert WITHHELD not in (seen(world, reader, "findings"), seen(world, reader, "audit")["validated"])


def test_sets_are_in_order_so_that_one_state_is_one_text() -> None:
    world = on_agenda()
    validated = seen(world, EMIL, "audit")["validated"]
    assert validated == sorted(validated)
    assert seen(world, EMIL, "took_part") == [EMIL, ESTHER]
