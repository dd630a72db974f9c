"""After a restoration a new log is begun that cites the one it continues, and owes an account of what is gone."""

from pathlib import Path

import pytest

from ledger.checkpoints import parse
from ledger.connection import Connection
from ledger.continuing import continuation
from ledger.published import Place
from ledger.publishing import PublicationRefused, publish
from ledger.trusting import Trust
from ledger.verifying import verify
from tests.ledger.appends import NOON
from tests.ledger.records import ORIGIN, SIGNING, grow, published
from tests.ledger.tamperings import TAMPERINGS, Bounds, Tampering, said, tampered

pytestmark = pytest.mark.postgres

AGAIN = f"{ORIGIN}/2"
CUT = Tampering(
    "",
    "delete from ledger.events where position > {p}; delete from ledger.outcomes where number > {p}",
    lambda _: [],
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


@pytest.fixture
async def place(app: Connection, superuser: Connection, folder: Path) -> Place:
    """400 and 600 entries were published; a backup brought 450 back, and what came after begins with another event."""
    place = Place(folder.as_uri())
    await grow(app, 400)
    await published(app, place)
    await grow(app, 200)
    await published(app, place)
    await tampered(superuser, CUT, Bounds(p=450, q=453, n=600, m=600))
    await grow(app, 1)
    await superuser.execute("update ledger.events set type = 'Restored' where position = 451")
    await superuser.execute("""
        update ledger.events set hash = ledger.event_hash(
            previous_hash, position, stream, version, event_id, type, schema_version, recorded_at, payload, metadata
        ) where position = 451
    """)
    return place


async def cite(place: Place) -> None:
    """What a restoration leaves at the place."""
    for log in ("events", "outcomes"):
        note = await place.read(f"{ORIGIN}/{log}/checkpoint")
        await place.add(f"{AGAIN}/{log}/cited", note or b"")
    await place.begin(AGAIN)


async def test_a_record_brought_back_from_a_backup_is_not_signed_under_the_old_name(
    app: Connection, place: Place
) -> None:
    with pytest.raises(PublicationRefused):
        await published(app, place)


async def test_the_new_log_says_what_it_continues_and_how_much_of_it_it_has(
    app: Connection, place: Place, folder: Path
) -> None:
    await cite(place)
    logs = await publish(app, place, SIGNING, NOON, restorations=[451])
    assert [(log.origin, log.size) for log in logs] == [(f"{AGAIN}/events", 451), (f"{AGAIN}/outcomes", 451)]
    note = (folder / AGAIN / "events" / "checkpoint").read_text(encoding="utf-8")
    continued = continuation(parse(note.partition("\n\n")[0] + "\n"))
    assert continued is not None
    assert (continued.origin, continued.size, continued.kept) == (f"{ORIGIN}/events", 600, 450)


async def test_the_checkpoints_of_what_was_kept_go_on_vouching_for_it(
    app: Connection, superuser: Connection, place: Place, folder: Path
) -> None:
    kept = (folder / ORIGIN / "events" / "checkpoints" / "400").read_text(encoding="utf-8")
    await cite(place)
    await publish(app, place, SIGNING, NOON, restorations=[451])
    verdicts = await verify(app, place, restorations=[451], trust=Trust(checkpoints=(kept,)))
    assert [(log.covered, log.checkpoints, log.given, said([log])) for log in verdicts] == [
        (451, 3, 1, []),
        (451, 2, 0, []),
    ]
    await tampered(superuser, TAMPERINGS[0], Bounds(p=200, q=203, n=451, m=451))
    assert said(await verify(app, place, restorations=[451])) == [("events", "changed", 200, 200)]


async def test_a_log_that_leaves_out_events_without_a_word_on_the_record_is_not_begun(
    app: Connection, place: Place
) -> None:
    await cite(place)
    with pytest.raises(PublicationRefused, match=r"150 events of .* are gone, and no event says why"):
        await published(app, place)
    await publish(app, place, SIGNING, NOON, restorations=[451])
    assert said(await verify(app, place)) == [("events", "missing", 451, 600)]


async def test_a_past_that_was_changed_is_not_signed_as_a_continuation(
    app: Connection, superuser: Connection, place: Place
) -> None:
    await tampered(
        superuser, next(one for one in TAMPERINGS if "rewritten" in one.name), Bounds(200, 203, 450, 451)
    )
    await cite(place)
    with pytest.raises(PublicationRefused, match=r"401 events of .* are gone, and no event says why"):
        await publish(app, place, SIGNING, NOON, restorations=[451])
