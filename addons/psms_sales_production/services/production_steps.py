"""What is planned and made for a sales order, by the pegs of the plan."""

from typing import NamedTuple

from odoo.addons.psms_base.services.calendar import local_date
from odoo.addons.psms_production.services.plan_pegging import orders_serving
from odoo.addons.psms_sales.services.order_timeline import Step, goods_lines


class Served(NamedTuple):
    """What serves one sales order."""

    planned: object  # psms.planned.order, of the current plan or released, on all levels
    productions: object  # mrp.production that are not cancelled


def served_by(order):
    """Find what serves ``order``, which is in sudo: planned orders and production belong to other departments."""
    planned, productions = _by_pegs(order)
    return Served(planned, productions.filtered(lambda production: production.state != "cancel"))


def _by_pegs(order):
    """Follow the pegs: planned orders for the order, production orders of these, planned orders for those, ..."""
    env = order.env
    productions = order.stock_reference_ids.production_ids | env["mrp.production"].search(
        [("sale_line_id", "in", order.order_line.ids)])
    planned, documents, seen = env["psms.planned.order"], {("sale.order", order.id)}, set()
    documents |= {(productions._name, production.id) for production in productions}
    while documents:
        seen |= documents
        # Orders that count: of the current plan, or released from any.
        planned |= orders_serving(env, documents).filtered(
            lambda row: row.company_id == order.company_id and (row.state == "released" or row.plan_id.state == "current"))
        productions |= planned.production_id
        documents = {(productions._name, production.id) for production in productions} - seen
    return planned, productions


def open_moves(order):
    """Deliveries of goods that are not in stock for the order yet."""
    return order.order_line.move_ids.filtered(
        lambda move: move.state in ("waiting", "confirmed", "partially_available")
        and move.location_dest_id.usage == "customer")


def steps(order, context):
    """The steps between confirmation and shipment."""
    if order.state != "sale":
        return [Step("planned", order.env._("Planned")), Step("produced", order.env._("In production"))]
    served = served_by(order)
    return [_planned(order, served, context), _produced(order, served, context)]


def _planned(order, served, context):
    step = Step("planned", order.env._("Planned"), documents=context.readable(served.planned))
    waits = open_moves(order)
    if served.planned:
        todo = served.planned.filtered(lambda planned: planned.state == "planned")
        step.done = True
        step.real = local_date(order.company_id, min(served.planned.plan_id.mapped("run_date")))
        if todo:
            step.note = order.env._("%(released)s of %(all)s released",
                                    released=len(served.planned) - len(todo), all=len(served.planned))
    elif served.productions or not waits:
        # Odoo made its production orders by itself, or the goods came from stock.
        step.skipped = True
    else:
        planned_products = waits.product_id.filtered("psms_planned")
        step.note = order.env._("Not in the plan yet") if planned_products else order.env._("Not planned by PSMS")
    return step


def _produced(order, served, context):
    step = Step("produced", order.env._("In production"), documents=context.readable(served.productions))
    to_make = _of_goods(order, served.planned).filtered(
        lambda planned: planned.source == "make" and planned.state == "planned")
    productions = _of_goods(order, served.productions)
    if not productions and not to_make:
        # Bought, or from stock; until that is known the step stays open.
        step.skipped = bool(served.planned) or not open_moves(order)
        return step
    made, all_of_it = _progress(productions)
    all_of_it += sum(to_make.mapped("quantity"))
    step.share = made / all_of_it if all_of_it else 0.0
    step.done = not to_make and all(production.state == "done" for production in productions)
    finished = [production.date_finished for production in productions if production.state == "done"]
    if step.share and finished:
        step.real = local_date(order.company_id, max(finished))
    if not step.done:
        step.expected = max(filter(None, [
            *(local_date(order.company_id, production.date_finished) for production in productions
              if production.state != "done" and production.date_finished),
            *map(ready_day, to_make),
        ]), default=None)
    deadlines = [production.date_deadline for production in productions if production.date_deadline]
    if deadlines:
        step.promised = local_date(order.company_id, max(deadlines))
    return step


def _of_goods(order, records):
    """Those of the products that are shipped; the parts below them have no share of their own."""
    goods = goods_lines(order).product_id | order.order_line.move_ids.product_id
    return records.filtered(lambda record: record.product_id in goods)


def _progress(productions):
    """How much is made, of how much; a production order that is done is so whatever it brought."""
    made = sum(
        production.product_qty if production.state == "done" else min(production.qty_produced, production.product_qty)
        for production in productions)
    return made, sum(productions.mapped("product_qty"))


def expected_supply(order):
    """The day on which what is planned for the order, and not released yet, will be there."""
    if order.state != "sale" or not open_moves(order):
        return None
    todo = served_by(order).planned.filtered(lambda planned: planned.state == "planned")
    return max(filter(None, map(ready_day, todo)), default=None)


def ready_day(planned):
    """When the goods of a planned order are there: later than due when their components come late."""
    return planned.finish_date or planned.due_date
