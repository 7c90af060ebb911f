"""The arithmetic of open days against counting them."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine import workdays as module
from psms_engine.workdays import WorkDays

REACH = 200
closed_days = st.sets(st.integers(-5, 40))


@pytest.mark.parametrize("cells", [module.MOST_CELLS, 0], ids=["table", "search"])
@settings(max_examples=80, deadline=None)
@given(st.lists(closed_days, min_size=1, max_size=3), st.integers(0, 60), st.integers(0, 30), st.integers(0, 20))
def test_agrees_with_counting(cells, closed, day, lead, fence):
    with mock.patch.object(module, "MOST_CELLS", cells):
        _check(closed, day, lead, fence)


def _check(closed, day, lead, fence):
    pairs = [(number, calendar) for calendar, numbers in enumerate(closed) for number in numbers]
    workdays = WorkDays(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T, len(closed))
    for calendar, numbers in enumerate(closed):
        days = [number for number in range(REACH) if number not in numbers]
        at, on = np.array([day]), np.array([calendar])
        after = next(number for number in days if number >= day)
        assert workdays.open_before(at, on) == len([number for number in days if number < day])
        assert workdays.next_open(at, on) == after
        assert workdays.add(at, np.array([lead]), on) == days[days.index(after) + lead]
        assert workdays.last_open(at, on) == max((number for number in days if number <= day), default=days[0])
        due, release = workdays.schedule(at, np.array([lead]), workdays.open_before(np.array([fence]), on), on)
        assert days.index(due[0]) - days.index(release[0]) == lead
        before = [number for number in days if number <= day]
        free = [number for number in days if number >= fence]
        in_time = len(before) > lead and before[-1 - lead] >= fence
        assert due == (before[-1] if in_time else free[lead])


def test_a_day_that_never_comes():
    """Days far beyond any calendar stay on their own calendar."""
    workdays = WorkDays(np.array([3, 5]), np.array([0, 1]), 2)
    assert workdays.last_open(np.array([2**40, 2**40]), np.array([0, 1])).tolist() == [2**40, 2**40]
