"""Expected against real time of finished work orders."""

from odoo.fields import Domain
from odoo.tools import SQL

from .weeks import bucket


def workorder_domain(company, start, end):
    """Return the domain of the work orders finished between two UTC moments that have recorded time."""
    return Domain([
        ("production_id.company_id", "=", company.id),
        ("state", "=", "done"),
        ("date_finished", ">=", start),
        ("date_finished", "<", end),
        ("duration", ">", 0),
    ])


def minutes(env, workorders, weeks):
    """Return ``{number of the week from 1: (expected, real)}``."""
    env["mrp.workorder"].flush_model()
    rows = env.execute_query(SQL(
        """
        SELECT %s AS week, sum(w.duration_expected), sum(w.duration)
          FROM mrp_workorder w
         WHERE w.id IN (%s)
      GROUP BY 1
        """,
        bucket(SQL("w.date_finished"), weeks), workorders,
    ))
    return {week: (float(expected or 0), float(real)) for week, expected, real in rows}
