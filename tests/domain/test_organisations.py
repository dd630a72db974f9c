"""Organisations are known by their names in any language, and ties to them by whatever spelling (R32)."""

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.cluster.case import Stage
from domain.cluster.commands.organisation import UpdateProfile
from domain.cluster.commands.team import ProposeTeam
from domain.organisations import organisation_slug
from domain.person.state import TieKind
from tests.domain.cast import AURORA, CLARA, EMIL, OLGA, PROFILE, bronze, tie
from tests.domain.specification import given


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Cluster Sondermaschinen & Anlagenbau (SMAB)", "cluster-sondermaschinen-anlagenbau-smab"),
        ("Ålborg Universitet", "aalborg-universitet"),
        ("Aalborg Universitet", "aalborg-universitet"),
        ("A\u030alborg Universitet", "aalborg-universitet"),
        ("Fødevareklyngen på Sjælland", "foedevareklyngen-paa-sjaelland"),
        ("Großküchen für München ÄÖÜ", "grosskuechen-fuer-muenchen-aeoeue"),
        ("Grappe d'Évry-Orléans", "grappe-d-evry-orleans"),
        ("Klaster Łódź", "klaster-lodz"),
        ("Þekking Reykjavík", "thekking-reykjavik"),
        ("Ελληνικός Όμιλος", "ελληνικοσ-ομιλοσ"),
        ("Клъстер «Мебел» 2", "клъстер-мебел-2"),
        ("ﬁrst №1", "first-no1"),
        (" – & – ", ""),
    ],
)
def test_a_name_in_any_language_has_a_slug(name: str, slug: str) -> None:
    assert organisation_slug(name) == slug


@given_any(st.text())
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert organisation_slug(organisation_slug(name)) == organisation_slug(name)


@given_any(st.text(st.characters(max_codepoint=0x17F, exclude_characters="µ")))
def test_a_name_in_latin_letters_has_a_slug_in_ascii(name: str) -> None:
    assert organisation_slug(name).isascii()


@pytest.mark.parametrize("carrier", ["Ålborg Universitet", "Ελληνικός Όμιλος", "Клъстер България"])
def test_a_tie_to_the_carrier_binds_in_every_spelling(carrier: str) -> None:
    world = bronze(Stage.SIGNED)
    world.does(CLARA, UpdateProfile(profile=PROFILE, carrier=carrier), on=AURORA)
    for spelling in (carrier, carrier.upper(), organisation_slug(carrier)):
        tied = world.copy().does(EMIL, tie(TieKind.EMPLOYED, to=spelling), on=f"person-{EMIL}")
        given(tied).when(ProposeTeam(experts=(EMIL,)), by=OLGA).then_rejected("hard-conflict")


def test_a_tie_names_an_organisation() -> None:
    with pytest.raises(ValidationError, match="An organisation's name has a letter or a digit"):
        tie(TieKind.BOARD, to="&")
