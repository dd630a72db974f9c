"""docs/vocabulary.md as the code has it; `python -m tests.docs.vocabulary` writes it anew."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from activities.notification.rendering import NOTICES, render
from activities.notification.wording import LetterFacts
from domain.catalogue import Catalogue, Descriptor, Indicator, Measure, Scale
from domain.cluster.case import ClosedAs, Stage
from domain.cluster.commands import ClusterCommand
from domain.cluster.events import ClusterStreamEvent
from domain.commands import COMMAND_TYPES, EngineCommand
from domain.edition import Criterion, Edition
from domain.editions.commands import SchemeCommand
from domain.editions.events import SchemeEvent
from domain.erasure import RedactText
from domain.ledger.commands import LedgerCommand
from domain.ledger.events import LedgerEvent
from domain.limits import LimitRule
from domain.office.commands import OfficeCommand
from domain.office.events import OfficeEvent
from domain.permissions import PERMISSIONS
from domain.person.commands import PersonStreamCommand
from domain.person.events import PersonEvent
from domain.programme.commands import ProgrammeCommand
from domain.programme.events import ProgrammeEvent
from domain.round.commands import RoundCommand
from domain.round.events import RoundEvent
from domain.schemes import scheme
from domain.sourced import Sourced
from domain.status import StatusState

FILE = Path(__file__).parents[2] / "docs" / "vocabulary.md"
_OPENING = """# Vocabulary

What may be asked, what can have happened, and the words both use. Derived from the code, where each has its rules
and fields; `laurel commands TYPE` prints a command's JSON schema. Written by `python -m tests.docs.vocabulary`.

A value of the scheme carries its mark: (S) said by a source document, (W) by a public page, (I) inferred, (A) assumed.
Each has its source in the scheme's data.
"""
_CRITERIA = """## Eligibility

`AcceptApplication` and `RecheckEligibility` answer each criterion under its key, by the edition in force that day:
`{"criteria": {"eccp_listing": true, "fte_hundredths": true, …}}`. A criterion that is false but waived stands in
`waived` as well, where the last column allows it and the profile says the cluster is nationally recognised.
`DeclineApplication` names in `failed` what is not met.
"""
_INDICATORS = """## Indicators

`RecordBenchmark` answers every code, by the catalogue of the case's edition: `{"values": {"1.1.0": 1, "1.1.1": 4, …}}`.
Values are whole numbers; null says that the cluster could give none.

`SubmitTest` and `SubmitScores` score what has a scale of points or is a gate, for Silver only what has a minimum:
`{"scores": {"1.1.0": 1, "1.1.1": 4, …}}`. A missed minimum refuses (R5), a missed threshold is recommended upon (R6).
"""
_NAMED_ONE_BY_ONE = 2
_SCALES = {
    Scale.GATE: "1 fulfilled, 0 not",
    Scale.POINTS: "0 to 5",
    Measure.YEARS: "years",
    Measure.COUNT: "a count",
    Measure.PERCENT: "percent, 0 to 100",
    Measure.TENTHS: "tenths: 15 is 1.5",
}
# What letters may speak of, for reading their subjects.
_DETAILS = (
    "due_on",
    "valid_until",
    "renewable_until",
    "closes_on",
    "retry_from",
    "retry_until",
    "effective_on",
    "days",
)


def text() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *_commands(), *_events(), *_words(), *_of_the_scheme(), *_letters()])


def _commands() -> Iterator[str]:
    of_persons = (
        ("a cluster", ClusterCommand),
        ("a committee round", RoundCommand),
        ("a person", PersonStreamCommand),
        ("an accredited office", OfficeCommand),
        ("the scheme", SchemeCommand),
        ("a programme", ProgrammeCommand),
        ("the record as a whole", LedgerCommand),
        ("any of these", RedactText),
    )
    for stream, union in of_persons:
        rows = [_command(name) for name in map(_type, get_args(union) or (union,))]
        yield from _table(f"Commands to {stream}", ("command", "who may", "at stage", "what it does"), rows)
    engine = [(_code(_type(each)), _summary(each)) for each in get_args(EngineCommand)]
    yield from _table("Commands of the engine alone", ("command", "what it does"), engine)


def _command(name: str) -> tuple[str, ...]:
    permission = PERMISSIONS[name]
    return (
        _code(name),
        ", ".join(permission.relations),
        _stages(permission.stages),
        _summary(COMMAND_TYPES[name]),
    )


def _stages(stages: frozenset[Stage]) -> str:
    if not stages:
        return "–"
    open_ = [stage for stage in Stage if stage is not Stage.CLOSED]
    but = [stage for stage in open_ if stage not in stages]
    if len(but) > 1:
        return ", ".join(_runs(open_, stages))
    return " but ".join(["any open", *but])


def _runs(ordered: Sequence[Stage], stages: frozenset[Stage]) -> Iterator[str]:
    """Neighbours in the order of stages are named by the first and the last of them."""
    for among, neighbours in groupby(ordered, key=stages.__contains__):
        run = list(neighbours)
        if among and len(run) > _NAMED_ONE_BY_ONE:
            yield f"{run[0]} to {run[-1]}"
        elif among:
            yield from run


def _events() -> Iterator[str]:
    of_streams = (
        ("a cluster", ClusterStreamEvent),
        ("a committee round", RoundEvent),
        ("a person", PersonEvent),
        ("an accredited office", OfficeEvent),
        ("the scheme", SchemeEvent),
        ("a programme", ProgrammeEvent),
        ("the record as a whole", LedgerEvent),
    )
    for stream, union in of_streams:
        rows = [(_code(_type(each)), _summary(each) or "–") for each in get_args(union)]
        yield from _table(f"Events of {stream}", ("event", "what it says"), rows)


def _words() -> Iterator[str]:
    lists: tuple[tuple[str, type[StrEnum]], ...] = (
        ("Stages of a case", Stage),
        ("How a case ends", ClosedAs),
        ("Status of a label on a day", StatusState),
    )
    for title, words in lists:
        yield f"## {title}\n"
        yield " · ".join(words) + "\n"


def _of_the_scheme() -> Iterator[str]:
    editions = scheme().editions
    yield _CRITERIA
    for edition in editions:
        yield from _eligibility(edition)
    yield _INDICATORS
    for catalogue in scheme().catalogues:
        users = [each.key for each in editions if each.catalogue.value == catalogue.key]
        yield from _catalogue(catalogue, users)
    edition = editions[-1]
    limits = [_limit(name, rule) for name, rule in edition.limits.items()]
    head = ("limit", "who must act", "runs from", "length", "at its end")
    yield from _table(f"Limits of the edition {edition.key}", head, limits)


def _eligibility(edition: Edition) -> Iterator[str]:
    head = ("key", "requirement", "minimum", "may be waived")
    rows = [_criterion(each) for each in edition.eligibility]
    yield from _table(f"Edition {edition.key}", head, rows, level=3)


def _criterion(criterion: Criterion) -> tuple[str, ...]:
    waived = criterion.waived_if_nationally_recognised
    return (
        _code(criterion.key),
        _marked(criterion.requirement),
        "–" if criterion.minimum is None else _marked(criterion.minimum),
        f"{'yes' if waived.value else 'no'} ({waived.mark})",
    )


def _catalogue(catalogue: Catalogue, users: Sequence[str]) -> Iterator[str]:
    rows = [_indicator(each) for each in catalogue.bronze]
    title = f"Catalogue {catalogue.key}, of {' and '.join(users)}"
    yield from _table(title, ("code", "name", "scale", "minimum", "threshold"), rows, level=3)


def _indicator(asked: Indicator | Descriptor) -> tuple[str, ...]:
    named = (_code(asked.code), _marked(asked.name))
    if not isinstance(asked, Indicator):
        return (*named, f"{_SCALES[asked.measure.value]} ({asked.measure.mark})", "–", "–")
    scale = f"{_SCALES[asked.scale.value]} ({asked.scale.mark})"
    return (*named, scale, *(_marked(each) if each else "–" for each in (asked.minimum, asked.threshold)))


def _marked(sourced: Sourced[str] | Sourced[int]) -> str:
    return f"{sourced.value} ({sourced.mark})"


def _letters() -> Iterator[str]:
    yield from _table(
        "Letters", ("letter", "subject"), [(_code(each), _subject(each)) for each in sorted(NOTICES)]
    )


def _limit(name: str, rule: LimitRule) -> tuple[str, ...]:
    length = f"{rule.period.value} ({rule.period.mark})"
    return _code(name), rule.party, rule.runs_from, length, rule.consequence.value.replace("-", " ")


def _subject(notice: str) -> str:
    words = {
        "level": "bronze",
        "higher_level": "silver",
        "task": "record-benchmark",
        "round": "1",
        "office": "Nordlys",
        "successor": "Vega",
    }
    details = words | dict.fromkeys(_DETAILS, "2026-01-31")
    facts = LetterFacts(
        name="N", cluster="Aurora", stream="cluster-aurora", link="", secretariat="S", details=details
    )
    return render(notice, "en", facts).subject


def _type(model: type[BaseModel]) -> str:
    name: str = model.model_fields["type"].default
    return name


def _summary(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _code(name: str) -> str:
    return f"`{name}`"


def _table(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, level: int = 2
) -> Iterator[str]:
    yield f"{'#' * level} {title}\n"
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"
    yield ""


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
