"""One bundle of a Gold award for all tests: its reason can be opened, nearly everything else is erased."""

from pathlib import Path

import pytest

from console.bundle.bag import Content
from tests.console.bundle.evidence import Case, case_of
from tests.domain.cast import AURORA, MAX, stepping_aside
from tests.domain.decided import GOLD_AWARD, on_agenda, taken
from tests.domain.specification import World

REASON = 'Excellent <throughout>, "and" beyond.'
DRAFT = b"%PDF-1.7 a draft of the report"
AWARD = GOLD_AWARD.model_copy(update={"reason": REASON})


def awarded() -> World:
    """Aurora's Gold, decided while one member stepped aside; report and certificate are issued."""
    return taken(AWARD, on_agenda().does(MAX, stepping_aside(MAX), on=AURORA)).pay()


@pytest.fixture(scope="session")
def gold() -> Case:
    return case_of(awarded(), texts=[REASON, "Carl-Chair"], stored=[DRAFT], above=3)


@pytest.fixture
def files(gold: Case, tmp_path: Path) -> dict[str, Content]:
    return gold.files(tmp_path)


@pytest.fixture
def archive(gold: Case, tmp_path: Path) -> Path:
    return gold.archive(tmp_path / "gold.zip")
