"""Exchanging the master key: everything opens under the new one, nothing under the old, no outcome is lost."""

import pytest

from ledger.connection import Connection
from ledger.rotating import rotate, under_another_key
from ledger.sealing import SealBroken, Sealer

pytestmark = pytest.mark.postgres
OLD, NEW, STRANGE = (bytes([number] * 32) for number in (1, 2, 3))


async def test_texts_open_under_the_new_key_and_no_longer_under_the_old(app: Connection) -> None:
    jane, note = Sealer.commit("Jane"), Sealer.commit("a note")
    await Sealer(OLD).seal(app, "person-1", [jane])
    await Sealer(OLD).seal(app, "cluster-a", [note])
    # With the two subjects' keys goes that of the requests.
    assert await rotate(app, Sealer(OLD), Sealer(NEW)) == 3
    opened = {jane.token: "Jane", note.token: "a note"}
    assert await Sealer(NEW).unseal(app, [jane.token, note.token]) == opened
    with pytest.raises(SealBroken):
        await Sealer(OLD).unseal(app, [jane.token])


async def test_a_repeated_request_is_known_again_after_any_number_of_exchanges(app: Connection) -> None:
    first = await Sealer(OLD).request_mac(app, "{}")
    await rotate(app, Sealer(OLD), Sealer(NEW))
    await rotate(app, Sealer(NEW), Sealer(STRANGE))
    assert await Sealer(STRANGE).request_mac(app, "{}") == first


async def test_a_record_without_a_request_yet_keeps_the_old_key_s_hashes(app: Connection) -> None:
    assert await rotate(app, Sealer(OLD), Sealer(NEW)) == 1
    exchanged = await Sealer(NEW).request_mac(app, "{}")
    await app.execute("delete from sealed.keys")
    assert exchanged == await Sealer(OLD).request_mac(app, "{}")


async def test_an_exchange_done_again_changes_nothing(app: Connection) -> None:
    await Sealer(OLD).seal(app, "person-1", [Sealer.commit("Jane")])
    await rotate(app, Sealer(OLD), Sealer(NEW))
    before = await app.fetch("select * from sealed.keys order by subject")
    assert await rotate(app, Sealer(OLD), Sealer(NEW)) == 0
    assert await app.fetch("select * from sealed.keys order by subject") == before


async def test_a_key_made_under_the_old_one_meanwhile_is_exchanged_by_doing_it_again(app: Connection) -> None:
    await rotate(app, Sealer(OLD), Sealer(NEW))
    late = Sealer.commit("late")
    await Sealer(OLD).seal(app, "person-2", [late])
    assert await under_another_key(app, Sealer(NEW)) == ["person-2"]
    assert await rotate(app, Sealer(OLD), Sealer(NEW)) == 1
    assert await Sealer(NEW).unseal(app, [late.token]) == {late.token: "late"}


async def test_with_a_wrong_old_key_nothing_is_exchanged(app: Connection) -> None:
    await Sealer(OLD).seal(app, "person-1", [Sealer.commit("Jane")])
    await Sealer(OLD).request_mac(app, "{}")
    before = await app.fetch("select * from sealed.keys order by subject")
    with pytest.raises(SealBroken):
        await rotate(app, Sealer(STRANGE), Sealer(NEW))
    assert await app.fetch("select * from sealed.keys order by subject") == before


async def test_another_master_key_answers_no_request(app: Connection) -> None:
    await Sealer(OLD).request_mac(app, "{}")
    with pytest.raises(SealBroken, match=r"^The key of requests was changed, or wrapped under another"):
        await Sealer(NEW).request_mac(app, "{}")
