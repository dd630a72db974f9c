"""The demo's files: fictional, in form on any day, and telling apart what lies before today."""

from datetime import UTC, datetime, timedelta

import pytest

from console.demo.expanding import demo_acts, demo_clusters
from console.demo.words import visit_days
from console.journeys.days import day_of
from domain.levels import Level

YEAR = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=days) for days in range(0, 366, 29)]


@pytest.mark.parametrize("now", YEAR, ids=[f"{now:%d-%m}" for now in YEAR])
def test_every_command_is_in_its_form_and_every_past_day_is_past(now: datetime) -> None:
    acts = [act for of_cluster in demo_acts(now) for act in of_cluster]
    assert len({act.command_id for act in acts}) == len(acts)
    assert [act.place for act in acts if act.at and act.at >= now] == []


def test_nobody_is_real() -> None:
    acts = [act for of_cluster in demo_acts(YEAR[0]) for act in of_cluster]
    commands = [act.command for act in acts if act.command]
    addresses = [command["email"] for command in commands if command["type"] == "RegisterPerson"]
    names = [command["name"] for command in commands if command["type"] in ("RegisterCluster", "ImportLabel")]
    assert [address for address in addresses if not address.endswith(".example")] == []
    assert [name for name in names if "Demo Cluster" not in name] == []


def test_letters_go_out_in_three_languages() -> None:
    assert {cluster.language for cluster in demo_clusters()} == {"da", "de", "en"}


def test_every_interview_was_held_after_the_documents_were_there() -> None:
    today = YEAR[0].date()
    for cluster in demo_clusters():
        held_on = day_of(cluster.interview.strip("{}"), today)
        interviewed = cluster.level is Level.BRONZE and cluster.benchmark is not None
        assert not interviewed or held_on > today - timedelta(days=cluster.days)


@pytest.mark.parametrize("now", YEAR, ids=[f"{now:%d-%m}" for now in YEAR])
def test_no_expert_is_at_two_visits_on_a_day(now: datetime) -> None:
    visits = [
        (expert, day)
        for cluster in demo_clusters()
        if cluster.stage in ("audit scheduled", "one sheet", "major open", "on agenda", "deferred", "awarded")
        for day in visit_days(cluster, now.date())
        for expert in (cluster.expert, cluster.second)
        if expert
    ]
    assert len(visits) == len(set(visits))


def test_both_levels_on_site_are_in_the_demo() -> None:
    assert {cluster.level for cluster in demo_clusters()} == set(Level)
