"""Make Odoo's own documents of planned orders: requests for quotation, manufacturing orders, transfers.

Released once, whatever happens: the rows are locked and only those still to be released go on. What was
released counts as open supply of the next plan.
"""
from collections import defaultdict

from odoo.exceptions import UserError

from .batch import KEY, Batch
from .plan_calendar import day_to_utc
from .plan_lock import lock_rows
from .plan_purchase import make_purchases

TO_RELEASE = ("planned", "firm")
# Nobody reads what Odoo would note about documents that it is just making; the planned orders say who made them.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}


def release(orders, now):
    """Release planned orders that the caller may release.

    :param orders: `psms.planned.order` records
    :param now: naive UTC datetime
    :return: dict of ids, see `psms.planned.order.release`
    """
    result = {"released": [], "purchase_orders": [], "productions": [], "pickings": [], "refused": []}
    orders = _lock(orders)
    for company, company_orders in orders.grouped("company_id").items():
        Release(company_orders.with_company(company), company, now, result).run()
    count_released(orders.plan_id)
    return result


def _lock(orders):
    """The orders that are still to be released, locked against a second release at the same time."""
    rows = lock_rows(orders, orders.env._(
        "Somebody else is releasing some of these planned orders right now. Look again in a moment."))
    todo = rows.filtered(lambda order: order.state in TO_RELEASE)
    outdated = todo.filtered(lambda order: order.plan_id.state != "current")
    if outdated:
        raise UserError(orders.env._(
            "There is a newer plan than the one of these orders: %(orders)s. Release from the current plan.",
            orders=", ".join(outdated[:3].mapped("display_name"))))
    return todo.sorted(lambda order: (order.release_date, order.id))


def count_released(plans):
    counts = dict(plans.env["psms.planned.order"]._read_group(
        [("plan_id", "in", plans.ids), ("state", "=", "released")], ["plan_id"], ["__count"]))
    for plan in plans:
        plan.released_count = counts.get(plan, 0)


class Release:
    """One company's part of a release."""

    def __init__(self, orders, company, now, result):
        self.orders, self.company, self.now, self.result = orders, company, now, result
        # Documents are made with the rights of the planner, planned orders are written by this service.
        self.env = orders.sudo(False).with_context(**QUIET).env

    def run(self):
        by_source = defaultdict(self.orders.browse)
        for order in self.orders:
            refusal = self._refusal(order)
            if refusal:
                self.result["refused"].append(refusal)
            else:
                by_source[order.source] |= order
        make_purchases(self, by_source["buy"])
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

    def user_record(self, record):
        """The record with the rights of the planner and in the quiet context."""
        return record.with_env(self.env)

    def noon(self, day):
        return day_to_utc(self.company, day)

    def mark(self, orders, **link):
        orders.write({"state": "released", "released_by_id": self.env.uid, "released_on": self.now, **link})
        self.result["released"].extend(orders.ids)

    def origin(self, order):
        return order.plan_id.display_name

    # -- production ----------------------------------------------------------------------------------------------------

    def _make(self, orders):
        if not orders:
            return
        batch = Batch(orders.bom_id.bom_line_ids.product_id)
        productions = self.env["mrp.production"].with_context(**{KEY: batch}).create(
            [self._production_values(order) for order in orders])
        productions.action_confirm()
        for order, production in zip(orders, productions):
            self.mark(order, production_id=production.id)
        self.result["productions"].extend(productions.ids)

    def _production_values(self, order):
        warehouse, bom = self.user_record(order.warehouse_id), self.user_record(order.bom_id)
        due = self.noon(order.due_date)
        values = warehouse.manufacture_pull_id._prepare_mo_vals(
            self.user_record(order.product_id), order.quantity, self.user_record(order.uom_id), warehouse.lot_stock_id,
            order.product_id.display_name, self.origin(order), self.company,
            {"date_planned": due, "date_deadline": due, "warehouse_id": warehouse}, bom)
        # Odoo counts the lead time in calendar days; the plan knows which days are closed.
        return {**values, "date_start": self.noon(order.release_date), "date_finished": due}

    # -- transfers -----------------------------------------------------------------------------------------------------

    def _transfer(self, orders):
        """Let Odoo's own resupply route make the moves between the two warehouses."""
        if not orders:
            return
        Rule = self.env["stock.rule"]
        Rule.run([Rule.Procurement(
            self.user_record(order.product_id), order.quantity, self.user_record(order.uom_id),
            self.user_record(order.warehouse_id.lot_stock_id), order.product_id.display_name, self.origin(order),
            self.company, {
                "date_planned": self.noon(order.due_date), "warehouse_id": self.user_record(order.warehouse_id),
                "route_ids": self._resupply_route(order), "psms_planned_order_id": order.id,
            }) for order in orders])
        orders.invalidate_recordset(["move_ids"])
        self.mark(orders)
        self.result["pickings"].extend(orders.move_ids.picking_id.ids)

    def _resupply_route(self, order):
        return self.env["stock.route"].search([
            ("supplied_wh_id", "=", order.warehouse_id.id), ("supplier_wh_id", "=", order.source_warehouse_id.id)], limit=1)
