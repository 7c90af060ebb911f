"""The arithmetic of the master schedule, week by week. Pure: lists in, lists out.

Example, four weeks with 20 on hand::

    week                      1     2     3     4
    supply                    0   100     0   100
    orders                   15    40    70    20
    what orders leave of
    the forecast              5    10     0    40
    projected available       0    50   -20    20     20 + 0 - 15 - 5 = 0; 0 + 100 - 40 - 10 = 50; ...
    uncommitted               5    65    -5    75     20 + 0 - 15 = 5; 5 + 100 - 40 = 65; 65 - 70 = -5; ...
    available to promise      0     0     0    75     the least that is uncommitted from the week on

Week 3 has promised 5 more than all supply until then brings. They have to come out of what weeks 1 and 2 leave, so nothing can
be promised there although 5 and 65 are uncommitted: this is what looking ahead means. From week 4 on 75 can be promised.
"""
from itertools import accumulate


def projected_available(on_hand, supply, demand):
    """Stock at the end of each week if everything comes and goes as planned."""
    return list(accumulate((come - go for come, go in zip(supply, demand)), initial=on_hand))[1:]


def available_to_promise(on_hand, supply, committed):
    """What can be promised to customers for each week on top of what is committed, all weeks before included.

    Discrete ATP with look-ahead, cumulated: in each week the least that any later week leaves, because what is promised now
    isn't there then. Never below nothing.

    :param committed: demand that somebody counts on: orders and needs of other products, not the forecast
    """
    uncommitted = projected_available(on_hand, supply, committed)
    least = list(accumulate(reversed(uncommitted), min))
    return [max(quantity, 0.0) for quantity in reversed(least)]


def weekly(flows, first, weeks):
    """(day, quantity) flows as a list by week; what is overdue belongs to the first one, what is later to none."""
    found = [0.0] * weeks
    for day, quantity in flows:
        week = max((day - first).days // 7, 0)
        if week < weeks:
            found[week] += quantity
    return found
