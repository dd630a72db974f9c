"""Acts about appeals: whether nobody judged one who had part in it or was tied, and the whole panel did (R34, R35)."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.cluster import evolve as cluster_fold
from domain.cluster.appeal import Appeal
from domain.cluster.events.appeals import AppealAdmitted, AppealDecided, AppealRejected, PanelAppointed
from domain.cluster.rules.impartiality import part_in
from domain.cluster.state import Cluster
from domain.conflicts import Conflict, hard_conflicts, soft_ties
from domain.edition import Edition
from domain.person.state import Person
from domain.questions.beside_cases import ActBeside
from domain.questions.deeds import Examined
from domain.questions.irregularity import Irregularity, Question

_Judging = AppealAdmitted | AppealRejected | PanelAppointed | AppealDecided


@dataclass(frozen=True)
class JudgingAct:
    """One event by which an appeal was judged; appeal and cluster as they stood before it."""

    act: ActBeside
    event: _Judging
    appeal: Appeal
    cluster: Cluster
    edition: Edition

    def conflicts(self, person: Person) -> tuple[Conflict, ...]:
        """Every tie of the person to who appeals, one two persons might accept elsewhere included."""
        day, ties = self.act.day, self.edition.ties
        return (
            *hard_conflicts(person, self.cluster, day, ties),
            *soft_ties(person, self.cluster, day, ties),
        )


def irregular_appeals(examined: Examined) -> Iterator[Irregularity]:
    for judging in _judged(examined):
        match judging.event:
            case AppealAdmitted() | AppealRejected():
                yield from _by(judging, (judging.act.entry.actor,), "R34", examined)
            case PanelAppointed(panel=panel):
                yield from _whole(judging, panel)
                yield from _by(judging, panel, "R35", examined)
            case AppealDecided(votes=votes):
                yield from _whole(judging, tuple(votes))
                yield from _of_the_panel(judging, tuple(votes))
                yield from _by(judging, tuple(votes), "R35", examined)


def _judged(examined: Examined) -> Iterator[JudgingAct]:
    cluster = Cluster(cluster_id=examined.cluster_id)
    for entry in examined.history:
        event = entry.happened.event
        if isinstance(event, _Judging) and (appeal := cluster.find_appeal(event.appeal_id)):
            act = ActBeside(entry, of=cluster.cluster_id, about=event.appeal_id)
            yield JudgingAct(act, event, appeal, cluster, examined.scheme.edition(appeal.edition))
        cluster = cluster_fold.evolve(cluster, entry.happened)


def _by(
    judging: JudgingAct, persons: tuple[str, ...], rule: str, examined: Examined
) -> Iterator[Irregularity]:
    """Each who had part in what they judged, and each who was tied."""
    for person in persons:
        if part := part_in(judging.appeal, person, judging.cluster):
            yield judging.act.irregular(Question.KNOWN_THEN, rule, (person,), part)
    yield from judging.act.conflicted(persons, judging.conflicts, examined.known)


def _whole(judging: JudgingAct, members: tuple[str, ...]) -> Iterator[Irregularity]:
    wanted, number = judging.edition.appeals.panel.value, len(set(members))
    if number != wanted:
        did = "decided" if isinstance(judging.event, AppealDecided) else "to be decided"
        sentence = f"{judging.appeal.appeal_id} was {did} by {number} instead of {wanted} persons."
        yield judging.act.irregular(Question.FOUR_EYES, "R35", members, sentence)


def _of_the_panel(judging: JudgingAct, voters: tuple[str, ...]) -> Iterator[Irregularity]:
    if strangers := tuple(each for each in voters if each not in judging.appeal.panel):
        sentence = (
            f"{judging.appeal.appeal_id} was decided by who was not on its panel: {', '.join(strangers)}."
        )
        yield judging.act.irregular(Question.FOUR_EYES, "R35", strangers, sentence)
