"""What may happen in a story: any command by anybody, the next sensible act, days passing, the engine's own moves."""

from collections.abc import Mapping, Sequence
from itertools import chain
from random import Random
from typing import Any, Literal, NamedTuple

from hypothesis import strategies as st

from domain.cluster.case import Stage
from domain.levels import Kind, Level
from tests.domain.asking import ASKED, ROUNDS
from tests.domain.cast import AURORA, CARL, CLARA, COMMITTEE, EMIL, ESTHER, KNUD, OLGA, POLARIS, SVEN
from tests.domain.starts import DORA, MIRA, NED, Start
from tests.domain.teams import ERIK, OTTO

What = Literal["go", "fit", "ask", "tie", "wait", "pay", "fail", "clock"]
NOBODY = "nobody-at-all"
PEOPLE = (OLGA, OTTO, SVEN, CLARA, KNUD, EMIL, ESTHER, ERIK, *COMMITTEE, MIRA, DORA, NED, NOBODY)
CLUSTERS = (AURORA, POLARIS, "cluster-unheard-of")
STREAMS = (
    *CLUSTERS,
    *ROUNDS,
    f"person-{EMIL}",
    f"person-{CARL}",
    f"person-{NED}",
    "office-nordlys",
    "scheme",
)


class Move(NamedTuple):
    """One step of a story.

    `go` takes the next sensible step; `fit` asks for the `pick`-th thing that fits the stage, by whoever may;
    `ask` asks for anything, by anybody, anywhere; `tie` ties somebody who takes part to the cluster; `wait`
    lets days pass; the rest is the engine's.
    """

    what: What
    who: str = NOBODY
    command: str = ""
    pick: int = 0
    n: int = 0
    on: str = AURORA


def starts(*places: tuple[Level, Stage]) -> st.SearchStrategy[Start]:
    """Any start with Aurora's case at one of the places."""
    return st.tuples(
        st.sampled_from(places),
        st.sampled_from(Kind),
        st.sampled_from([0, 6, 14, 22]),
        st.sampled_from([0, 0, 0, 0, 500, 740]),
        st.booleans(),
    ).map(Start._make)


_NS, _OURS = range(6), (AURORA, AURORA, AURORA, POLARIS)
_FIELDS: Mapping[What, Mapping[str, Sequence[Any]]] = {
    "go": {"n": _NS, "on": _OURS},
    "fit": {"pick": range(120), "n": _NS, "on": _OURS},
    "ask": {"who": PEOPLE, "command": sorted(ASKED), "n": _NS, "on": STREAMS},
    "tie": {"pick": range(8), "n": _NS, "on": _OURS},
    "wait": {"n": _NS},
    "pay": {"n": _NS},
    "fail": {"n": _NS},
    "clock": {"n": _NS, "on": _OURS},
}
_OFTEN: Mapping[What, int] = {
    "go": 9,
    "fit": 6,
    "ask": 2,
    "tie": 4,
    "wait": 2,
    "pay": 2,
    "fail": 1,
    "clock": 1,
}


_WHATS = [what for what, often in _OFTEN.items() for _ in range(often)]


def _moves(what: What) -> st.SearchStrategy[Move]:
    fields = {name: st.sampled_from(options) for name, options in _FIELDS[what].items()}
    return st.fixed_dictionaries(fields).map(lambda chosen: Move(what, **chosen))


ASKS = _moves("ask")
MOVES = st.sampled_from(_WHATS).flatmap(_moves)


def stories(chapters: int) -> st.SearchStrategy[tuple[Move, ...]]:
    """About five moves a chapter: a long list is drawn in parts, since one drawn whole is mostly short."""
    parts = st.tuples(*[st.lists(MOVES, max_size=20) for _ in range(chapters)])
    return parts.map(lambda chapter: tuple(chain(*chapter)))


def drawn(chance: Random, moves: int) -> tuple[Move, ...]:
    """A story of so many moves, each as likely as it should be: it comes further than one that is to shrink."""
    whats = [chance.choice(_WHATS) for _ in range(moves)]
    return tuple(
        Move(what, **{name: chance.choice(options) for name, options in _FIELDS[what].items()})
        for what in whats
    )
