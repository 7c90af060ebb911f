"""Requests for quotation of planned orders: whom to ask in one letter, and which orders make one line.

One request for each vendor, warehouse, currency and (by a setting of the company) week or day of release; what is overdue
goes with today's. Orders of one product for one day share a line where the vendor's price for both together is better,
unless that exceeds the maximum order.
"""
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from odoo.addons.psms_base.services.calendar import local_date


@dataclass
class Line:
    orders: object  # psms.planned.order
    seller: object  # product.supplierinfo

    @property
    def quantity(self):
        return sum(self.orders.mapped("quantity"))


def window(company, today, day):
    """The first day of the time whose releases go into one request; None when all of them do."""
    day = max(day, today)
    if company.psms_release_window == "week":
        return day - timedelta(days=day.weekday())
    return day if company.psms_release_window == "day" else None


def make_purchases(release, orders):
    """Make the requests for quotation of one company's release."""
    today = local_date(release.company, release.now)
    groups = defaultdict(list)
    for line in _lines(release, orders):
        first = line.orders[:1]
        key = (line.seller.partner_id, first.warehouse_id, line.seller.currency_id,
               window(release.company, today, first.release_date))
        groups[key].append(line)
    requests = [(release.user_record(lines[0].orders[:1].warehouse_id), lines) for lines in groups.values()]
    # All requests and then all lines are created together, which is much of the speed of a large release.
    values = [[_procurement_values(release, warehouse, line) for line in lines] for warehouse, lines in requests]
    purchases = release.env["purchase.order"].create([
        _request_values(release, warehouse, lines, own) for (warehouse, lines), own in zip(requests, values)])
    rows = [(line, _line_values(release, warehouse, line, line_values, purchase))
            for (warehouse, lines), own, purchase in zip(requests, values, purchases)
            for line, line_values in zip(lines, own)]
    made = release.env["purchase.order.line"].create([row for _line, row in rows])
    for (line, _row), purchase_line in zip(rows, made):
        release.mark(line.orders, purchase_line_id=purchase_line.id)
    release.result["purchase_orders"].extend(purchases.ids)


def _lines(release, orders):
    same = defaultdict(list)
    for order in orders:
        seller = _seller(release, order, order.quantity)
        if seller:
            same[order.item_id, order.due_date].append(Line(order, seller))
        else:
            release.result["refused"].append(release.env._(
                "%(order)s: %(vendor)s has no valid price for it. Mend the vendor list and run the plan again.",
                order=order.display_name, vendor=order.vendor_id.display_name))
    for lines in same.values():
        yield from _united(release, lines)


def _united(release, lines):
    """One line of all when the vendor asks less for all of them together."""
    if len(lines) == 1:
        return lines
    orders = lines[0].orders.union(*(line.orders for line in lines[1:]))
    together = Line(orders, None)
    maximum = orders[:1].lot_max
    if maximum and together.quantity > maximum:
        return lines
    together.seller = _seller(release, orders[:1], together.quantity)
    return [together] if any(line.seller != together.seller for line in lines) else lines


def _seller(release, order, quantity):
    """The price that fits the quantity, else the vendor's first: the plan has kept its minimum."""
    product = release.user_record(order.product_id).with_company(release.company)
    vendor = release.user_record(order.vendor_id)
    seller = product._select_seller(
        partner_id=vendor, quantity=quantity, date=max(order.release_date, release.now.date()),
        uom_id=release.user_record(order.uom_id))
    return seller or product._prepare_sellers().filtered(lambda row: row.partner_id == vendor)[:1]


def _procurement_values(release, warehouse, line):
    return {
        "supplier": line.seller, "date_planned": release.noon(line.orders[:1].due_date),
        "date_order": release.noon(min(line.orders.mapped("release_date"))),
        "propagate_cancel": False, "warehouse_id": warehouse,
    }


def _request_values(release, warehouse, lines, values):
    # The rule carries the operation type of the receipt; it is used as a template, archived or not.
    return {
        **warehouse.buy_pull_id._prepare_purchase_order(release.company, {release.origin(lines[0].orders[:1])}, values),
        "picking_type_id": warehouse.in_type_id.id,
        "user_id": lines[0].seller.partner_id.buyer_id.id or release.env.uid,
    }


def _line_values(release, warehouse, line, values, purchase):
    order = line.orders[:1]
    unit, packaging = release.user_record(order.uom_id), line.seller.product_uom_id
    result = release.env["purchase.order.line"]._prepare_purchase_order_line_from_procurement(
        release.user_record(order.product_id), line.quantity, unit, warehouse.lot_stock_id,
        order.product_id.display_name, release.origin(order), release.company, values, purchase)
    if packaging != unit:  # a vendor sells whole boxes
        result["product_qty"] = ceil(result["product_qty"] - 1e-6)
    return result
