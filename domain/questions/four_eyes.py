"""Whether what takes two persons had two different ones, each with the authority for it at that time."""

from collections.abc import Iterator
from typing import assert_never

from domain.cluster.events.committee import DecisionTaken
from domain.committee import case_reference
from domain.person.state import Office
from domain.questions.deeds import Deed, Examined
from domain.questions.irregularity import Irregularity, Question
from domain.questions.pairs import Beforehand, Pair, Part, Role, pairs_of
from domain.questions.timeline import Known
from domain.scheme import Scheme


def not_four_eyes(examined: Examined) -> Iterator[Irregularity]:
    """Every act that takes two persons and had one, or one without the authority; and votes without a seat."""
    known, scheme = examined.known, examined.scheme
    beforehand = Beforehand(known, scheme)
    for deed in examined.deeds:
        for pair in pairs_of(deed, beforehand):
            yield from _of_pair(pair, deed, known)
        yield from _of_seats(deed, known, scheme)
        beforehand.learn(deed)


def _of_pair(pair: Pair, deed: Deed, known: Known) -> Iterator[Irregularity]:
    first, second = pair.first, pair.second
    if second is None:
        yield _irregular(pair.rule, (first.person,), f"{pair.what}: no second person is on record.", deed)
        return
    if first.person == second.person:
        sentence = f"{pair.what}: {first.person} was both persons."
        yield _irregular(pair.rule, (first.person,), sentence, deed)
    for part in (first, second):
        if part.role and not _holds(part, part.role, known):
            sentence = f"{pair.what}: {part.person} was no {part.role} then."
            yield _irregular(pair.rule, (part.person,), sentence, deed)


def _holds(part: Part, role: Role, known: Known) -> bool:
    """Whether the person was what the part takes, as known just before they did theirs."""
    match role:
        case Role.OPERATOR:
            return Office.OPERATOR in known.person(part.person, part.deed.before).offices
        case Role.EXPERT:
            return part.person in part.deed.case.experts
        case Role.MANAGER:
            return part.person in part.deed.cluster.managers
        case _:
            assert_never(role)


def _of_seats(deed: Deed, known: Known, scheme: Scheme) -> Iterator[Irregularity]:
    """R30: a decision takes a quorum of different members, each with a seat that day."""
    event = deed.event
    if not isinstance(event, DecisionTaken) or event.outcome == "defer":
        return
    reference = case_reference(deed.cluster, deed.case)
    voters = sorted({*event.basis.in_favour, *event.basis.against})
    seatless = [
        each for each in voters if not known.person(each, deed.before).seats_for(event.decided_on, reference)
    ]
    if seatless:
        sentence = f"The decision counts votes of members without a seat that day: {', '.join(seatless)}."
        yield _irregular("R30", tuple(seatless), sentence, deed)
    quorum = scheme.edition(deed.case.edition).committee.quorum.value
    if len(voters) < quorum:
        sentence = f"The decision rests on {len(voters)} of at least {quorum} members."
        yield _irregular("R30", tuple(voters), sentence, deed)


def _irregular(rule: str, persons: tuple[str, ...], sentence: str, deed: Deed) -> Irregularity:
    return Irregularity(
        question=Question.FOUR_EYES,
        cluster_id=deed.cluster.cluster_id,
        case_id=deed.case.case_id,
        rule=rule,
        persons=persons,
        sentence=sentence,
        acts=(deed.act,),
    )
