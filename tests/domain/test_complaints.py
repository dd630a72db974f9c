"""Complaints: acknowledged, looked into by who is free of them, answered; who complains is kept back (§7)."""

from datetime import date

import pytest

from domain.cluster.commands.effects import FailNotice, SendNotice, SkipEffect
from domain.cluster.events.clock import DeadlineEscalated, DeadlinePassed
from domain.cluster.events.effects import EffectSkipped, NoticeSent
from domain.complaint.commands import CloseComplaint, InvestigateComplaint, LodgeComplaint
from domain.complaint.events import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintInvestigated,
    ComplaintLodged,
)
from domain.complaint.secrecy import (
    visible_actor,
    visible_complaint,
    visible_in_complaint,
)
from domain.complaint.standing import tasks_of
from domain.complaint.state import Complaint, ComplaintState
from domain.confidential import WITHHELD, visible_payload
from domain.events import payload_of
from domain.levels import Level
from domain.person.state import Office, TieKind
from tests.domain.cast import (
    CLARA,
    EMIL,
    ESTHER,
    KNUD,
    MONDAY,
    OLGA,
    SVEN,
    labelled,
    person,
    stage_set,
    tie,
)
from tests.domain.specification import World, given, sealed
from tests.domain.teams import OTTO

COMPLAINT = "complaint-1"
MISUSE = LodgeComplaint(about="holder", subject="aurora", complaint="They print it on trucks.")
FOUNDED = CloseComplaint(finding="founded", measure=Level.BRONZE, reason="The trucks were seen.")
UNFOUNDED = CloseComplaint(finding="unfounded", reason="There are no trucks.")
ADA = "ada-auditor"


def complaint(world: World) -> Complaint:
    state = world.state(COMPLAINT)
    assert isinstance(state, Complaint)
    return state


def staffed() -> World:
    """Two operators, and an auditor."""
    world = stage_set().does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    return world.does(OLGA, person(ADA, Office.AUDIT_READER), on=f"person-{ADA}")


def lodged(command: LodgeComplaint = MISUSE, by: str = KNUD) -> World:
    return staffed().does(by, command, on=COMPLAINT)


def acknowledged(command: LodgeComplaint = MISUSE, by: str = KNUD) -> World:
    return lodged(command, by).pay()


def investigated(command: LodgeComplaint = MISUSE) -> World:
    return acknowledged(command).does(OTTO, InvestigateComplaint(), on=COMPLAINT)


# Lodged


def test_anybody_who_is_registered_complains_about_a_holder() -> None:
    given(staffed()).when(MISUSE, by=KNUD, on=COMPLAINT).then(
        ComplaintLodged(
            about="holder",
            subject="aurora",
            concerned=(CLARA,),
            organisations=("aurora", "aurora-association"),
            complainant=KNUD,
            complaint=sealed("They print it on trucks."),
            lodged_on=MONDAY,
            edition="ecei-2019",
        )
    ).with_letters((KNUD, "complaint-acknowledged")).with_limits(
        ("complaint_acknowledgement", date(2026, 2, 9)), ("complaint", date(2026, 3, 30))
    )


@pytest.mark.parametrize(
    "command",
    [
        MISUSE.model_copy(update={"subject": "nobody-known"}),
        LodgeComplaint(about="expert", subject="nobody-known", complaint="Rude."),
        LodgeComplaint(about="secretariat", subject="nobody-known", complaint="Slow."),
    ],
)
def test_a_complaint_about_somebody_unknown_is_refused(command: LodgeComplaint) -> None:
    given(staffed()).when(command, by=KNUD, on=COMPLAINT).then_rejected("subject-unknown")


@pytest.mark.parametrize("about", ["holder", "expert"])
def test_whom_a_complaint_is_about_is_said(about: str) -> None:
    command = LodgeComplaint.model_validate({"about": about, "complaint": "Rude."})
    given(staffed()).when(command, by=KNUD, on=COMPLAINT).then_rejected("subject-missing")


def test_who_is_not_registered_complains_through_the_secretariat() -> None:
    command = MISUSE.model_copy(update={"complainant_name": "Xenia Example"})
    outcome = given(staffed()).when(command, by=OLGA, on=COMPLAINT)
    (event,) = outcome.events
    assert isinstance(event, ComplaintLodged)
    assert (event.complainant, event.complainant_name) == (None, sealed("Xenia Example"))
    outcome.with_letters(("secretariat", "complaint-recorded"))


def test_nobody_else_records_the_complaint_of_another() -> None:
    command = MISUSE.model_copy(update={"complainant_name": "Xenia Example"})
    given(staffed()).when(command, by=KNUD, on=COMPLAINT).then_rejected("not-permitted")


def test_a_complaint_is_lodged_once() -> None:
    given(lodged()).when(MISUSE, by=KNUD, on=COMPLAINT).then_rejected("complaint-exists")


# Acknowledged


def test_a_complaint_is_acknowledged_once_its_letter_is_out() -> None:
    world = lodged()
    ((_, debt),) = world.owed()
    sent = SendNotice(notice_id=debt.debt_id, message_id="<1@laurel.example>")
    given(world).when(sent, by=None, on=COMPLAINT).then(
        NoticeSent(
            notice_id=debt.debt_id,
            notice="complaint-acknowledged",
            recipient=KNUD,
            message_id="<1@laurel.example>",
        ),
        ComplaintAcknowledged(),
    )
    assert [limit.name for limit in complaint(world).limits] == ["complaint"]


def test_an_acknowledgement_given_up_does_not_hold_the_complaint_up() -> None:
    world = lodged()
    ((stream, debt),) = world.owed()
    world.carry_out(FailNotice(notice_id=debt.debt_id, cause="mailbox unknown"), by=None, on=stream)
    given(world).when(SkipEffect(notice_id=debt.debt_id, reason="Told."), by=OLGA, on=COMPLAINT).then(
        EffectSkipped(notice_id=debt.debt_id, reason=sealed("Told.")), ComplaintAcknowledged()
    )


# Looked into


def test_an_operator_who_is_free_of_it_looks_into_it() -> None:
    given(acknowledged()).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then(
        ComplaintInvestigated(investigator=OTTO)
    )


def test_nobody_but_the_secretariat_looks_into_it() -> None:
    given(acknowledged()).when(InvestigateComplaint(), by=KNUD, on=COMPLAINT).then_rejected("not-permitted")


@pytest.mark.parametrize("kind", [TieKind.BOARD, TieKind.PARTNER])
def test_who_is_tied_to_who_is_complained_of_does_not_look_into_it(kind: TieKind) -> None:
    world = acknowledged().does(OTTO, tie(kind, "Aurora Association"), on=f"person-{OTTO}")
    given(world).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then_rejected("investigator-concerned")


def test_an_operator_complained_of_does_not_look_into_it() -> None:
    about_olga = LodgeComplaint(about="secretariat", subject=OLGA, complaint="She never answers.")
    world = acknowledged(about_olga)
    given(world.copy()).when(InvestigateComplaint(), by=OLGA, on=COMPLAINT).then_rejected(
        "investigator-concerned"
    )
    assert given(world).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).events


def test_an_operator_who_complains_does_not_look_into_it() -> None:
    given(acknowledged(by=OLGA)).when(InvestigateComplaint(), by=OLGA, on=COMPLAINT).then_rejected(
        "investigator-concerned"
    )


def test_what_is_said_of_the_whole_secretariat_the_scheme_owner_looks_into() -> None:
    world = acknowledged(LodgeComplaint(about="secretariat", complaint="Nobody ever answers."))
    assert [(each.task, each.party) for each in tasks_of(complaint(world))] == [
        ("investigate-complaint", "scheme owner")
    ]
    given(world.copy()).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then_rejected(
        "investigator-unfit"
    )
    assert given(world).when(InvestigateComplaint(), by=SVEN, on=COMPLAINT).events


def test_what_is_said_of_one_holder_the_scheme_owner_does_not_look_into() -> None:
    given(acknowledged()).when(InvestigateComplaint(), by=SVEN, on=COMPLAINT).then_rejected(
        "investigator-unfit"
    )


def test_a_complaint_is_looked_into_once_it_is_acknowledged_and_not_again() -> None:
    given(lodged()).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then_rejected("complaint-elsewhere")
    given(investigated()).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then_rejected(
        "complaint-elsewhere"
    )


def test_what_nobody_lodged_is_not_looked_into() -> None:
    given(staffed()).when(InvestigateComplaint(), by=OTTO, on=COMPLAINT).then_rejected("complaint-unknown")


# Closed


def test_a_founded_complaint_names_the_label_a_measure_is_to_be_announced_about() -> None:
    world = investigated()
    given(world).when(FOUNDED, by=OTTO, on=COMPLAINT).then(
        ComplaintClosed(finding="founded", measure=Level.BRONZE, reason=sealed("The trucks were seen."))
    ).with_letters((KNUD, "complaint-closed"))
    assert (complaint(world).state, complaint(world).limits) == (ComplaintState.CLOSED, ())
    assert world.stands[COMPLAINT].ended is False
    assert world.pay().stands[COMPLAINT].ended is True


def test_what_is_unfounded_leads_to_no_measure() -> None:
    asked = UNFOUNDED.model_copy(update={"measure": Level.BRONZE})
    given(investigated()).when(asked, by=OTTO, on=COMPLAINT).then_rejected("measure-unfounded")


def test_what_is_said_of_an_expert_leads_to_no_measure_about_a_label() -> None:
    world = investigated(LodgeComplaint(about="expert", subject=EMIL, complaint="Rude."))
    given(world).when(FOUNDED, by=OTTO, on=COMPLAINT).then_rejected("measure-unfounded")


def test_a_complaint_is_not_answered_before_it_was_looked_into() -> None:
    given(acknowledged()).when(UNFOUNDED, by=OTTO, on=COMPLAINT).then_rejected("complaint-elsewhere")


def test_who_got_tied_since_does_not_answer_it() -> None:
    world = investigated().does(OTTO, tie(TieKind.BOARD), on=f"person-{OTTO}")
    given(world).when(UNFOUNDED, by=OTTO, on=COMPLAINT).then_rejected("investigator-concerned")


def test_the_answer_to_somebody_who_is_not_registered_goes_through_the_secretariat() -> None:
    command = MISUSE.model_copy(update={"complainant_name": "Xenia Example"})
    world = acknowledged(command, by=OLGA).does(OTTO, InvestigateComplaint(), on=COMPLAINT)
    given(world).when(UNFOUNDED, by=OTTO, on=COMPLAINT).with_letters(("secretariat", "complaint-to-answer"))


def test_a_complaint_left_lying_is_overdue_and_escalates() -> None:
    world = acknowledged().until(date(2026, 6, 1))
    told = [
        event for event in world.events(COMPLAINT) if isinstance(event, DeadlinePassed | DeadlineEscalated)
    ]
    assert [(event.type, event.limit, event.moments) for event in told] == [
        ("DeadlinePassed", "complaint", 1),
        ("DeadlineEscalated", "complaint", 2),
    ]


# Who complains


def shown(world: World, viewer: str | None) -> list[tuple[str, dict[str, object]]]:
    """What a viewer sees of the stream: who gave each command, and what each event says."""
    who = world.person(viewer) if viewer else None
    return [
        (
            visible_actor(happened.event.type, happened.actor, who, complaint(world)),
            dict(
                visible_in_complaint(happened.event.type, payload_of(happened.event), who, complaint(world))
            ),
        )
        for happened in world.histories[COMPLAINT]
    ]


def everything(world: World, viewer: str | None) -> str:
    who = world.person(viewer) if viewer else None
    return f"{shown(world, viewer)} {visible_complaint(complaint(world), who, complaint(world))}"


def closed() -> World:
    return investigated().does(OTTO, FOUNDED, on=COMPLAINT).pay()


@pytest.mark.parametrize("viewer", [OLGA, OTTO, KNUD])
def test_who_looks_into_complaints_and_who_complains_knows_who_complains(viewer: str) -> None:
    assert shown(closed(), viewer)[0][1]["complainant"] == KNUD


@pytest.mark.parametrize("viewer", [None, CLARA, EMIL, ESTHER, SVEN, ADA])
def test_nobody_else_finds_who_complains_in_any_event_nor_in_the_state(viewer: str | None) -> None:
    world = closed()
    assert KNUD in everything(world, OTTO)
    assert KNUD not in everything(world, viewer)
    assert shown(world, viewer)[0][0] == WITHHELD


@pytest.mark.parametrize("kind", [TieKind.BOARD, TieKind.PARTNER])
def test_an_operator_tied_to_who_is_complained_of_does_not_find_it_either(kind: TieKind) -> None:
    world = closed().does(OLGA, tie(kind), on=f"person-{OLGA}")
    assert KNUD not in everything(world, OLGA)


def test_an_operator_complained_of_does_not_find_it_either() -> None:
    about_olga = LodgeComplaint(about="secretariat", subject=OLGA, complaint="She never answers.")
    world = acknowledged(about_olga)
    assert KNUD in everything(world, OTTO)
    assert KNUD not in everything(world, OLGA)


def test_an_auditor_reads_what_it_is_about_and_who_is_complained_of_does_not() -> None:
    world = closed()
    assert shown(world, ADA)[0][1]["complaint"] == MISUSE_SEALED
    assert shown(world, CLARA)[0][1]["complaint"] == WITHHELD


MISUSE_SEALED = sealed("They print it on trucks.")


def test_no_letter_about_a_complaint_goes_to_who_is_complained_of() -> None:
    assert CLARA not in [mail.recipient for mail in closed().until(date(2026, 9, 1)).pay().mails]


def test_outside_its_stream_a_complaint_says_nothing_of_who_complains() -> None:
    world = closed()
    told = [
        visible_payload(event.type, payload_of(event), viewer=world.person(OTTO), cluster=None)
        for event in world.events(COMPLAINT)
        if event.type.startswith("Complaint")
    ]
    assert KNUD not in str(told)


def test_a_label_held_meanwhile_is_untouched() -> None:
    world = labelled(MONDAY).does(OLGA, person(OTTO, Office.OPERATOR), on=f"person-{OTTO}")
    before = world.cluster("aurora")
    world.does(KNUD, MISUSE, on=COMPLAINT).pay().does(OTTO, InvestigateComplaint(), on=COMPLAINT)
    world.does(OTTO, FOUNDED, on=COMPLAINT)
    assert world.cluster("aurora").labels == before.labels
