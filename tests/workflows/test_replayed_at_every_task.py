"""A worker that keeps no workflow in memory, and so replays at every task, walks the same path."""

from pathlib import Path

import pytest

from tests.engine import running
from tests.scene import AURORA, CLARA, COMMITTEE, EMIL, OLGA, ROUND, Scene, people

pytestmark = [pytest.mark.postgres, pytest.mark.temporal]

PATH = [
    "ClusterRegistered",
    "ApplicationSubmitted",
    "ApplicationAccepted",
    "AgreementOffered",
    "AgreementSigned",
    "TeamProposed",
    "AssignmentAccepted",
    "TeamAgreed",
    "EvidenceSubmitted",
    "BenchmarkRecorded",
    "ComparisonMade",
    "ReportDrafted",
    "FactsChecked",
    "ReportFinalised",
    "CasePlacedOnAgenda",
    *["VoteCast"] * 3,
    "DecisionTaken",
    "LabelAwarded",
]
LETTERS = [
    ("application-received", CLARA),
    ("application-accepted", CLARA),
    ("agreement-offered", CLARA),
    ("agreement-signed", CLARA),
    ("team-proposed", CLARA),
    ("assignment-invited", EMIL),
    ("team-agreed", CLARA),
    ("interview-due", EMIL),
    ("report-drafted", CLARA),
    ("facts-checked", EMIL),
    ("report-final", CLARA),
    *[("agenda-placed", member) for member in COMMITTEE],
    ("label-awarded", CLARA),
    ("report-released", CLARA),
    ("certificate-issued", CLARA),
]
DOCUMENTS = ["CertificateIssued", "ReportDraftIssued", "ReportIssued", "ReportReleased"]


async def test_a_case_walks_to_its_label_though_nothing_is_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREL_CACHED_WORKFLOWS", "0")
    async with running(tmp_path, commands_per_run=3) as engine:
        await people(engine)
        scene = Scene(engine)
        # Before the case: with nothing cached, a worker drops one of two workflows that are busy at once.
        await scene.open_round()
        await engine.until_paid(ROUND)
        await scene.walk(None)
        await engine.submit(ROUND, OLGA, "CloseRound")
        await engine.until_paid(AURORA, ROUND)
        trail = [type_ for type_ in await engine.trail(AURORA) if type_ != "NoticeSent"]
        # Documents are issued beside the path, whenever they are done.
        assert [type_ for type_ in trail if type_ not in DOCUMENTS] == PATH
        assert sorted(type_ for type_ in trail if type_ in DOCUMENTS) == DOCUMENTS
        assert sorted(await engine.letters(AURORA)) == sorted(LETTERS)
        assert await engine.incidents() == []
