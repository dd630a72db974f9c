"""How long an assessment may carry a decision (R14)."""

from domain.calendar import same_day
from domain.cluster.case import Case
from domain.cluster.rules.asked import Asked


def stale(case: Case, asked: Asked) -> bool:
    """Whether the assessment is too old: waiting not counted, or beyond the day on which it is repeated in any case."""
    assessed_on, today = case.assessment_day, asked.today
    edition = asked.edition(case)
    if assessed_on is None or not edition.applies("R14"):
        return False
    shelf_life = edition.shelf_life
    waited = case.waiting.days
    if case.waiting.since is not None:
        waited += max((today - case.waiting.since).days, 0)
    age = (today - assessed_on).days - waited
    counted_limit = (same_day(assessed_on, shelf_life.decision_months.value) - assessed_on).days
    return age > counted_limit or today > same_day(assessed_on, shelf_life.new_audit_months.value)
