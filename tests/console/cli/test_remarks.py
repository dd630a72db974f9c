"""What an answer says besides its events: what a round closed without, and which vote no longer counts."""

import orjson

from activities.interface import Receipt
from console.cli.remarks import remarks
from domain.cluster.commands.committee import CastVote
from domain.cluster.commands.evidence import SubmitEvidence
from domain.commands import PersonCommand
from domain.events import payload_of
from domain.schemes import scheme
from domain.upcasting import schema_version
from ledger.reading import StoredEvent
from tests.domain.audited import (
    GOLD_CODES,
    SILVER_CODES,
    gold_evidence_open,
    handing_in,
    silver_evidence_open,
)
from tests.domain.cast import AURORA, CLARA, MONA, VERA
from tests.domain.decided import on_agenda
from tests.domain.specification import World


def said(world: World, actor: str, command: PersonCommand) -> tuple[str, ...]:
    """The remarks on the command as it is given now."""
    before = len(world.histories[AURORA])
    world.does(actor, command, on=AURORA)
    events = _stored(world)
    names = tuple(event.type for event in events[before:])
    receipt = Receipt(stream=AURORA, version=len(events), position=None, events=names)
    return remarks(events, actor, receipt, scheme())


def _stored(world: World) -> list[StoredEvent]:
    return [
        StoredEvent(
            position=version,
            stream=AURORA,
            version=version,
            event_id=each.event_id,
            type=each.event.type,
            schema_version=schema_version(each.event.type),
            payload=orjson.dumps(payload_of(each.event)).decode(),
            metadata='{"actor": "somebody"}',
            recorded_at=each.recorded_at,
        )
        for version, each in enumerate(world.histories[AURORA], start=1)
    ]


def test_a_round_closed_early_names_what_nothing_was_handed_in_about() -> None:
    few = said(gold_evidence_open(), CLARA, handing_in(*GOLD_CODES[2:]))
    assert few == (f"The round is closed. 2 subjects have nothing handed in: {', '.join(GOLD_CODES[:2])}.",)
    one = said(gold_evidence_open(), CLARA, handing_in(*GOLD_CODES[1:]))
    assert one == (f"The round is closed. 1 subject has nothing handed in: {GOLD_CODES[0]}.",)


def test_of_many_only_the_first_are_named() -> None:
    missing = len(GOLD_CODES)
    named = ", ".join(GOLD_CODES[:12])
    assert said(gold_evidence_open(), CLARA, SubmitEvidence(last=True)) == (
        f"The round is closed. {missing} subjects have nothing handed in: {named} ….",
    )


def test_improvement_areas_and_unanswered_recommendations_count_too() -> None:
    (remark,) = said(silver_evidence_open(), CLARA, handing_in(*SILVER_CODES))
    assert "area-1, area-2, area-3" in remark


def test_a_round_that_has_everything_or_stays_open_is_not_remarked_on() -> None:
    assert said(gold_evidence_open(), CLARA, handing_in(*GOLD_CODES)) == ()
    assert said(gold_evidence_open(), CLARA, handing_in("1.1.0", last=False)) == ()


def test_a_second_vote_says_that_it_replaces_the_first() -> None:
    world = on_agenda()
    assert said(world, VERA, CastVote(vote="no", report_version=1)) == ()
    assert said(world, MONA, CastVote(vote="yes", report_version=1)) == ()
    assert said(world, VERA, CastVote(vote="yes", report_version=1)) == (
        "This vote (yes) replaces the earlier one of vera-vice (no).",
    )
