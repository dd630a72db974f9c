"""Rules of what a second person endorses and the applicant consents to, before another acts on it."""

from typing import assert_never

from domain.cluster.case import Case
from domain.cluster.commands.approvals import ApprovalCommand, EndorseAct, GiveConsent
from domain.cluster.events.approvals import ActEndorsed, CaseAct, ConsentGiven
from domain.cluster.rules.asked import Asked, Following
from domain.cluster.rules.endorsement import endorse_for_cluster
from domain.cluster.rules.independence import decider_free, soft_conflicts, soft_conflicts_of_member
from domain.levels import Kind
from domain.rejected import Rejected


def decide(command: ApprovalCommand, asked: Asked) -> Following:
    """The events that follow, or `Rejected`."""
    match command:
        case EndorseAct():
            return _endorse(command, asked)
        case GiveConsent():
            return give_consent(command, asked.cluster.open_case(command.case_id), asked)
        case _:
            assert_never(command)


def _endorse(command: EndorseAct, asked: Asked) -> Following:
    match command.act:
        case ("soft-conflict" | "benchmark-interval" | "conflict-resolution") as of_case:
            return endorse_act(command, of_case, _case_endorsed(command, asked), asked)
        case of_cluster:
            return endorse_for_cluster(command, of_cluster, asked)


def _case_endorsed(command: EndorseAct, asked: Asked) -> Case:
    """A conflict may be resolved when its case is decided already (R31); all else is about an open one."""
    case = asked.cluster.find_case(command.case_id or "")
    if command.act == "conflict-resolution" and case is not None:
        return case
    return asked.cluster.open_case(command.case_id)


def endorse_act(command: EndorseAct, act: CaseAct, case: Case, asked: Asked) -> list[ActEndorsed]:
    decider_free(case, asked)
    if asked.actor == command.subject:
        raise Rejected("own-conflict", "subject: nobody endorses anything about themself.")
    covers = _something_to_endorse(command, act, case, asked)
    known = [(each.act, each.subject, each.by, each.covers) for each in case.endorsements]
    if (act, command.subject, asked.actor, covers) in known:
        raise Rejected("endorsed-already", f"{asked.actor} endorsed this already; another person acts on it.")
    return [
        ActEndorsed(
            case_id=case.case_id,
            act=act,
            subject=command.subject,
            covers=covers,
            endorsed_by=asked.actor,
            reason=command.reason,
        )
    ]


def _something_to_endorse(command: EndorseAct, act: CaseAct, case: Case, asked: Asked) -> tuple[str, ...]:
    """The soft conflicts the endorsement covers; none for what is endorsed as a whole."""
    match act:
        case "soft-conflict":
            return _soft_conflicts(command, case, asked)
        case "benchmark-interval":
            _no_subject(command)
            if asked.edition(case).procedure(case.level, case.kind).benchmark_interval is None:
                raise Rejected(
                    "interval-unbound", "act: no interval since a benchmark binds this case (R20)."
                )
        case "conflict-resolution":
            waiting = [conflict.person for conflict in case.conflicts if conflict.resolution is None]
            if command.subject not in waiting:
                raise Rejected(
                    "conflict-unknown", f"subject: no conflict of {command.subject or 'nobody'} is reported."
                )
        case _:
            assert_never(act)
    return ()


def _soft_conflicts(command: EndorseAct, case: Case, asked: Asked) -> tuple[str, ...]:
    _person_known(command.subject, asked)
    person = asked.facts.person(command.subject)
    others = tuple(each for each in command.beside or case.experts if each != command.subject)
    found = (*soft_conflicts(person, others, case, asked), *soft_conflicts_of_member(person, case, asked))
    if not found:
        raise Rejected(
            "no-soft-conflict",
            f"subject: no soft conflict of {command.subject} is known: declare the tie first, "
            "or name in beside with whom they are to be on the team (R32).",
        )
    return tuple(dict.fromkeys(each.key for each in found))


def give_consent(command: GiveConsent, case: Case, asked: Asked) -> list[ConsentGiven]:
    _something_to_consent_to(command, case, asked)
    if case.consented(command.to, command.subject):
        raise Rejected("consented-already", "The applicant consented to this already.")
    return [ConsentGiven(case_id=case.case_id, to=command.to, subject=command.subject, given_by=asked.actor)]


def _something_to_consent_to(command: GiveConsent, case: Case, asked: Asked) -> None:
    match command.to:
        case "observer":
            _person_known(command.subject, asked)
        case "conversion":
            _no_subject(command)
            if case.kind is not Kind.RENEWAL:
                raise Rejected("not-a-renewal", f"to: case {case.case_id} is no renewal (R12).")
        case "edition":
            if command.subject not in {edition.key for edition in asked.scheme.editions}:
                raise Rejected("edition-unknown", f"subject: the scheme has no edition {command.subject}.")
        case _:
            assert_never(command.to)


def _person_known(subject: str, asked: Asked) -> None:
    if not subject:
        raise Rejected("subject-missing", "subject: name the person this is about.")
    asked.facts.person(subject)


def _no_subject(command: ApprovalCommand) -> None:
    if command.subject:
        raise Rejected("subject-needless", f"subject: {command.subject} says nothing here: leave it out.")
