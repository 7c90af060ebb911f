"""Corrections leave a row behind: who corrected what, when, from where, what it was before and after.

A correction is a lawful change of what the warehouse had already recorded. Services call ``record``;
``documented`` is for those that keep a better document themselves, such as a count with its approval.
"""

import json
import threading
from contextlib import contextmanager
from contextvars import ContextVar

from odoo.http import request
from odoo.tools import json_default

_documented = ContextVar("psms_stock_documented", default=False)

#: length that a user agent is cut to
_AGENT_LENGTH = 255


@contextmanager
def documented():
    """Say that the caller keeps the document of what happens inside: no rows for adjustments of stock."""
    token = _documented.set(True)
    try:
        yield
    finally:
        _documented.reset(token)


def is_documented():
    return _documented.get()


def record(env, record, action, before, after, reason=""):
    """Leave a row about one record (or about several, with one row each from lists of one length).

    :param record: what was corrected
    :param action: value of ``psms.stock.correction.action``
    :param before, after: dict of field or figure -> value; records become their id and name
    :param reason: why, in the words of who did it
    :return: the rows
    """
    return record_many(env, [(record, before, after)], action, reason)


def record_many(env, cases, action, reason=""):
    """Leave one row for each ``(record, before, after)``."""
    door = _door()
    rows = [{
        **door,
        **_subject(record),
        "user_id": env.uid,
        "user_name": f"{env.user.name} ({env.user.login})",
        "action": action,
        "before": _text(before),
        "after": _text(after),
        "reason": reason or False,
    } for record, before, after in cases]
    # sudo: nobody may write to the book, this service alone does, and always in the name of the user
    return env["psms.stock.correction"].sudo().create(rows)


def _subject(record):
    fields = record._fields
    record = record.sudo()  # only names are read, for people who may correct the record

    def link(name):
        return record[name].id if name in fields and fields[name].type == "many2one" else False

    return {
        "model": record._name,
        "res_id": record.id,
        "record_name": " · ".join(filter(None, [record["reference"] if "reference" in fields else "", record.display_name])),
        "product_id": record.id if record._name == "product.product" else link("product_id"),
        "lot_id": record.id if record._name == "stock.lot" else link("lot_id"),
        "location_id": record.id if record._name == "stock.location" else link("location_id"),
        "company_id": link("company_id") or record.env.company.id,
    }


def _door():
    """From where: what the request says, or that there was none."""
    if request:
        path = request.httprequest.path
        if path.startswith("/queue_job/"):
            door = "job"
        elif path.startswith("/json/"):
            door = "json2"
        else:
            door = "web"
        agent = request.httprequest.user_agent.string or ""
        return {"door": door, "device": agent[:_AGENT_LENGTH], "address": request.httprequest.remote_addr}
    # Odoo hides the request of XML-RPC and JSON-RPC from what they call; the address of the call is left
    url = getattr(threading.current_thread(), "url", "")
    if "/xmlrpc" in url or "/jsonrpc" in url:
        return {"door": "rpc"}
    return {"door": "program"}


def _text(values):
    return json.dumps({key: _plain(value) for key, value in values.items()}, ensure_ascii=False, default=json_default)


def _plain(value):
    """A value that JSON knows; of a record its id and its name, which outlive it."""
    if hasattr(value, "_name"):
        names = [f"{row.display_name} #{row.id}" for row in value.sudo()]  # names alone, see _subject
        return names[0] if len(names) == 1 else names
    return value
