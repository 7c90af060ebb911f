"""Low-level codes: how deep an item lies below the products that use it."""

from __future__ import annotations

import numpy as np

from .segments import spans


def low_level_codes(count: int, parent: np.ndarray, component: np.ndarray) -> np.ndarray:
    """The longest way down to each item; -1 for an item that lies in a cycle or below one.

    Items without parents come off first, then those whose parents have all come off, and so on.
    """
    level = np.full(count, -1, dtype=np.int64)
    waiting = np.bincount(component, minlength=count)
    order = np.argsort(parent, kind="stable")
    children = component[order]
    first = np.searchsorted(parent[order], np.arange(count + 1))
    free = np.flatnonzero(waiting == 0)
    depth = 0
    while len(free):
        level[free] = depth
        below = children[spans(first[free], first[free + 1])]
        waiting -= np.bincount(below, minlength=count) if len(below) * 8 > count else 0
        if len(below) * 8 <= count:
            np.subtract.at(waiting, below, 1)
        below = np.unique(below)
        free = below[waiting[below] == 0]
        depth += 1
    return level


def find_cycles(parent: np.ndarray, component: np.ndarray, level: np.ndarray) -> list[list[int]]:
    """One cycle for each knot of items without a low-level code: its items in order, the lowest number first."""
    users: dict[int, list[int]] = {}
    for user, used in sorted(zip(parent.tolist(), component.tolist())):
        if level[user] < 0 and level[used] < 0:
            users.setdefault(used, []).append(user)
    cycles = []
    done: set[int] = set()
    for start in sorted(users):
        # every item without a code has a user without one, so going up from it must end in a cycle
        path: list[int] = []
        place: dict[int, int] = {}
        item = start
        while item not in done and item not in place:
            place[item] = len(path)
            path.append(item)
            item = users[item][0]
        if item in place:
            # the way went up from a component to its user; a reader expects it downwards
            cycle = path[place[item] :][::-1]
            turn = cycle.index(min(cycle))
            cycles.append(cycle[turn:] + cycle[:turn])
        done.update(path)
    return cycles
