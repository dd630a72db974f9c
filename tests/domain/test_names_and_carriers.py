"""A cluster's name and legal carrier change: the id and the trail stay, certificates are issued anew."""

from domain.cluster.case import Stage
from domain.cluster.commands.organisation import (
    ChangeCarrier,
    ChangeManager,
    RenameCluster,
    UpdateProfile,
)
from domain.cluster.commands.team import ProposeTeam
from domain.cluster.events.organisation import CarrierChanged, ClusterRenamed, ManagerChanged
from domain.person.state import TieKind
from domain.standing import DocumentOwed
from tests.domain.cast import (
    AURORA,
    CLARA,
    EMIL,
    KNUD,
    MONDAY,
    OLGA,
    POLARIS,
    PROFILE,
    bronze,
    labelled,
    registration,
    stage_set,
    tie,
)
from tests.domain.specification import World, given

RENAME, CARRIER = RenameCluster(name="Borealis Nord"), ChangeCarrier(carrier="Nord Foundation")


def certificates_owed(world: World) -> list[DocumentOwed]:
    """Every certificate the engine has still to issue."""
    owed = [debt.document for debt in world.cluster("aurora").debts]
    return [document for document in owed if document is not None and document.kind == "certificate"]


def certified() -> World:
    """Aurora holds Bronze, and the certificate is out."""
    return labelled(MONDAY).pay()


def reissue(world: World) -> DocumentOwed:
    """Of today, under today's name and carrier."""
    cluster = world.cluster("aurora")
    return DocumentOwed(
        kind="certificate",
        level="bronze",
        term=1,
        replaces=cluster.certificates[0].document,
        cluster_name=cluster.name,
        carrier=cluster.carrier,
        owed_on=world.today,
    )


def test_a_cluster_takes_another_name_and_keeps_its_former_ones() -> None:
    world = stage_set()
    given(world).when(RENAME, by=CLARA).then(ClusterRenamed(name="Borealis Nord", former_name="Aurora"))
    given(world).when(RenameCluster(name="Zenith"), by=OLGA).then(
        ClusterRenamed(name="Zenith", former_name="Borealis Nord")
    )
    cluster = world.cluster("aurora")
    assert (cluster.name, cluster.former_names) == ("Zenith", ("Aurora", "Borealis Nord"))


def test_a_name_that_is_the_same_changes_nothing() -> None:
    given(stage_set()).when(RenameCluster(name="Aurora"), by=CLARA).then_rejected("nothing-changed")


def test_a_cluster_may_write_its_own_name_otherwise() -> None:
    given(stage_set()).when(RenameCluster(name="AURORA!"), by=CLARA).then(
        ClusterRenamed(name="AURORA!", former_name="Aurora")
    )


def test_a_name_another_cluster_of_the_country_has_is_refused_however_it_is_written() -> None:
    world = stage_set().does(OLGA, registration("Polaris"), on=POLARIS)
    given(world).when(RenameCluster(name=" polaris "), by=CLARA).then_rejected("same-name")


def test_a_name_that_is_taken_in_another_country_only_is_free() -> None:
    given(stage_set()).when(RenameCluster(name="Borealis"), by=CLARA).then(
        ClusterRenamed(name="Borealis", former_name="Aurora")
    )


def test_a_name_given_up_is_free_again() -> None:
    world = stage_set().does(CLARA, RENAME, on=AURORA)
    assert len(given(world).when(registration("Aurora"), by=OLGA, on=POLARIS).events) == 1


def test_a_cluster_takes_another_legal_carrier() -> None:
    world = stage_set()
    given(world).when(CARRIER, by=CLARA).then(
        CarrierChanged(carrier="Nord Foundation", former_carrier="Aurora Association")
    )
    assert world.cluster("aurora").carrier == "Nord Foundation"


def test_a_carrier_that_is_the_same_changes_nothing() -> None:
    same = ChangeCarrier(carrier="Aurora Association")
    given(stage_set()).when(same, by=CLARA).then_rejected("nothing-changed")


def test_those_who_act_for_a_cluster_may_change_while_a_case_is_open() -> None:
    given(bronze(Stage.APPLIED)).when(ChangeManager(managers=(KNUD,)), by=CLARA).then(
        ManagerChanged(managers=(KNUD,))
    )
    given(bronze(Stage.APPLIED)).when(ChangeManager(managers=(CLARA,)), by=CLARA).then_rejected(
        "nothing-changed"
    )


def test_names_and_carriers_are_the_clusters_and_the_operators_to_change() -> None:
    for command in (RENAME, CARRIER):
        given(stage_set()).when(command, by=EMIL).then_rejected("not-permitted")


def test_an_unknown_cluster_has_neither_name_nor_carrier_to_change() -> None:
    for command in (RENAME, CARRIER):
        given(stage_set()).when(command, by=OLGA, on=POLARIS).then_rejected("cluster-unknown")


def test_a_tie_to_a_former_name_binds_on() -> None:
    world = bronze(Stage.SIGNED).does(CLARA, RENAME, RenameCluster(name="Zenith"), on=AURORA)
    for name in ("Zenith", "Borealis Nord", "aurora"):
        tied = world.copy().does(EMIL, tie(TieKind.EMPLOYED, to=name), on=f"person-{EMIL}")
        given(tied).when(ProposeTeam(experts=(EMIL,)), by=OLGA).then_rejected("hard-conflict")


def test_another_name_has_the_running_certificate_issued_anew() -> None:
    world = certified().does(CLARA, RENAME, on=AURORA)
    assert certificates_owed(world) == [reissue(world)]


def test_another_carrier_has_the_running_certificate_issued_anew_however_it_was_told() -> None:
    by_profile = UpdateProfile(profile=PROFILE, carrier="Nord Foundation")
    for command in (CARRIER, by_profile):
        world = certified().does(CLARA, command, on=AURORA)
        assert certificates_owed(world) == [reissue(world)]


def test_another_profile_alone_leaves_the_certificate_as_it_is() -> None:
    smaller = UpdateProfile(profile=PROFILE.model_copy(update={"committed_members": 20}))
    assert certificates_owed(certified().does(CLARA, smaller, on=AURORA)) == []


def test_a_cluster_without_a_label_owes_no_certificate_under_its_new_name() -> None:
    assert certificates_owed(stage_set().does(CLARA, RENAME, on=AURORA)) == []
