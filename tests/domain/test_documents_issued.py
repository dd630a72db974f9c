"""Drafts, reports and certificates: what is owed, issued, and issued anew."""

from datetime import date

from domain.cluster.case import Stage
from domain.cluster.commands.assessment import FinaliseReport
from domain.cluster.commands.committee import AnswerDeferral, TakeDecision
from domain.cluster.commands.effects import IssueDocument
from domain.cluster.commands.organisation import ChangeCarrier, RenameCluster
from domain.cluster.events.documents import CertificateIssued, ReportDraftIssued, ReportIssued, ReportReleased
from domain.cluster.rules.documents import certificate_number
from domain.cluster.standing import standing
from domain.levels import Level
from domain.standing import Debt, DocumentOwed
from tests.domain.cast import (
    AURORA,
    AWARD,
    CARL,
    CLARA,
    DRAFT,
    EMIL,
    MONA,
    MONDAY,
    VERA,
    YES,
    bronze,
    voted,
    walk,
)
from tests.domain.specification import World, document, given
from tests.domain.walked import golden

PDF, OTHER_PDF = document("one"), document("another")


def owed(world: World) -> list[Debt]:
    return [debt for debt in world.cluster("aurora").debts if debt.document]


def named(world: World) -> list[DocumentOwed]:
    return [debt.document for debt in owed(world) if debt.document]


def certificate(name: str = "Aurora", replaces: str | None = None) -> DocumentOwed:
    """Bronze's, of the day of its award, under the name of that day."""
    return DocumentOwed(
        kind="certificate",
        level="bronze",
        term=1,
        replaces=replaces,
        cluster_name=name,
        carrier="Aurora Association",
        owed_on=MONDAY,
    )


def certified(
    name: str = "Aurora",
    replaces: str | None = None,
    *,
    case_id: str | None = None,
    document: str = PDF,
) -> CertificateIssued:
    return CertificateIssued(
        case_id=case_id,
        level=Level.BRONZE,
        term=1,
        number="aurora/bronze/1",
        document=document,
        replaces=replaces,
        cluster_name=name,
        carrier="Aurora Association",
    )


def awarded() -> World:
    return voted((CARL, YES), (VERA, YES), (MONA, YES)).does(CARL, AWARD, on=AURORA)


def test_a_draft_owes_a_document_that_is_visibly_a_draft() -> None:
    world = bronze(Stage.DRAFT).does(EMIL, DRAFT, on=AURORA)
    (draft,) = owed(world)
    assert draft.document == DocumentOwed(kind="report-draft", version=1)
    given(world).when(IssueDocument(debt_id=draft.debt_id, document=PDF), by=None).then(
        ReportDraftIssued(case_id="bronze-1", version=1, document=PDF)
    ).with_letters((CLARA, "report-drafted"))


def test_an_award_owes_the_report_and_the_certificate_of_its_term() -> None:
    world = awarded()
    assert named(world) == [
        DocumentOwed(kind="report", version=1),
        certificate(),
    ]


def test_the_report_is_released_to_the_applicant_after_the_decision() -> None:
    world = awarded()
    report, _ = owed(world)
    given(world).when(IssueDocument(debt_id=report.debt_id, document=PDF), by=None).then(
        ReportReleased(case_id="bronze-1", version=1, document=PDF)
    ).with_letters((CLARA, "report-released"))


def test_a_certificate_is_known_by_cluster_level_and_term() -> None:
    world = awarded()
    _, first = owed(world)
    given(world).when(IssueDocument(debt_id=first.debt_id, document=PDF), by=None).then(
        certified(case_id="bronze-1")
    ).with_letters((CLARA, "certificate-issued"))


def test_a_certificate_that_is_issued_ends_its_limit() -> None:
    world = awarded()
    assert [limit.name for limit in world.case("aurora").limits] == ["certificate"]
    assert world.pay().case("aurora").limits == ()


def test_a_certificate_not_issued_in_five_working_days_is_overdue_though_the_case_is_closed() -> None:
    world = awarded()
    limit = world.case("aurora").limit("certificate")
    assert limit is not None
    world.until(limit.due_at)
    assert [event.type for event in world.events(AURORA)][-1] == "DeadlinePassed"


def test_a_document_that_is_not_owed_any_more_is_not_issued_again() -> None:
    world = awarded()
    report, _ = owed(world)
    given(world.pay()).when(IssueDocument(debt_id=report.debt_id, document=PDF), by=None).then_nothing()


def test_another_name_lets_the_certificate_be_issued_anew_and_the_old_one_kept_and_marked() -> None:
    world = awarded().pay()
    (first,) = world.cluster("aurora").certificates
    world.does(CLARA, RenameCluster(name="Aurora Borealis"), on=AURORA)
    (again,) = owed(world)
    assert again.document == certificate("Aurora Borealis", first.document)
    given(world).when(IssueDocument(debt_id=again.debt_id, document=OTHER_PDF), by=None).then(
        certified("Aurora Borealis", first.document, document=OTHER_PDF)
    ).with_letters((CLARA, "certificate-reissued"))
    assert [(each.document, each.replaced) for each in world.cluster("aurora").certificates] == [
        (first.document, True),
        (OTHER_PDF, False),
    ]


def test_another_carrier_lets_the_certificate_be_issued_anew() -> None:
    world = awarded().pay().does(CLARA, ChangeCarrier(carrier="Aurora Foundation"), on=AURORA)
    assert [debt.kind for debt in named(world)] == ["certificate"]


def test_another_name_before_the_new_certificate_is_there_leaves_one_owed_under_the_latest_name() -> None:
    world = awarded().pay()
    (first,) = world.cluster("aurora").certificates
    world.does(CLARA, RenameCluster(name="Aurora Borealis"), on=AURORA)
    (overtaken,) = owed(world)
    world.does(CLARA, RenameCluster(name="Aurora Polaris"), on=AURORA)
    assert named(world) == [certificate("Aurora Polaris", first.document)]
    # What was being rendered under the name between arrives late, and counts no more.
    given(world).when(IssueDocument(debt_id=overtaken.debt_id, document=PDF), by=None).then_nothing()
    (latest,) = owed(world)
    given(world).when(IssueDocument(debt_id=latest.debt_id, document=OTHER_PDF), by=None).then(
        certified("Aurora Polaris", first.document, document=OTHER_PDF)
    )
    assert named(world) == []


def test_a_first_certificate_being_rendered_while_the_name_changes_is_issued_under_the_new_one() -> None:
    world = awarded()
    _, rendering = owed(world)
    world.does(CLARA, RenameCluster(name="Aurora Borealis"), on=AURORA)
    assert named(world) == [DocumentOwed(kind="report", version=1), certificate("Aurora Borealis")]
    given(world).when(IssueDocument(debt_id=rendering.debt_id, document=PDF), by=None).then_nothing()
    _, first = owed(world)
    given(world).when(IssueDocument(debt_id=first.debt_id, document=PDF), by=None).then(
        certified("Aurora Borealis", case_id="bronze-1")
    ).with_letters((CLARA, "certificate-issued"))
    assert world.case("aurora").limits == ()


def test_each_of_two_changes_a_certificate_was_issued_between_is_followed_by_its_own() -> None:
    world = awarded().pay()
    for name in ("Aurora Borealis", "Aurora Polaris"):
        world.does(CLARA, RenameCluster(name=name), on=AURORA).pay()
    certificates = world.cluster("aurora").certificates
    assert [each.replaced for each in certificates] == [True, True, False]
    told = [event for event in world.events(AURORA) if isinstance(event, CertificateIssued)]
    assert [event.cluster_name for event in told] == ["Aurora", "Aurora Borealis", "Aurora Polaris"]


def test_a_final_report_is_issued_to_those_who_decide_and_released_behind_the_decision() -> None:
    world = bronze(Stage.FACTS_CHECKED).does(EMIL, FinaliseReport(), on=AURORA)
    (final,) = owed(world)
    assert final.document == DocumentOwed(kind="report-final", version=1)
    given(world).when(IssueDocument(debt_id=final.debt_id, document=PDF), by=None).then(
        ReportIssued(case_id="bronze-1", version=1, document=PDF)
    ).with_letters()
    assert named(world) == []


def test_an_answer_to_the_committee_is_a_final_report_of_its_own() -> None:
    world = golden(Stage.ON_AGENDA)
    world.does(CARL, TakeDecision(outcome="defer", reason="How many members pay?"), on=AURORA)
    world.does(EMIL, AnswerDeferral(answer="Two thirds of them."), on=AURORA)
    assert named(world) == [DocumentOwed(kind="report-final", version=2)]


def test_a_final_report_not_issued_before_the_decision_is_issued_behind_it_all_the_same() -> None:
    world = bronze(Stage.FACTS_CHECKED).does(EMIL, FinaliseReport(), on=AURORA)
    walk(world, Stage.ON_AGENDA, after=Stage.REPORT_FINAL)
    for member in (CARL, VERA, MONA):
        world.does(member, YES, on=AURORA)
    world.does(CARL, AWARD, on=AURORA)
    assert [each.kind for each in named(world)] == ["report-final", "report", "certificate"]


def test_a_certificate_that_is_overdue_makes_its_case_an_incident_until_it_is_issued() -> None:
    world = awarded()
    limit = world.case("aurora").limit("certificate")
    assert limit is not None
    assert standing(world.cluster("aurora")).uncertified == ()
    assert standing(world.until(limit.due_at).cluster("aurora")).uncertified == ("bronze-1",)
    assert standing(world.pay().cluster("aurora")).uncertified == ()


def test_a_certificate_of_a_label_that_lapsed_is_not_issued_anew() -> None:
    world = awarded().pay().until(date(2030, 1, 7))
    assert named(world.does(CLARA, RenameCluster(name="Aurora Borealis"), on=AURORA)) == []


def test_a_term_awarded_anew_after_an_annulment_has_a_certificate_of_another_number() -> None:
    world = awarded().pay()
    (first,) = world.cluster("aurora").certificates
    void = world.cluster("aurora").model_copy(
        update={"certificates": (first.model_copy(update={"void": True}),)}
    )
    assert certificate_number(world.cluster("aurora"), Level.BRONZE, 1) == "aurora/bronze/1"
    assert certificate_number(void, Level.BRONZE, 1) == "aurora/bronze/1-2"
