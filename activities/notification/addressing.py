"""Who receives a letter, in which language, and what the letter may speak of."""

from typing import Protocol

from activities.interface import NoticeRequest
from activities.notification.wording import LANGUAGES, Language, LetterFacts
from domain.frozen import Frozen

SECRETARIAT = "European Secretariat for Cluster Analysis"


class Recipient(Frozen):
    """A person as a letter needs them. Name and address are sealed values, never logged or recorded."""

    name: str
    address: str
    language: str


class ClusterContact(Frozen):
    """The cluster a letter is about; `managers` are the ids of the applicant's own people."""

    name: str
    language: str
    managers: frozenset[str]


class AddressBook(Protocol):
    """Persons and clusters, looked up when a letter is sent."""

    async def recipient(self, person_id: str) -> Recipient | None:
        """The person; None when they are unknown, have no address, or were erased."""
        ...

    async def cluster(self, stream: str) -> ClusterContact:
        """The cluster of a stream `cluster-…`."""
        ...


class Addressed(Frozen):
    """A letter's recipient address, language and facts, ready for rendering."""

    address: str
    language: Language
    facts: LetterFacts


async def addressed(
    request: NoticeRequest, book: AddressBook, office: str, public_url: str
) -> Addressed | None:
    """The letter's address and facts, or None when its recipient cannot be written to.

    The applicant's people are written to in the cluster's language, everybody else in their own. A language
    without letters becomes English. `office` is the secretariat's address.
    """
    recipient = (
        _secretariat(office)
        if request.recipient == "secretariat"
        else await book.recipient(request.recipient)
    )
    if recipient is None:
        return None
    cluster = await book.cluster(request.stream) if request.stream.startswith("cluster-") else None
    own_people = cluster is not None and request.recipient in cluster.managers
    facts = LetterFacts(
        name=recipient.name,
        cluster=cluster.name if cluster else None,
        stream=request.stream,
        link=_link(request.stream, public_url),
        secretariat=SECRETARIAT,
        details=request.details,
    )
    spoken = cluster.language if cluster and own_people else recipient.language
    return Addressed(address=recipient.address, language=_letters_in(spoken), facts=facts)


def _secretariat(office: str) -> Recipient:
    return Recipient(name="colleagues", address=office, language="en")


def _letters_in(language: str) -> Language:
    return next((known for known in LANGUAGES if known == language), "en")


def _link(stream: str, public_url: str) -> str:
    """`cluster-aurora` is read at /clusters/aurora, `round-2026-05` at /rounds/2026-05."""
    kind, _, name = stream.partition("-")
    return f"{public_url.rstrip('/')}/{kind}s/{name}"
