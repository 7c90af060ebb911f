"""Typed columns of a printed list, and how each type looks on paper and in a spreadsheet."""

from collections.abc import Callable
from typing import Any, NamedTuple

from odoo.fields import Datetime
from odoo.tools import format_date, format_datetime, formatLang

TEXT, INTEGER, QUANTITY, MONEY, PERCENT, DATE, DATETIME = (
    "text", "integer", "quantity", "money", "percent", "date", "datetime",
)
NUMBERS = (INTEGER, QUANTITY, MONEY, PERCENT)
KINDS = (TEXT, *NUMBERS, DATE, DATETIME)


class Column(NamedTuple):
    """One column of a list.

    :param label: heading, translated by the caller
    :param value: dotted field path, or a function of the line
    :param kind: one of the constants of this module
    :param width: in characters, for the spreadsheet; on paper in proportion to the others
    """

    label: str
    value: str | Callable[[Any], Any]
    kind: str = TEXT
    width: int = 16

    def read(self, line):
        """Return the raw value of ``line``: None where there is nothing."""
        if callable(self.value):
            value = self.value(line)
        else:
            value = self._follow(line)
        # Odoo says False for "nothing"; a zero is something.
        return None if value is False or value is None else value

    def _follow(self, line):
        *path, last = self.value.split(".")
        for name in path:
            line = line[name]
        value = line[last]
        field = line._fields[last]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(line.env)).get(value)
        return value

    @property
    def is_number(self):
        return self.kind in NUMBERS


def as_text(env, column, value):
    """Return ``value`` as a person of the environment's language and time zone reads it."""
    if value is None:
        return ""
    if column.kind == DATE:
        return format_date(env, value)
    if column.kind == DATETIME:
        return format_datetime(env, value, dt_format="short")
    if column.kind == MONEY:
        return formatLang(env, value, currency_obj=env.company.currency_id)
    if column.kind == QUANTITY:
        return _trimmed(env, value)
    if column.kind == INTEGER:
        return formatLang(env, value, digits=0)
    if column.kind == PERCENT:
        return f"{formatLang(env, value * 100, digits=1)} %"
    return str(value)


def _trimmed(env, value):
    """Format a quantity without the zeros that nobody needs to read."""
    text = formatLang(env, value, dp="Product Unit")
    point = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point
    return text.rstrip("0").rstrip(point) if point in text else text


def local_datetime(env, value):
    """Return a datetime in the person's time zone without zone, as a spreadsheet wants it."""
    return Datetime.context_timestamp(env.user, value).replace(tzinfo=None)
