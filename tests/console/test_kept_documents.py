"""Which documents a cluster's events name: those its labels rest on are listed like all others."""

from datetime import date

from console.kept_documents import kept_documents
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.measures import CorrectTerm
from domain.levels import Level
from tests.domain.cast import AURORA, OLGA
from tests.domain.measuring import held, settled
from tests.domain.specification import World, document
from tests.domain.teams import OTTO
from tests.domain.test_confirmed_facts import DEED, END, confirm, endorsed
from tests.domain.test_confirmed_facts import held as imported
from tests.readmodel.stored import stored

Listed = tuple[str, str, str, int]


def listed(world: World) -> list[Listed]:
    """All but what was issued."""
    found = kept_documents(stored(world, AURORA))
    return [
        (each.sha256, each.kind, each.about, each.version)
        for each in found
        if each.kind in {"confirmed fact", "corrected term", "settled cause"}
    ]


def test_what_a_fact_was_confirmed_by_is_listed_with_its_term() -> None:
    command = confirm("valid_until", END)
    world = endorsed(imported(), command).does(OLGA, command, on=AURORA)
    assert listed(world) == [(DEED, "confirmed fact", "gold/1 valid_until", 1)]


def test_what_a_term_was_corrected_by_is_listed_unless_it_was_a_rule() -> None:
    world = held()
    for month, command in ((3, {"rule": "R9"}), (4, {"document": DEED})):
        day = date(2028, month, 30)
        agree = EndorseAct(act="term-correction", subject=f"bronze/1/{day}", reason="So it is.")
        asked = {"level": Level.BRONZE, "term": 1, "last_day": day, "reasons": "It was later.", **command}
        world.does(OTTO, agree, on=AURORA).does(OLGA, CorrectTerm.model_validate(asked), on=AURORA)
    assert listed(world) == [(DEED, "corrected term", "bronze/1", 1)]


def test_evidence_that_a_cause_is_settled_is_listed_with_the_label() -> None:
    assert listed(settled()) == [(document("screenshot"), "settled cause", "bronze", 1)]
