"""Sums over many short rows against sums over each of them."""

import math
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine.segments import order_by, running

rows = st.lists(st.lists(st.sampled_from([0.0, 1.0, 0.5, 3.0, 1e9, 0.1, 1e12, 1 / 3]), min_size=1, max_size=6), max_size=8)


@settings(max_examples=200, deadline=None)
@given(rows, st.booleans())
def test_no_dust_of_another_row(rows, whole):
    """To the last bit, whatever stands in the other rows."""
    if whole:
        rows = [[math.floor(amount) for amount in row] for row in rows]
    amounts = np.array([amount for row in rows for amount in row], dtype=np.float64)
    first = np.cumsum([0, *map(len, rows)])
    alone = np.array([total for row in rows for total in np.cumsum(row)])
    assert running(amounts, first).tolist() == alone.tolist()
    both = running(amounts + 1j * amounts[::-1], first)
    assert both.real.tolist() == alone.tolist()


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 30), st.sampled_from([3, 10**6, 2**40]), st.integers(0, 1000))
def test_order_by_several_keys(count, wide, seed):
    """Narrow keys are sorted as one number, wide ones in turn; equal rows keep their order."""
    source = random.Random(seed)
    keys = [np.array([source.randrange(-2, wide) for _row in range(count)]) for _key in range(3)]
    assert order_by(*keys).tolist() == sorted(range(count), key=lambda row: [key[row] for key in keys])
