"""How a label's status is told where terms alone do not say it."""

from datetime import date

from console.cli.label_words import label_words, status_words
from domain.levels import Level
from domain.status import Status, StatusState
from tests.domain.measuring import given_up_in_renewal as given_up
from tests.domain.measuring import held, restored, suspended, withdrawn
from tests.domain.specification import World


def told(world: World, on: date | None = None) -> str:
    return label_words(world.cluster("aurora"), Level.BRONZE, on or world.today)


def test_a_label_that_nothing_happened_to_is_what_its_term_says() -> None:
    assert told(held()) == "valid"
    assert told(restored()) == "valid"


def test_a_suspended_label_is_told_with_since_when() -> None:
    assert told(suspended()) == "suspended since 2026-03-02"
    assert told(suspended(), date(2028, 6, 1)) == "suspended, past its term, since 2026-03-02"


def test_a_label_that_ended_is_told_with_how_and_when() -> None:
    assert told(withdrawn()) == "withdrawn on 2026-03-02"
    assert told(given_up()) == "relinquished on 2027-04-01"


def test_a_label_that_counts_by_a_decision_is_told_so() -> None:
    assert status_words(Status(state=StatusState.VALID, by_continuation=True)) == "valid by continuation"
