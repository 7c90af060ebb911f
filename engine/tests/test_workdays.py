"""The arithmetic of open days against counting them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine.workdays import WorkDays

REACH = 200


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(-5, 40)), st.integers(0, 60), st.integers(0, 30))
def test_agrees_with_counting(closed, day, lead):
    workdays = WorkDays(np.array(sorted(closed), dtype=np.int64))
    days = [number for number in range(REACH) if number not in closed]
    at = np.array([day])
    after = next(number for number in days if number >= day)
    assert workdays.open_before(at) == len([number for number in days if number < day])
    assert workdays.next_open(at) == after
    assert workdays.add(at, np.array([lead])) == days[days.index(after) + lead]
    assert workdays.last_open(at) == max((number for number in days if number <= day), default=days[0])
    due, release = workdays.schedule(at, np.array([lead]))
    assert days.index(due[0]) - days.index(release[0]) == lead
    before = [number for number in days if number <= day]
    assert due == (before[-1] if len(before) > lead else days[lead])
