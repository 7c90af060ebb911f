"""Sums by week in one query."""

from odoo.tools import SQL


def bucket(column, weeks):
    """Return SQL for the number of the week that a UTC timestamp falls in.

    0 is before the first week, 1 the first week, ``len(weeks) + 1`` after the last one. The
    borders are those of the plant, so a week may have 167 or 169 hours.
    """
    return SQL("width_bucket(%s, %s::timestamp[])", column, borders(weeks))


def borders(weeks):
    """Return the UTC borders of consecutive weeks: one more than there are weeks."""
    return [week.start for week in weeks] + [weeks[-1].end]
