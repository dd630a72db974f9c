"""Chance is the same whenever it is asked."""

from console.simulation.chance import Chance


def test_the_same_question_gets_the_same_answer_in_whatever_order() -> None:
    first, second = Chance(1), Chance(1)
    asked = [("aurora", "test"), ("polaris", "test"), ("aurora", "visit")]
    answers = {about: first.days(0, 10_000, *about) for about in asked}
    assert {about: second.days(0, 10_000, *about) for about in reversed(asked)} == answers


def test_another_seed_has_other_luck() -> None:
    assert Chance(1).days(0, 10**9, "aurora") != Chance(2).days(0, 10**9, "aurora")


def test_what_is_certain_happens_and_what_is_impossible_does_not() -> None:
    assert [Chance(1).happens(each, "aurora") for each in (1.0, 0.0)] == [True, False]
