"""Events that were told and are not true: somebody corrected the transfer after it was done.

The book of corrections knows what a line said before. The document is told as it was, and an event that it does not have any more
is told once more as it was, with the same identifier, an ``errorDeclaration`` and the identifiers of the events that stand
in its place. Goods that came back or were taken apart withdraw nothing: that they had left, or been made, stays true.
"""

import json
import re

from odoo.fields import Datetime, Domain

_LINE, _MOVE = "stock.move.line", "stock.move"
_NUMBER = re.compile(r"#(\d+)$")
#: what of a line makes an event
_FIELDS = frozenset({
    "quantity", "product_uom_id", "lot_id", "location_id", "location_dest_id", "package_id", "result_package_id", "date",
})


def corrected_lines(env, start, end):
    """The lines that were corrected from one moment to another, whenever they were done: their events changed then."""
    rows = _book(env, Domain("create_date", ">=", start) & Domain("create_date", "<", end))
    return Domain("id", "in", [row.res_id for row in rows if row.model == _LINE]) \
        | Domain("move_id", "in", [row.res_id for row in rows if row.model == _MOVE])


def withdrawn(lines, clusters, tell):
    """The events that corrections of these lines took back.

    :param lines: done lines, also those corrected to nothing
    :param clusters: gives the ids of all lines that are told of together with some of them
    :param tell: gives the events of lines
    """
    env = lines.env
    rows = _book(env, Domain("model", "=", _LINE) & Domain("res_id", "in", lines.ids)
                 | Domain("model", "=", _MOVE) & Domain("res_id", "in", lines.move_id.ids))
    if not rows:
        return []
    lines_of = {(_LINE, line.id): line for line in lines}
    for move, moved in lines.grouped("move_id").items():
        lines_of[_MOVE, move.id] = moved
    existing = _existing(env, rows)
    found = []
    for cluster in clusters({line.id for row in rows for line in lines_of.get((row.model, row.res_id), lines.browse())}):
        mine = [row for row in rows if cluster & set(lines_of.get((row.model, row.res_id), lines.browse()).ids)]
        found += _versions(lines.browse(sorted(cluster)), mine, lines_of, existing, tell)
    return found


def _versions(lines, rows, lines_of, existing, tell):
    """Go back through the corrections of one document, the last first."""
    found, past = [], {line.id: {} for line in lines}
    after = tell(lines)
    # one save leaves several rows of one moment
    for moment in sorted({row.create_date for row in rows}, reverse=True):
        for row in (row for row in rows if row.create_date == moment):
            for line in lines_of[row.model, row.res_id]:
                if row.action == "done_line":
                    past.pop(line.id, None)
                elif line.id in past:
                    past[line.id].update(_before(line, row, existing))
        before = tell(lines.browse().union(*(_as_it_was(line, past[line.id]) for line in lines if line.id in past)))
        found += _declared(before, after, moment)
        after = before
    return found


def _as_it_was(line, values):
    if not values:
        return line
    # To the cache all new records of one origin are the same: the version before must not shine through.
    line.new(origin=line).invalidate_recordset(flush=False)
    return line.new(values, origin=line)


def _declared(before, after, moment):
    """The events of `before` that `after` does not have, each with what took its place."""
    kept, known = {event["eventID"] for event in after}, {event["eventID"] for event in before}
    found = []
    for event in before:
        if event["eventID"] not in kept:
            instead = [
                other["eventID"] for other in after if other["type"] == event["type"] and other["eventID"] not in known]
            found.append({**event, "errorDeclaration": {
                "declarationTime": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "reason": "incorrect_data" if instead else "did_not_occur",
                **({"correctiveEventIDs": instead} if instead else {}),
            }})
    return found


# THE BOOK --------------------------------------------------------------------------------------


def _book(env, domain):
    """Rows about done lines and about dates of moves, the last first."""
    actions = Domain("model", "=", _LINE) & Domain("action", "in", ("done_quantity", "done_line")) \
        | Domain("model", "=", _MOVE) & Domain("action", "=", "backdate")
    # sudo: what a line said before it was corrected is no secret to who may read the line; who corrected it is not told
    return env["psms.stock.correction"].sudo().search_fetch(
        domain & actions & Domain("company_id", "in", env.companies.ids),
        ["model", "res_id", "action", "before", "create_date"], order="id desc")


def _before(line, row, existing):
    """What the row says of the line before: ids in place of names."""
    return {
        name: _value(line._fields[name], value, existing)
        for name, value in json.loads(row.before or "{}").items() if name in _FIELDS
    }


def _value(field, value, existing):
    if field.type == "datetime":
        return Datetime.to_datetime(value)
    if field.type != "many2one":
        return value
    number = _named(value)
    return number if number in existing.get(field.comodel_name, ()) else False


def _named(value):
    """The id in a name that the book wrote; None when there was nothing."""
    found = _NUMBER.search(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def _existing(env, rows):
    """What of the records that rows name is still there: ``{model: ids}``."""
    named = {}
    for row in rows:
        for name, value in json.loads(row.before or "{}").items():
            field = env[_LINE]._fields.get(name)
            if name in _FIELDS and field.type == "many2one" and (number := _named(value)):
                named.setdefault(field.comodel_name, set()).add(number)
    return {model: set(env[model].browse(sorted(ids)).exists().ids) for model, ids in named.items()}
