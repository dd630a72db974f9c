"""Folding is total and changes nothing but what the event says."""

from typing import get_args

from domain.cluster.events import CaseHistoryEvent
from domain.cluster.folding import case
from domain.frozen import Frozen


class Pair(Frozen):
    left: int
    right: int = 0


class Listed(Frozen):
    given: dict[str, list[int]]


def test_every_event_of_a_case_has_its_fold() -> None:
    assert set(case._FOLDS) == set(get_args(CaseHistoryEvent))


def test_a_copy_has_the_other_fields_and_leaves_the_value_as_it_was() -> None:
    pair = Pair(left=1)
    changed = pair.model_copy(update={"right": 2})
    assert (pair, changed) == (Pair(left=1), Pair(left=1, right=2))


def test_a_copy_knows_which_fields_were_given() -> None:
    changed = Pair(left=1).model_copy(update={"right": 2})
    assert changed.model_dump(exclude_unset=True) == {"left": 1, "right": 2}


def test_a_deep_copy_shares_nothing() -> None:
    listed = Listed(given={"a": [1]})
    deep = listed.model_copy(deep=True)
    deep.given["a"].append(2)
    assert listed == Listed(given={"a": [1]})
