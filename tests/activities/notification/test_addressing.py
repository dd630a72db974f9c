"""Who a letter goes to, in which language, and where its link leads."""

import pytest

from activities.notification.addressing import Addressed, addressed
from activities.notification.wording import Language, LetterFacts
from tests.activities.notification.post import OFFICE, PUBLIC_URL, REQUEST, Contacts


async def to(recipient: str, stream: str = "cluster-aurora") -> Addressed | None:
    request = REQUEST.model_copy(update={"recipient": recipient, "stream": stream})
    return await addressed(request, Contacts(), OFFICE, PUBLIC_URL + "/")


async def test_the_applicant_is_written_to_in_the_language_of_the_cluster() -> None:
    assert await to("person-aase") == Addressed(
        address="aase@aurora.example",
        language="da",
        facts=LetterFacts(
            name="Åse Holm",
            cluster="Aurora",
            stream="cluster-aurora",
            link="https://labels.example/clusters/aurora",
            secretariat="European Secretariat for Cluster Analysis",
            details={"level": "bronze", "due_on": "2026-05-04"},
        ),
    )


@pytest.mark.parametrize(
    ("recipient", "language"), [("person-bob", "de"), ("person-eva", "en"), ("secretariat", "en")]
)
async def test_others_are_written_to_in_their_own_language_or_english(
    recipient: str, language: Language
) -> None:
    letter = await to(recipient)
    assert letter is not None
    assert letter.language == language


async def test_the_secretariat_is_written_to_at_its_office() -> None:
    letter = await to("secretariat")
    assert letter is not None
    assert (letter.address, letter.facts.name) == (OFFICE, "colleagues")


async def test_a_letter_about_a_round_has_no_cluster_and_links_to_the_round() -> None:
    letter = await to("person-bob", "round-2026-05")
    assert letter is not None
    assert (letter.facts.cluster, letter.facts.link) == (None, "https://labels.example/rounds/2026-05")


async def test_a_person_who_is_gone_cannot_be_written_to() -> None:
    assert await to("person-gone") is None
