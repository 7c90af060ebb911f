"""Arithmetic on many short rows that lie one behind the other in one array, such as the days of one item after the other's."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

# to the unit
GRAINS = 1024.0


def running(amounts: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Running sums of real or complex amounts, none below 0, that begin anew at each `first`."""
    total = np.cumsum(amounts)
    if _exact(amounts, total):
        return total - np.repeat(np.append(0, total)[first[:-1]], np.diff(first))
    # one sum over all would leave rounding dust of one item in another
    sums = amounts.copy()
    accumulate = np.add.accumulate
    long = np.flatnonzero(np.diff(first) > 1)
    for begin, end in zip(first[long].tolist(), first[long + 1].tolist()):
        part = sums[begin:end]
        accumulate(part, out=part)
    return sums


def _exact(amounts: np.ndarray, total: np.ndarray) -> bool:
    """Whether sums lose nothing: pieces, halves, thousand-and-twenty-fourths, and all of them together within 53 bits."""
    if not len(total):
        return True
    parts = amounts.view(np.float64) * GRAINS
    return max(total[-1].real, total[-1].imag) * GRAINS < 2**53 and bool((parts == np.floor(parts)).all())


def steps(sums: np.ndarray, first: np.ndarray) -> np.ndarray:
    """What `running` undoes: the differences, beginning anew at each `first`."""
    differences = np.diff(sums, prepend=0.0)
    differences[first[:-1]] = sums[first[:-1]]
    return differences


def spans(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """All positions of the ranges first[i]:last[i], one range after the other."""
    length = last - first
    start = np.cumsum(length) - length
    return np.arange(length.sum()) + np.repeat(first - start, length)


def by_rank(rank: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Where the rows of each item begin when items stand in the order of their ranks."""
    order = np.argsort(rank)
    first = np.empty(len(rank), dtype=np.int64)
    first[order] = np.cumsum(counts[order]) - counts[order]
    return first


def merged(parts: list[tuple[np.ndarray, ...]], places: Iterable[np.ndarray], total: int) -> list[np.ndarray]:
    """The columns of all parts with each row at its place. Parts are let go one by one, so that no row is held twice for long."""
    columns = [np.empty(total, dtype=column.dtype) for column in parts[-1]]
    for number, place in enumerate(places):
        for column, cells in zip(columns, parts[number]):
            column[place] = cells
        parts[number] = ()
    return columns


def paired(row: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Keys that stand in the order of rows, then of values: numpy compares complex numbers so, exactly and in one go.

    A stable sort of them merges parts that are sorted already, far faster than a sort by two keys.
    """
    keys = np.empty(len(row), dtype=np.complex128)
    keys.real, keys.imag = row, value
    return keys


def sorted_places(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from 0 on in order, and where each came from; equal ones stay as they are.

    Key and place are sorted as one number, which is faster than asking for the order. Both must fit into 63 bits.
    """
    bits = max(len(keys).bit_length(), 1)
    packed = keys << bits
    packed |= np.arange(len(keys))
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def order_by(*keys: np.ndarray) -> np.ndarray:
    """Positions in the order of whole-number keys, the first key first; equal rows stay as they are.

    The same as numpy's lexsort, but one sort instead of one for each key where all of them fit into 63 bits together.
    """
    count = len(keys[0])
    if not count:
        return np.zeros(0, dtype=np.int64)
    lows = [int(key.min()) for key in keys]
    widths = [int(key.max()) - low + 1 for key, low in zip(keys, lows)]
    bits = math.prod(widths).bit_length()
    if bits > 63:
        return np.lexsort(keys[::-1])
    joined = keys[0] - lows[0]
    for key, low, width in zip(keys[1:], lows[1:], widths[1:]):
        joined *= width
        joined += key
        joined -= low
    if bits + count.bit_length() > 63:
        return np.argsort(joined, kind="stable")
    return sorted_places(joined)[1]


def ranks(names: list[str], in_order: list[str]) -> np.ndarray:
    """The place of each name among the names in order, which no two share."""
    if names == in_order:
        return np.arange(len(names))
    place = dict(zip(in_order, range(len(names))))
    return np.fromiter(map(place.__getitem__, names), dtype=np.int64, count=len(names))
