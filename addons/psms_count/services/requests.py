"""Ask for a count of something: after a difference, after a picker found less than the book says, or by hand."""

from odoo import fields

from . import buckets, judge


def ask(env, location, product, lot=None, source="person", note="", due=None):
    """Ask for a count of a product in a bin; who asks twice while it waits is told the first request.

    Other apps call this, for example when a picker could not find what the book says.

    :param source: ``count``, ``picking`` or ``person``
    :return: the request
    """
    Request = env["psms.count.request"].sudo()  # whoever meets a mismatch asks, whatever the role
    waiting = Request.search([
        ("location_id", "=", location.id), ("product_id", "=", product.id), ("lot_id", "=", lot.id if lot else False),
        ("state", "=", "open")], limit=1)
    return waiting or Request.create({
        "location_id": location.id, "product_id": product.id, "lot_id": lot.id if lot else False,
        "source": source, "note": note, "due_date": due or fields.Date.context_today(Request), "user_id": env.uid,
    })


def after_posting(count):
    """Ask for another look at what differed too much, and close what this count has answered."""
    _close(count)
    days = count.company_id.psms_count_recheck_days
    if not days:
        return
    due = fields.Date.add(fields.Date.context_today(count), days=days)
    lines = count.line_ids.filtered(lambda line: line.state == "posted" and judge.over_tolerance(line))
    values = {(line.location_id, line.product_id, line.lot_id) for line in lines}
    waiting = _waiting(count.env, {place.id for place, _product, _lot in values})
    count.env["psms.count.request"].sudo().create([  # nobody writes these by hand
        {"location_id": place.id, "product_id": product.id, "lot_id": lot.id, "source": "count", "note": count.name,
         "due_date": due, "user_id": count.approved_by_id.id or count.env.uid}
        for place, product, lot in sorted(values, key=lambda key: [record.id for record in key])
        if (place.id, product.id, lot.id) not in waiting
    ])


def _waiting(env, location_ids):
    requests = env["psms.count.request"].search([("state", "=", "open"), ("location_id", "in", list(location_ids))])
    return {(request.location_id.id, request.product_id.id, request.lot_id.id): request for request in requests}


def _close(count):
    """Requests that waited before the count began are answered by its lines."""
    counted = {(line.location_id.id, line.product_id.id, line.lot_id.id) for line in count.line_ids if line.state == "posted"}
    products = {(place, product) for place, product, _lot in counted}
    waiting = _waiting(count.env, {place for place, _product, _lot in counted})
    done = [request.id for key, request in waiting.items() if key in counted or (not key[2] and key[:2] in products)]
    count.env["psms.count.request"].sudo().browse(done).write({"state": "done", "count_id": count.id})  # as above


def buckets_of(env, requests):
    """What the book holds of what was asked for: all lots and packages, unless a lot was named."""
    wanted = {(request.location_id.id, request.product_id.id): request.lot_id.id for request in requests}
    found = buckets.book(env, requests.location_id.ids, requests.product_id.ids)
    return [bucket for bucket in found
            if bucket[:2] in wanted and (not wanted[bucket[:2]] or bucket.lot_id == wanted[bucket[:2]])]
