"""More experts and a second operator, for sentences about teams, ties and what two persons must accept."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.approvals import EndorseAct
from domain.cluster.commands.team import AcceptAssignment, AgreeTeam, ProposeTeam, ReplaceTeamMember
from domain.cluster.events.approvals import Endorsable
from domain.cluster.events.team import IndependenceCheck
from domain.person.state import Office, TieKind
from tests.domain.cast import AURORA, CLARA, EMIL, ESTHER, OLGA, person, tie
from tests.domain.silver_gold import gold, qualified
from tests.domain.specification import World

OTTO = "otto-operator"
ERIK, INGA, EBBE = (
    "erik-expert",
    "inga-expert",
    "ebbe-expert",
)  # of Germany, Iceland and Denmark, as Aurora is
ACCEPT_IT = AcceptAssignment(free_of_conflicts=True)


def staffed(world: World) -> World:
    """Five experts qualified for Silver and Gold, two of them Danish as Aurora is; Otto is an operator, too."""
    world.does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    for name, country in ((ERIK, "DE"), (INGA, "IS"), (EBBE, "DK")):
        world.does(OLGA, person(name, country=country), on=f"person-{name}")
    return qualified(world, EMIL, ESTHER, ERIK, INGA, EBBE)


def signed() -> World:
    """Aurora's first Gold case waits for a team."""
    return staffed(gold(Stage.SIGNED))


def proposed(*experts: str) -> World:
    return signed().does(OLGA, proposing(*(experts or (EMIL, ESTHER))), on=AURORA)


def team_agreed(*experts: str) -> World:
    """The team of Emil, who leads, and Esther stands."""
    team = experts or (EMIL, ESTHER)
    world = proposed(*team)
    for expert in team:
        world.does(expert, ACCEPT_IT, on=AURORA)
    return world.does(CLARA, AgreeTeam(), on=AURORA)


def proposing(*experts: str, reason: str | None = None) -> ProposeTeam:
    return ProposeTeam(experts=experts, reason=reason)


def replacing(expert: str, successor: str) -> ReplaceTeamMember:
    return ReplaceTeamMember(expert=expert, successor=successor, reason="A tie.")


def endorsing(
    subject: str,
    act: Endorsable = "soft-conflict",
    case_id: str | None = None,
    beside: tuple[str, ...] = (),
) -> EndorseAct:
    return EndorseAct(case_id=case_id, act=act, subject=subject, beside=beside, reason="Nobody else is free.")


def known(expert: str, country: str, version: int = 5) -> IndependenceCheck:
    """What was known of an expert at the proposal. Three qualifications and editions make five versions."""
    return IndependenceCheck(person=expert, person_version=version, country=country)


def tied(world: World, who: str, kind: TieKind, to: str = "aurora", until: date | None = None) -> World:
    """The person has declared a tie of 2020."""
    return world.does(who, tie(kind, to, date(2020, 1, 1), until), on=f"person-{who}")
