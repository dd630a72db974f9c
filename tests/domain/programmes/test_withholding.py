"""Figures for the public: what is under five is withheld, and no subtraction brings it back."""

from collections.abc import Iterator
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.programmes.withholding import TOTAL, Place, Table, published, with_totals


def figures(*rows: tuple[int, ...]) -> dict[Place, int]:
    return {(f"r{i}", f"c{j}"): figure for i, row in enumerate(rows) for j, figure in enumerate(row)}


def shown(*rows: tuple[int, ...]) -> list[list[int | None]]:
    """The cells and totals as the public sees them, row by row."""
    found = published(with_totals(figures(*rows)))
    lines = [*(f"r{i}" for i in range(len(rows))), TOTAL]
    columns = [*(f"c{j}" for j in range(len(rows[0]))), TOTAL]
    return [[found[line, column] for column in columns] for line in lines]


def test_a_table_without_small_figures_is_published_whole() -> None:
    assert shown((5, 7), (9, 6)) == [[5, 7, 12], [9, 6, 15], [14, 13, 27]]


def test_five_is_published_and_four_is_not() -> None:
    assert shown((5, 5), (5, 5))[0] == [5, 5, 10]
    assert shown((4, 6), (6, 6), (6, 6)) == [[None, None, 10], [None, None, 12], [6, 6, 12], [16, 18, 34]]


def test_a_single_small_figure_takes_others_with_it_so_that_no_total_tells_it() -> None:
    assert shown((2, 30, 40), (50, 60, 70), (80, 90, 100)) == [
        [None, None, 40, 72],
        [None, None, 70, 180],
        [80, 90, 100, 270],
        [132, 180, 210, 522],
    ]


def test_none_is_a_small_figure_too() -> None:
    assert shown((0, 20), (30, 40))[0][0] is None


def test_noughts_that_a_total_would_tell_take_what_is_beside_them() -> None:
    # 12 + ? + ? = 12 would leave nothing to guess.
    assert shown((12, 0, 0), (9, 9, 9))[0] == [None, None, None, 12]


def test_a_total_under_five_is_withheld_like_any_figure() -> None:
    assert shown((1, 2), (10, 20)) == [[None, None, None], [None, None, None], [11, 22, 33]]


def test_one_row_of_two_figures_tells_neither_of_them() -> None:
    assert shown((3, 40)) == [[None, None, 43], [None, None, 43]]


def test_a_table_of_one_small_figure_tells_nothing() -> None:
    assert shown((3,)) == [[None, None], [None, None]]


def test_there_are_no_totals_of_nothing() -> None:
    assert published(with_totals({})) == {}


def solutions(table: Table, told: dict[Place, int | None], most: int) -> Iterator[dict[Place, int]]:
    """Every table of whole figures up to `most` that fits what is published: tried out one by one."""
    cells = [place for place in table if TOTAL not in place]
    options = [range(most + 1) if told[place] is None else (told[place] or 0,) for place in cells]
    for chosen in product(*options):
        tried = with_totals(dict(zip(cells, chosen, strict=True)))
        if all(figure is None or tried[place] == figure for place, figure in told.items()):
            yield tried


@st.composite
def _tables(draw: st.DrawFn) -> dict[Place, int]:
    rows, columns = draw(st.sampled_from(((1, 2), (1, 3), (2, 2), (3, 1), (2, 3))))
    one = st.integers(0, 5)
    return figures(*(tuple(draw(one) for _ in range(columns)) for _ in range(rows)))


@settings(max_examples=60, deadline=None)
@given(_tables())
def test_no_withheld_figure_can_be_computed_from_all_that_is_published(cells: dict[Place, int]) -> None:
    table = with_totals(cells)
    told = published(table, smallest=3)
    withheld = [place for place, figure in told.items() if figure is None]
    assume(sum(TOTAL not in place for place in withheld) <= 4)
    seen: dict[Place, set[int]] = {place: set() for place in withheld}
    for tried in solutions(table, told, most=6):
        for place in withheld:
            seen[place].add(tried[place])
    assert [place for place in withheld if len(seen[place]) < 2] == []


@given(_tables())
def test_no_small_figure_is_ever_published_and_no_published_one_is_changed(cells: dict[Place, int]) -> None:
    table = with_totals(cells)
    told = {place: figure for place, figure in published(table).items() if figure is not None}
    assert min(told.values(), default=5) >= 5
    assert told == {place: table[place] for place in told}


@given(_tables())
def test_what_is_withheld_does_not_depend_on_the_order_of_rows(cells: dict[Place, int]) -> None:
    backwards = dict(reversed(cells.items()))
    assert published(with_totals(backwards)) == published(with_totals(cells))
