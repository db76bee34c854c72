"""Slips of the hand among measured values: found, and not seen where there are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.derive.outliers import FEWEST, outliers

CALM = [185.0, 190, 188, 191, 196, 194, 199, 203, 201]


@pytest.mark.parametrize("factor", [10, 100, 0.1, 0.01])
@pytest.mark.parametrize("place", range(1, len(CALM)))
def test_a_slip_of_a_digit_is_found_wherever_it_stands(place: int, factor: float) -> None:
    values = list(CALM)
    values[place] *= factor
    assert outliers(values) == {place}


@pytest.mark.parametrize(
    "values",
    [
        CALM,
        CALM[: FEWEST - 1],
        [1, 2, 4, 8, 16, 32, 64, 128, 256],  # growth
        [5.0] * 12,
        [5, 5, 5, 5, 50, 50, 50, 50, 50],  # a new level
        [10, 20, 30, 40, 4000, 4050, 4100, 4150],  # the day of the sale
        [0, 0, 0, 0, 7, 0, 0, 0, 0],  # from nothing no factor can be told
        [10, 12, 9, 25, 11, 8, 12, 10, 9],
    ],
)
def test_what_can_be_meant_is_no_slip(values: list[float]) -> None:
    assert outliers(values) == frozenset()


@given(st.lists(st.floats(-1e12, 1e12), max_size=40))
def test_any_values_can_be_asked_about(values: list[float]) -> None:
    assert outliers(values) <= set(range(1, len(values)))


@given(st.lists(st.integers(900, 1100), min_size=FEWEST, max_size=40))
def test_values_that_stay_near_each_other_have_none(values: list[int]) -> None:
    assert outliers(values) == frozenset()
