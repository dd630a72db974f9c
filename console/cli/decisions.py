"""`laurel why`: a certification decision with all it rested on, and whether the same outcome follows again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import orjson
import typer
from rich.markup import escape

from console.cli.asking import Json
from console.cli.moments import AsOf, Effective, asked_then, said_of
from console.cli.output import console, print_json, print_table, when
from console.cli.reading import ERASED, cluster_stream, looking_at, opened_texts, stream_then
from console.cli.session import Session, run
from console.exits import Exit
from domain.cluster.decided import Entry, decided
from domain.cluster.explanation import Ballot, Explanation, IndicatorScore
from domain.cluster.recheck import differences
from domain.cluster.state import Cluster
from domain.cluster.why import explained, told_to
from domain.frozen import Frozen
from domain.happened import Happened
from domain.secretariat import secretariat_day
from domain.streams import CLUSTER
from ledger.reading import StoredEvent

Asker = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="LAUREL_PERSON",
        help="Who asks: a person's id. Refused for whom the answer is not; without it, all is told.",
    ),
]
_MET = {True: "✔ met", False: "[bold red]✘ not met[/bold red]"}


class _Question(NamedTuple):
    """What `laurel why` was asked, as it was typed."""

    stream: str
    decision: str | None
    as_of: str
    effective: str
    viewer: str
    recheck: bool


class Rechecked(Frozen):
    """Whether the same outcome follows from the record, and what does not."""

    follows: bool
    differences: tuple[str, ...]


class Answer(Frozen):
    """Why, with the sealed texts it holds opened; an erased one is missing in `texts`."""

    explanation: Explanation
    recheck: Rechecked | None
    texts: dict[str, str]


def why(  # noqa: PLR0913 - the options of one command
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster's id.")],
    decision: Annotated[
        str | None,
        typer.Argument(
            metavar="DECISION",
            help="A case such as gold-1, or gold-1/1 for its first decision. Default: the latest of all.",
        ),
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Decide again from the record; exits 1 if something differs.")
    ] = False,
    as_of: AsOf = "",
    effective: Effective = "",
    viewer: Asker = "",
    as_json: Json = False,
) -> None:
    """Say why a case was decided as it was.

    Every requirement, the votes, what each had seen, what came of it.
    """
    asked = _Question(cluster_stream(cluster), decision, as_of, effective, viewer, recheck)
    answer = run(lambda session: _answer(session, asked), as_json=as_json)
    if as_json:
        explanation = answer.explanation.model_dump(mode="json")
        print_json({**explanation, "recheck": answer.recheck, "texts": answer.texts})
    else:
        if said := said_of(as_of, effective):
            console.print(f"[bold]{said}[/bold]")
        _print(answer)
    if answer.recheck and not answer.recheck.follows:
        raise typer.Exit(Exit.REFUSED)


async def _answer(session: Session, asked: _Question) -> Answer:
    then = await asked_then(session, asked.as_of, asked.effective)
    past = await stream_then(session, asked.stream, then)
    history = [_entry(*each) for each in zip(past.stored, past.history, strict=True)]
    found = decided(asked.stream.removeprefix(CLUSTER), history, asked.decision)
    by = await session.scheme()
    explanation = explained(found, by)
    person = await looking_at(session, asked.viewer, past.now)
    if person is not None and isinstance(past.now, Cluster):
        explanation = told_to(explanation, person, past.now, secretariat_day(datetime.now(UTC)))
    unlike = differences(found, by) if asked.recheck else ()
    return Answer(
        explanation=explanation,
        recheck=Rechecked(follows=not unlike, differences=unlike) if asked.recheck else None,
        texts=await opened_texts(session, [explanation.model_dump_json()]),
    )


def _entry(stored: StoredEvent, happened: Happened[Any]) -> Entry:
    metadata = orjson.loads(stored.metadata)
    return Entry(
        position=stored.position,
        happened=happened,
        actor=metadata["actor"],
        seen=metadata.get("seen"),
    )


def _print(answer: Answer) -> None:
    said, texts = answer.explanation, answer.texts
    _print_heading(said, texts)
    print_table(
        "What an award requires",
        ("rule", "about", "", "how it stood"),
        [(each.rule, each.about, _MET[each.met], escape(each.sentence)) for each in said.requirements],
        empty="An award requires nothing.",
    )
    if said.scores:
        print_table(
            "Scores",
            ("indicator", "name", "score", "minimum", "threshold", "dissent"),
            [_score(each) for each in said.scores],
            empty="",
        )
    if said.total:
        console.print(
            f"  Total: {said.total.points} of {said.total.maximum} points, {said.total.percent} %;"
            f" {said.total.needed_percent} % needed"
        )
    _print_votes(said, texts)
    print_table(
        "What happened to it afterwards",
        ("#", "day", "what"),
        [
            (str(each.position), when(each.on), escape(each.sentence + _because(each.reason, texts)))
            for each in said.later
        ],
        empty="Nothing has happened to it since.",
    )
    if answer.recheck:
        _print_recheck(answer.recheck, said)


def _print_heading(said: Explanation, texts: dict[str, str]) -> None:
    which = f" (decision {said.number} of {said.of} in this case)" if said.of > 1 else ""
    console.print(
        f"[bold]{said.cluster_id}/{said.case_id}: {said.outcome} on {said.decided_on}[/bold]{which}"
    )
    organisation = said.organisation
    facts = {
        "cluster as it was": f"{organisation.name}, {organisation.country}, carried by {organisation.carrier or '–'}",
        "procedure": f"{said.level}, {said.kind}, edition {said.edition}",
        "eligibility": f"edition {said.edition_of_eligibility or '–'}",
        "presided": f"{said.presided_by}, in {said.round_id}",
        "report": _report(said),
        "refused by": said.rule or "",
        "after a replacement": {True: "the audit stands", False: "the audit does not stand", None: ""}[
            said.audit_stands
        ],
        "next": "the case is audited again" if said.new_audit else "",
        "term": _term(said),
        "question" if said.outcome == "defer" else "reasons": texts.get(said.reason, ERASED),
    }
    for name, value in facts.items():
        if value:
            console.print(f"  {name}: {escape(value)}")


def _report(said: Explanation) -> str:
    if said.report is None:
        return ""
    signed = f", signed by {', '.join(said.report.signed_by)}" if said.report.signed_by else ""
    return f"version {said.report.version}, final on {said.report.on}, at position {said.report.position}{signed}"


def _term(said: Explanation) -> str:
    if said.term is None:
        return ""
    return f"{said.term.number}, {when(said.term.first_day)} to {when(said.term.last_day)}, by {said.term.edition}"


def _score(each: IndicatorScore) -> tuple[str, ...]:
    below = each.minimum is not None and each.score < each.minimum
    return (
        each.code,
        escape(each.name),
        f"[bold red]{each.score} ✘ below minimum[/bold red]" if below else str(each.score),
        _number(each.minimum),
        _number(each.threshold),
        _number(each.dissent),
    )


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _print_votes(said: Explanation, texts: dict[str, str]) -> None:
    votes = said.votes
    needed = "met" if votes.counted >= votes.quorum else "not met"
    console.print(
        f"Votes: {len(votes.in_favour)} in favour, {len(votes.against)} against;"
        f" quorum {votes.quorum}, counted {votes.counted}"
        + (f" ({needed})" if said.outcome != "defer" else "")
    )
    if votes.casting_vote_of:
        console.print(f"  the vote of {votes.casting_vote_of} decided the tie")
    print_table(
        "Who voted",
        ("member", "vote", "counted", "report", "had seen", "reason"),
        [_ballot(each, texts) for each in votes.ballots],
        empty="Nobody voted.",
    )
    for each in votes.stepped_aside:
        console.print(
            f"  {each.member} stepped aside on {each.on} ({each.rule}){escape(_because(each.reason, texts))}"
        )


def _ballot(each: Ballot, texts: dict[str, str]) -> tuple[str, ...]:
    seen = "not recorded" if each.seen is None else f"position {each.seen}"
    if each.after_report is False:
        seen += ", before the report was final"
    reason = escape(texts.get(each.reason, ERASED)) if each.reason else "–"
    counted = "yes" if each.counted else "no"
    return each.member, each.vote, counted, f"version {each.report_version}", seen, reason


def _because(reason: str | None, texts: dict[str, str]) -> str:
    return f" – {texts.get(reason, ERASED)}" if reason else ""


def _print_recheck(recheck: Rechecked, said: Explanation) -> None:
    if recheck.follows:
        console.print(f"[bold]Rechecked under {said.edition}: the same outcome follows.[/bold]")
        return
    console.print(
        f"[bold red]Rechecked under {said.edition}: this does not follow from the record:[/bold red]"
    )
    _print_lines(recheck.differences)


def _print_lines(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        console.print(f"  ✘ {escape(sentence)}")
