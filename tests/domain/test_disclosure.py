"""Who may take a cluster's whole file, and the process logs, out of an installation."""

import pytest

from domain.disclosure import require_disclosure
from domain.person.state import Office, Person
from domain.rejected import Rejected
from tests.domain.cast import AURORA, MAX, stepping_aside
from tests.domain.decided import on_agenda

READERS = (Office.OPERATOR, Office.AUDIT_READER, Office.DATA_PROTECTION)
RECUSED = on_agenda().does(MAX, stepping_aside(MAX), on=AURORA).cluster("aurora")


def someone(*offices: Office, person_id: str = "ned-newcomer") -> Person:
    return Person(person_id=person_id, name="sealed", offices=offices)


@pytest.mark.parametrize("office", READERS)
def test_operators_audit_readers_and_the_data_protection_officer_may(office: Office) -> None:
    require_disclosure(someone(office), RECUSED)
    require_disclosure(someone(office))


def test_whoever_works_at_the_machine_may() -> None:
    require_disclosure(None, RECUSED)


def test_nobody_else_may_whatever_part_they_have_in_the_case() -> None:
    everybody_else = set(Office) - set(READERS)
    for person in (someone(), someone(*everybody_else), someone(person_id=RECUSED.managers[0])):
        with pytest.raises(Rejected) as refused:
            require_disclosure(person, RECUSED)
        assert refused.value.code == "not-permitted"
        assert refused.value.sentence == (
            f"{person.person_id} may not take files out: only an operator, an audit reader or the data protection"
            " officer may."
        )


def test_who_stepped_aside_in_a_case_gets_no_file_of_the_cluster_in_whatever_office() -> None:
    member = someone(Office.OPERATOR, person_id=MAX)
    with pytest.raises(Rejected) as refused:
        require_disclosure(member, RECUSED)
    assert refused.value.sentence == f"{MAX} stepped aside in a case of aurora."
    require_disclosure(member)
