"""Make Odoo's own documents of planned orders: requests for quotation, manufacturing orders, transfers.

Released once, whatever happens: the rows are locked and only those still planned go on. What was
released counts as open supply of the next plan.
"""
from collections import defaultdict

from odoo.exceptions import UserError

from .plan_calendar import day_to_utc


def release(orders, now):
    """Release planned orders that the caller may release.

    :param orders: `psms.planned.order` records
    :param now: naive UTC datetime
    :return: dict of ids, see `psms.planned.order.release`
    """
    result = {"released": [], "purchase_orders": [], "productions": [], "pickings": [], "refused": []}
    orders = _lock(orders)
    for company, company_orders in orders.grouped("company_id").items():
        _Release(company_orders.with_company(company), company, now, result).run()
    for plan in orders.plan_id:
        plan.released_count = len(plan.planned_order_ids.filtered(lambda order: order.state == "released"))
    return result


def _lock(orders):
    """The orders that are still to be released, locked against a second release at the same time."""
    # Planners read planned orders; only the services write them.
    orders = orders.sudo().exists()
    if len(orders.try_lock_for_update(allow_referencing=True)) < len(orders):
        raise UserError(orders.env._(
            "Somebody else is releasing some of these planned orders right now. Look again in a moment."))
    orders.invalidate_recordset(["state"])
    todo = orders.filtered(lambda order: order.state == "planned")
    outdated = todo.filtered(lambda order: order.plan_id.state != "current")
    if outdated:
        raise UserError(orders.env._(
            "There is a newer plan than the one of these orders: %(orders)s. Release from the current plan.",
            orders=", ".join(outdated[:3].mapped("display_name"))))
    _touch_plans(todo)
    return todo.sorted(lambda order: (order.release_date, order.id))


def _touch_plans(orders):
    """Write the row of the plan, as a planning run does first of all.

    A run that goes on meanwhile doesn't see what is released here and would plan it again. Both write
    this row, so one of the two fails as a serialization conflict and is repeated by Odoo on fresh data.
    """
    for plan, plan_orders in orders.grouped("plan_id").items():
        plan.released_count += len(plan_orders)
        plan.flush_recordset(["released_count"])


class _Release:
    """One company's part of a release."""

    def __init__(self, orders, company, now, result):
        self.orders, self.company, self.now, self.result = orders, company, now, result
        # Documents are made with the rights of the planner, planned orders are written by this service.
        self.env = orders.sudo(False).env

    def run(self):
        by_source = defaultdict(self.orders.browse)
        for order in self.orders:
            refusal = self._refusal(order)
            if refusal:
                self.result["refused"].append(refusal)
            else:
                by_source[order.source] |= order
        self._buy(by_source["buy"])
        self._make(by_source["make"])
        self._transfer(by_source["transfer"])

    def _refusal(self, order):
        env, name = self.env, order.display_name
        if order.made_to_order and order.parent_order_id:
            return env._("%(order)s: made to order. Release the order of %(parent)s, Odoo then orders it.",
                         order=name, parent=order.parent_order_id.product_id.display_name)
        if order.source == "buy" and not order.vendor_id:
            return env._("%(order)s: the product has no vendor. Add one and run the plan again.", order=name)
        if order.source == "make" and not order.bom_id.active:
            return env._("%(order)s: its bill of materials is gone. Run the plan again.", order=name)
        if order.source == "transfer" and not order.source_warehouse_id:
            return env._("%(order)s: the warehouse that it comes from is gone. Run the plan again.", order=name)
        return None

    def _noon(self, day):
        return day_to_utc(self.company, day)

    def _mark(self, order, **link):
        order.write({"state": "released", "released_by_id": self.env.uid, "released_on": self.now, **link})
        self.result["released"].append(order.id)

    # -- purchases -----------------------------------------------------------------------------------------------------

    def _buy(self, orders):
        """One request for quotation for each vendor, warehouse and currency, a line for each planned order."""
        groups = defaultdict(list)
        for order in orders:
            seller = self._seller(order)
            if not seller:
                self.result["refused"].append(self.env._(
                    "%(order)s: %(vendor)s has no valid price for it. Mend the vendor list and run the plan again.",
                    order=order.display_name, vendor=order.vendor_id.display_name))
                continue
            groups[seller.partner_id, order.warehouse_id, seller.currency_id].append((order, seller))
        for (_vendor, warehouse, _currency), rows in groups.items():
            self._request_for_quotation(warehouse, rows)

    def _seller(self, order):
        """The price that fits the quantity, else the vendor's first: the plan has kept its minimum."""
        product = order.product_id.sudo(False).with_company(self.company)
        seller = product._select_seller(
            partner_id=order.vendor_id, quantity=order.quantity, date=max(order.release_date, self.now.date()),
            uom_id=order.uom_id)
        return seller or product._prepare_sellers().filtered(lambda row: row.partner_id == order.vendor_id)[:1]

    def _request_for_quotation(self, warehouse, rows):
        values = [{
            "supplier": seller, "date_planned": self._noon(order.due_date), "date_order": self._noon(order.release_date),
            "propagate_cancel": False, "warehouse_id": warehouse,
        } for order, seller in rows]
        # The rule carries the operation type of the receipt; it is used as a template, archived or not.
        rule = warehouse.sudo(False).buy_pull_id
        purchase = self.env["purchase.order"].create({
            **rule._prepare_purchase_order(self.company, {self._origin(rows[0][0])}, values),
            "picking_type_id": warehouse.in_type_id.id,
            "user_id": rows[0][1].partner_id.buyer_id.id or self.env.uid,
        })
        Line = self.env["purchase.order.line"]
        lines = Line.create([
            Line._prepare_purchase_order_line_from_procurement(
                order.product_id.sudo(False), order.quantity, order.uom_id.sudo(False),
                warehouse.lot_stock_id.sudo(False), order.product_id.display_name, self._origin(order),
                self.company, line_values, purchase)
            for (order, _seller), line_values in zip(rows, values)])
        for (order, _seller), line in zip(rows, lines):
            self._mark(order, purchase_line_id=line.id)
        self.result["purchase_orders"].append(purchase.id)

    def _origin(self, order):
        return order.plan_id.display_name

    # -- production ----------------------------------------------------------------------------------------------------

    def _make(self, orders):
        if not orders:
            return
        productions = self.env["mrp.production"].create([self._production_values(order) for order in orders])
        productions.action_confirm()
        for order, production in zip(orders, productions):
            self._mark(order, production_id=production.id)
        self.result["productions"].extend(productions.ids)

    def _production_values(self, order):
        warehouse, bom = order.warehouse_id.sudo(False), order.bom_id.sudo(False)
        due = self._noon(order.due_date)
        values = warehouse.manufacture_pull_id._prepare_mo_vals(
            order.product_id.sudo(False), order.quantity, order.uom_id.sudo(False), warehouse.lot_stock_id,
            order.product_id.display_name, self._origin(order), self.company,
            {"date_planned": due, "date_deadline": due, "warehouse_id": warehouse}, bom)
        # Odoo counts the lead time in calendar days; the plan knows which days are closed.
        return {**values, "date_start": self._noon(order.release_date), "date_finished": due}

    # -- transfers -----------------------------------------------------------------------------------------------------

    def _transfer(self, orders):
        """Let Odoo's own resupply route make the moves between the two warehouses."""
        if not orders:
            return
        Rule = self.env["stock.rule"]
        Rule.run([Rule.Procurement(
            order.product_id.sudo(False), order.quantity, order.uom_id.sudo(False),
            order.warehouse_id.lot_stock_id.sudo(False), order.product_id.display_name, self._origin(order),
            self.company, {
                "date_planned": self._noon(order.due_date), "warehouse_id": order.warehouse_id.sudo(False),
                "route_ids": self._resupply_route(order), "psms_planned_order_id": order.id,
            }) for order in orders])
        orders.invalidate_recordset(["move_ids"])
        for order in orders:
            self._mark(order)
        self.result["pickings"].extend(orders.move_ids.picking_id.ids)

    def _resupply_route(self, order):
        return self.env["stock.route"].search([
            ("supplied_wh_id", "=", order.warehouse_id.id), ("supplier_wh_id", "=", order.source_warehouse_id.id)], limit=1)
