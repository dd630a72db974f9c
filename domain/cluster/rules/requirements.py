"""What an award requires, one by one: the rule trace of a decision, and what bars it.

The same list is asked at the vote, at the decision, and years later when somebody asks why.
"""

from domain.catalogue import Indicator
from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked
from domain.cluster.rules.shelf_life import stale
from domain.frozen import Frozen
from domain.levels import Kind
from domain.procedure import Procedure, Scoring
from domain.verdict import dimension_points, total_of


class Requirement(Frozen):
    """One thing an award requires: by which rule, about what, and whether it is met.

    `code` names a miss to programs, `sentence` says to people how it stands, met or not.
    """

    rule: str
    code: str
    about: str
    met: bool
    sentence: str

    def __str__(self) -> str:
        return f"{self.sentence.removesuffix('.')} ({self.rule})."


def requirements(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    """Everything an award in this case requires, in the order in which it is asked."""
    edition = asked.edition(case)
    procedure = edition.procedure(case.level, case.kind)
    wanted = (
        _eligibility(case, procedure, asked),
        *(_audited(case, procedure, asked) if case.on_site else (_benchmark(case),)),
        _recent(case, asked),
        *_in_time(case, asked),
        *_cause_settled(case, asked),
    )
    return tuple(each for each in wanted if each.rule == "R2" or edition.applies(each.rule))


def missed(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    """What bars an award."""
    return tuple(each for each in requirements(case, asked) if not each.met)


def _eligibility(case: Case, procedure: Procedure, asked: Asked) -> Requirement:
    judged = case.eligibility
    if judged is None or not judged.met:
        return _eligible("Eligibility is not met.", met=False)
    # R19: eligibility follows the day of the decision; a change since then asks for another check.
    today = (asked.edition_today.key, asked.cluster.profile_version)
    rechecked = procedure.eligibility_rechecked_at_decision.value
    if rechecked and (judged.edition, judged.profile_version) != today:
        return _eligible(
            "Eligibility was not checked again since the profile or the edition in force changed.", met=False
        )
    return _eligible(f"Eligibility is met under {judged.edition}.", met=True)


def _eligible(sentence: str, *, met: bool) -> Requirement:
    return Requirement(rule="R19", code="not-eligible", about="eligibility", met=met, sentence=sentence)


def _benchmark(case: Case) -> Requirement:
    complete = case.benchmark is not None and case.benchmark.complete
    return Requirement(
        rule="R2",
        code="benchmark-incomplete",
        about="benchmark",
        met=complete,
        sentence=f"The benchmark is {'complete' if complete else 'incomplete'}.",
    )


def _audited(case: Case, procedure: Procedure, asked: Asked) -> tuple[Requirement, ...]:
    if case.result is None:
        sentence = "No scores of an audit are on record."
        return (Requirement(rule="R2", code="not-audited", about="audit", met=False, sentence=sentence),)
    consensus = procedure.scoring.value is Scoring.CONSENSUS
    return (
        *((_benchmark(case),) if case.benchmark_due else ()),
        *_minimums(case, asked),
        *(
            _thresholds(case, asked)
            if asked.edition(case).weighing.threshold_effect.value == "refuse"
            else ()
        ),
        *((_total(case, procedure, asked), *_dimensions(case, asked)) if consensus else ()),
        *_areas(case),
        *_answers(case),
        *_findings(case),
    )


def _scores(case: Case) -> dict[str, int]:
    return case.result.scores if case.result else {}


def _minimums(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    """R5: one missed minimum means no label."""
    scores = _scores(case)
    return tuple(
        _indicator("R5", "minimum-missed", indicator, scores.get(indicator.code, 0), indicator.minimum.value)
        for indicator in asked.scheme.catalogue_of(asked.edition(case)).indicators
        if indicator.minimum is not None
    )


def _thresholds(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    """R6 in its rival reading: a missed threshold refuses too."""
    scores = _scores(case)
    return tuple(
        _indicator("R6", "threshold-missed", indicator, scores[indicator.code], indicator.threshold.value)
        for indicator in asked.scheme.catalogue_of(asked.edition(case)).indicators
        if indicator.threshold is not None and indicator.code in scores
    )


def _indicator(rule: str, code: str, indicator: Indicator, score: int, needed: int) -> Requirement:
    word = "minimum" if rule == "R5" else "threshold"
    return Requirement(
        rule=rule,
        code=code,
        about=indicator.code,
        met=score >= needed,
        sentence=f"{indicator.code} {indicator.name.value}: score {score}, {word} {needed}.",
    )


def _total(case: Case, procedure: Procedure, asked: Asked) -> Requirement:
    needed = procedure.minimum_percent.value if procedure.minimum_percent else 0
    total = total_of(asked.scheme.catalogue_of(asked.edition(case)), _scores(case))
    return Requirement(
        rule="R2",
        code="total-below-minimum",
        about="total",
        met=total.reaches(needed),
        sentence=(
            f"Total: {total.points} of {total.maximum} points, {total.shown_percent} %; {needed} % needed."
        ),
    )


def _dimensions(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    needed = asked.edition(case).weighing.dimension_minimum.value
    if not needed:
        return ()
    catalogue = asked.scheme.catalogue_of(asked.edition(case))
    return tuple(
        Requirement(
            rule="R6",
            code="dimension-below-minimum",
            about=dimension,
            met=total.points >= needed,
            sentence=f"Dimension {dimension}: {total.points} points; {needed} needed.",
        )
        for dimension, total in dimension_points(catalogue, _scores(case)).items()
    )


def _areas(case: Case) -> tuple[Requirement, ...]:
    """R21: every improvement area must be proven; one never declared is not."""
    proven = case.result.areas if case.result else {}
    return tuple(
        Requirement(
            rule="R21",
            code="area-unproven",
            about=f"area-{number}",
            met=proven.get(f"area-{number}", False),
            sentence=f"Improvement area {number} is {'' if proven.get(f'area-{number}') else 'not '}proven.",
        )
        for number in range(1, case.areas_due + 1)
    )


def _answers(case: Case) -> tuple[Requirement, ...]:
    """R21: a Gold renewal answers every recommendation of the report before."""
    return tuple(
        Requirement(
            rule="R21",
            code="recommendation-unanswered",
            about=key,
            met=key in case.answered,
            sentence=f"Recommendation {key} is {'' if key in case.answered else 'not '}answered.",
        )
        for key in sorted(case.answers_due)
    )


def _findings(case: Case) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            rule="R46",
            code="finding-open",
            about=finding.finding,
            met=not finding.stands,
            sentence=(
                f"{finding.finding} ({finding.grade}, {finding.indicator}) is "
                f"{'still open' if finding.stands else 'taken care of'}."
            ),
        )
        for finding in case.findings
        if finding.grade != "opportunity"
    )


def _recent(case: Case, asked: Asked) -> Requirement:
    old = stale(case, asked)
    return Requirement(
        rule="R14",
        code="audit-stale",
        about="assessment",
        met=not old,
        sentence=(
            "The assessment is too old to be decided on."
            if old
            else f"The assessment of {case.assessment_day} is recent enough."
        ),
    )


def _in_time(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    if case.kind is Kind.FIRST:
        return ()
    in_time = asked.cluster.assessed_in_time(case)
    return (
        Requirement(
            rule="R12",
            code="renewal-out-of-time",
            about="renewal",
            met=in_time,
            sentence=f"The renewal was {'' if in_time else 'not '}assessed before grace ended.",
        ),
    )


def _cause_settled(case: Case, asked: Asked) -> tuple[Requirement, ...]:
    """R24: a renewal of a suspended label may be assessed, not awarded while the cause is open."""
    measure = asked.cluster.measure(case.level)
    if case.kind is Kind.FIRST or measure is None or not measure.suspended:
        return ()
    return (
        Requirement(
            rule="R24",
            code="cause-open",
            about="suspension",
            met=measure.settled,
            sentence=f"The cause of the suspension is {'' if measure.settled else 'not '}settled.",
        ),
    )
