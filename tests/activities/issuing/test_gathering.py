"""What documents are made from: of its day, and of no other, however late a document is rendered."""

from datetime import date, timedelta

from activities.issuing.content import CertificateContent, ReportContent
from activities.issuing.gathered import Gathered
from activities.issuing.gathering import certificate_content, report_content, up_to_the_report
from domain.cluster.case import Stage
from domain.cluster.commands.committee import AnswerDeferral, TakeDecision
from domain.cluster.commands.organisation import ChangeCarrier, RenameCluster, UpdateProfile
from domain.schemes import scheme
from domain.standing import DocumentOwed
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    EMIL,
    ESTHER,
    MONA,
    MONDAY,
    PROFILE,
    VERA,
    YES,
    labelled,
    voted,
)
from tests.domain.specification import World
from tests.domain.walked import golden, walked_on

NAMES = {EMIL: "Emil", ESTHER: "Esther"}
NEW_NAME = RenameCluster(name="Aurora Borealis")


def gathered(world: World) -> Gathered:
    return Gathered(
        cluster=world.cluster("aurora"),
        history=world.histories[AURORA],
        texts={},
        scheme=scheme(),
        public_url="https://laurel.example",
        secretariat="secretariat",
        names=NAMES,
    )


def certificates(world: World) -> list[CertificateContent]:
    """What each certificate says that is owed now."""
    owed = [debt.document for debt in world.cluster("aurora").debts]
    wanted = [document for document in owed if document and document.kind == "certificate"]
    return [certificate_content(gathered(world), each) for each in wanted]


def report(world: World, kind: str = "report", version: int = 1) -> ReportContent:
    owed = DocumentOwed.model_validate({"kind": kind, "version": version})
    return report_content(up_to_the_report(gathered(world), "gold-1", owed), "gold-1", owed)


def test_a_certificate_is_of_the_day_of_its_decision_however_late_it_is_rendered() -> None:
    world = voted((CARL, YES), (VERA, YES), (MONA, YES)).does(CARL, AWARD, on=AURORA)
    (content,) = certificates(world.until(MONDAY + timedelta(days=30)))
    assert (content.issued_on, content.cluster, content.reissue) == (MONDAY, "Aurora", False)


def test_a_certificate_issued_anew_is_of_the_day_of_what_changed_whatever_that_was() -> None:
    day = date(2026, 5, 11)
    by_profile = UpdateProfile(profile=PROFILE, carrier="Nord Foundation")
    for command in (NEW_NAME, ChangeCarrier(carrier="Nord Foundation"), by_profile):
        world = labelled(MONDAY).pay().until(day).does(CLARA, command, on=AURORA)
        (content,) = certificates(world.until(day + timedelta(days=9)))
        assert (content.issued_on, content.reissue) == (day, True)
        now = world.cluster("aurora")
        assert (content.cluster, content.carrier) == (now.name, now.carrier)


def test_the_report_released_behind_the_decision_is_the_one_those_had_who_decided() -> None:
    world = golden(Stage.REPORT_FINAL)
    final = report(world, "report-final")
    assert (final.draft, final.cluster, final.experts) == (False, "Aurora", ("Emil", "Esther"))
    assert final.written_on == world.today
    world.until(world.today + timedelta(days=2)).does(CLARA, NEW_NAME, on=AURORA)
    walked_on(world, Stage.CLOSED, after=Stage.REPORT_FINAL)
    assert report(world) == final


def test_an_answer_to_the_committee_stands_in_its_own_version_only() -> None:
    world = golden(Stage.ON_AGENDA)
    first = report(world)
    world.does(CARL, TakeDecision(outcome="defer", reason="How many members pay?"), on=AURORA)
    world.until(world.today + timedelta(days=3)).does(EMIL, AnswerDeferral(answer="Half."), on=AURORA)
    second = report(world, version=2)
    assert report(world) == first
    assert (second.written_on, second.summary.count("\n\n")) == (world.today, first.summary.count("\n\n") + 1)


def test_a_draft_says_what_was_so_when_it_was_written() -> None:
    world = golden(Stage.FACT_CHECK)
    draft = report(world, "report-draft")
    world.does(CLARA, NEW_NAME, on=AURORA)
    assert draft.draft is True
    assert report(world, "report-draft") == draft
