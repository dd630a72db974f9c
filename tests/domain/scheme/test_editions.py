"""The shipped editions: in force without a gap, complete, and every value with its mark and source."""

from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from domain.edition import Edition, ValidityRule
from domain.levels import Kind, Level
from domain.procedure import Benchmark, EvidenceItem, EvidenceName, Improvement, OnSite, Scoring
from domain.scheme import NoEditionInForce, Scheme
from domain.schemes import cited, scheme
from domain.sourced import Mark, Sourced

SCHEME = scheme()
ECEI_2013, ECEI_2019 = SCHEME.editions
R2 = (
    (Level.BRONZE, Kind.FIRST),
    (Level.SILVER, Kind.FIRST),
    (Level.SILVER, Kind.RENEWAL),
    (Level.GOLD, Kind.FIRST),
    (Level.GOLD, Kind.RENEWAL),
)
IDENTIFYING = {"key", "code", "dimension", "level", "kinds", "party", "runs_from", "counted_back"}


def test_the_editions_follow_each_other_without_gap() -> None:
    assert [(each.key, each.in_force_from.value) for each in SCHEME.editions] == [
        ("ecei-2013", date(2012, 4, 1)),
        ("ecei-2019", date(2019, 11, 15)),
    ]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2012, 4, 1), "ecei-2013"),
        (date(2019, 11, 14), "ecei-2013"),
        (date(2019, 11, 15), "ecei-2019"),
        (date(2040, 1, 1), "ecei-2019"),
    ],
)
def test_the_edition_in_force_binds(day: date, key: str) -> None:
    assert SCHEME.on(day) == SCHEME.edition(key)


def test_before_the_first_edition_there_is_none() -> None:
    with pytest.raises(NoEditionInForce, match="2012-03-31"):
        SCHEME.on(date(2012, 3, 31))


def test_a_gap_between_editions_is_refused() -> None:
    until = Sourced[date](value=date(2019, 11, 13), mark=Mark.ASSUMED, source="this test")
    with pytest.raises(ValidationError, match="Between ecei-2013 and ecei-2019 there is a gap or an overlap"):
        Scheme(
            catalogues=SCHEME.catalogues,
            editions=(ECEI_2013.model_copy(update={"in_force_until": until}), ECEI_2019),
        )


def test_an_unknown_catalogue_is_refused() -> None:
    with pytest.raises(ValidationError, match="Unknown catalogues: 2013"):
        Scheme(catalogues=(), editions=SCHEME.editions)


@pytest.mark.parametrize("model", [*SCHEME.editions, *SCHEME.catalogues], ids=lambda each: each.key)
def test_every_value_is_sourced_or_assumed(model: BaseModel) -> None:
    assert list(unmarked(model)) == []


def test_a_value_without_mark_and_source_is_found() -> None:
    assert list(unmarked(OnSite(days=2))) == ["days"]


def unmarked(value: object, path: str = "") -> Iterator[str]:
    """The paths of plain values that stand outside a `Sourced`."""
    match value:
        case Sourced() | None if path:
            return
        case BaseModel():
            for name in type(value).model_fields:
                if name not in IDENTIFYING:
                    yield from unmarked(getattr(value, name), name if not path else f"{path}.{name}")
        case dict():
            for name, each in value.items():
                yield from unmarked(each, f"{path}.{name}")
        case tuple():
            for place, each in enumerate(value):
                yield from unmarked(each, f"{path}.{place}")
        case _:
            yield path


def test_a_source_that_is_not_named_is_refused() -> None:
    with pytest.raises(ValueError, match="No source is named 'hearsay'"):
        cited({"sources": {}, "quorum": [3, "A", "hearsay"]})


def test_rival_readings_are_kept_and_the_default_holds() -> None:
    months = ECEI_2019.validity.renewal_months
    assert (months.value, months.mark, [rival.value for rival in months.rivals]) == (36, Mark.WEB, [24])
    effect = ECEI_2019.weighing.threshold_effect
    assert (effect.value, [rival.value for rival in effect.rivals]) == ("recommend", ["refuse"])
    wait = ECEI_2019.procedure(Level.GOLD, Kind.FIRST).months_after_silver
    assert wait is not None
    assert (wait.value, [rival.value for rival in wait.rivals]) == (0, [24])


def test_the_editions_differ_in_their_validity_rule() -> None:
    assert [each.validity.rule.value for each in SCHEME.editions] == [
        ValidityRule.DAY_EXACT,
        ValidityRule.MONTH_END,
    ]
    for edition in SCHEME.editions:
        validity = edition.validity
        months = (
            validity.first_months.value,
            validity.renewal_months.value,
            validity.grace_months.value,
            validity.renewal_opens_months.value,
        )
        assert months == (24, 36, 12, 12)


def test_a_bronze_interview_by_video_is_allowed_since_the_edition_of_2019() -> None:
    allowed = [each.procedure(Level.BRONZE, Kind.FIRST).remote_allowed.value for each in SCHEME.editions]
    assert allowed == [False, True]


def test_bronze_has_one_procedure_for_first_and_renewal() -> None:
    assert ECEI_2019.procedure(Level.BRONZE, Kind.FIRST) == ECEI_2019.procedure(Level.BRONZE, Kind.RENEWAL)


def test_bronze_evidence_is_a_questionnaire_and_three_success_stories() -> None:
    assert ECEI_2019.procedure(Level.BRONZE, Kind.FIRST).evidence.value == (
        EvidenceItem(name=EvidenceName.QUESTIONNAIRE, count=1),
        EvidenceItem(name=EvidenceName.SUCCESS_STORY, count=3),
    )


@pytest.mark.parametrize("edition", SCHEME.editions, ids=lambda each: each.key)
def test_the_procedures_are_table_r2(edition: Edition) -> None:
    columns = [edition.procedure(*column) for column in R2]
    assert [each.test_gate.value for each in columns] == [False, False, False, True, True]
    assert [each.benchmark.value for each in columns] == [
        Benchmark.ASSESSMENT,
        Benchmark.SECOND,
        Benchmark.REPEATED,
        Benchmark.NONE,
        Benchmark.NONE,
    ]
    assert [each.improvement.value for each in columns] == [
        Improvement.NONE,
        Improvement.THREE_AREAS,
        Improvement.THREE_NEW_AREAS,
        Improvement.NONE,
        Improvement.ANSWERS,
    ]
    assert [(each.experts.value, each.foreign_experts.value) for each in columns] == [
        (1, 0),
        (1, 0),
        (1, 0),
        (2, 1),
        (2, 1),
    ]
    assert [each.on_site.value for each in columns] == [
        OnSite(days=1, hours=3),
        OnSite(days=1, hours=5),
        OnSite(days=1, hours=5),
        OnSite(days=2),
        OnSite(days=1),
    ]
    assert [each.findings.value for each in columns] == [False, True, True, True, True]
    assert [each.scoring.value for each in columns] == [
        Scoring.BENCHMARK,
        Scoring.MINIMUMS_AND_AREAS,
        Scoring.MINIMUMS_AND_AREAS,
        Scoring.CONSENSUS,
        Scoring.CONSENSUS,
    ]
    assert [each.minimum_percent and each.minimum_percent.value for each in columns] == [
        None,
        None,
        None,
        80,
        80,
    ]
    assert all(each.eligibility_rechecked_at_decision.value for each in columns)


def test_a_limit_reads_as_in_table_r28() -> None:
    rows = {
        name: (str(rule.period.value), [str(each) for each in rule.warnings.value])
        for name, rule in ECEI_2019.limits.items()
    }
    assert rows == {
        "eligibility": ("10 working days", ["3 working days"]),
        "test": ("60 days", ["14 days", "3 days"]),
        "test_retry": ("6 months", ["30 days", "7 days"]),
        "agreement": ("10 working days", ["3 working days"]),
        "offer": ("60 days", ["14 days", "3 days"]),
        "team": ("10 working days", ["2 working days"]),
        "assignment": ("5 working days", ["2 working days"]),
        "objection": ("5 working days", []),
        "evidence_round": ("20 working days", ["5 working days"]),
        "data": ("14 days", ["7 days"]),
        "desk_check": ("10 working days", ["3 working days"]),
        "audit": ("90 days", ["30 days"]),
        "late_recording": ("10 working days", []),
        "scores": ("5 working days", ["2 working days"]),
        "consensus": ("10 working days", ["2 working days"]),
        "draft": ("10 working days", ["2 working days"]),
        "fact_check": ("5 working days", ["2 working days"]),
        "final_report": ("5 weeks", ["5 working days"]),
        "majors": ("90 days", ["30 days", "10 days"]),
        "minor_plan": ("20 working days", ["10 days"]),
        "agenda": ("10 working days", ["3 working days"]),
        "voting": ("0 days", ["2 working days"]),
        "adjournment": ("10 working days", ["3 working days"]),
        "deferral": ("30 days", ["10 days"]),
        "certificate": ("5 working days", []),
        "appeal": ("30 days", []),
        "appeal_acknowledgement": ("5 working days", []),
        "appeal_admission": ("10 working days", []),
        "appeal_panel": ("20 working days", []),
        "appeal_decision": ("60 working days", []),
        "complaint_acknowledgement": ("5 working days", []),
        "complaint": ("40 working days", []),
        "change_review": ("60 working days", ["10 working days"]),
        "special_audit": ("90 days", ["30 days"]),
        "hearing": ("10 working days", ["3 working days"]),
        "measure_decision": ("6 months", ["30 days", "10 days"]),
    }


def test_eligibility_has_five_criteria_of_which_two_can_be_waived() -> None:
    found = [
        (each.key, each.minimum and each.minimum.value, each.waived_if_nationally_recognised.value)
        for each in ECEI_2019.eligibility
    ]
    assert found == [
        ("eccp_listing", None, False),
        ("fte_hundredths", 50, False),
        ("english_website", None, False),
        ("committed_members", 15, True),
        ("member_types", 2, True),
    ]


def test_an_application_is_abandoned_after_six_months_and_warned_at_three_and_five() -> None:
    abandonment = ECEI_2019.abandonment
    assert (abandonment.after_months.value, abandonment.warned_at_months.value) == (6, (3, 5))


def test_the_reminder_ladder_has_nine_rungs_and_one_on_lapse() -> None:
    ladder = ECEI_2019.ladder
    assert ladder.before_end_months.value == (12, 6, 3, 1)
    assert ladder.after_end_days.value == (1,)
    assert ladder.into_grace_months.value == (3, 6, 9, 11)
    assert ladder.on_lapse.value is True


def test_a_rule_that_an_edition_does_not_speak_of_is_not_silently_off() -> None:
    assert ECEI_2019.applies("R12")
    with pytest.raises(KeyError):
        ECEI_2019.applies("R99")


def test_an_edition_without_one_of_the_limits_is_refused() -> None:
    data = ECEI_2019.model_dump()
    del data["limits"]["offer"]
    with pytest.raises(ValidationError, match=r"These limits are missing: offer \(R28\)"):
        type(ECEI_2019).model_validate(data)


def test_an_edition_without_a_procedure_for_every_level_and_kind_is_refused() -> None:
    data = ECEI_2019.model_dump()
    with pytest.raises(ValidationError, match="Every level and kind needs exactly one procedure"):
        type(ECEI_2019).model_validate(data | {"procedures": data["procedures"][1:]})


def test_the_scheme_is_the_same_after_being_written_and_read() -> None:
    assert Scheme.model_validate_json(SCHEME.model_dump_json()) == SCHEME
