"""Goods between two warehouses: the routes of Odoo make both transfers, and both are seen as one shipment."""

from odoo.exceptions import UserError
from odoo.fields import Command


def route_between(source, target):
    """The route by which warehouse ``source`` supplies ``target``; made by who may configure warehouses."""
    env = source.env
    Route = env["stock.route"]
    domain = [("supplier_wh_id", "=", source.id), ("supplied_wh_id", "=", target.id)]
    route = Route.search(domain, limit=1)
    if not route:
        if not env.user.has_group("stock.group_stock_manager"):
            raise UserError(env._(
                "%(target)s is not supplied from %(supplier)s yet.\nA warehouse supervisor must make the first transfer "
                "between them, or tick it under Resupply From of the warehouse.",
                target=target.name, supplier=source.name,
            ))
        target.resupply_wh_ids = [Command.link(source.id)]
        route = Route.search(domain, limit=1)
    return route


def send(source, target, lines, date, note=""):
    """Make the transfers that bring goods from one warehouse to another.

    :param lines: sequence of ``(product, quantity, unit)``
    :return: every transfer of the chain, the first step first
    """
    env = source.env
    route = route_between(source, target)
    name = env["ir.sequence"].next_by_code("psms.stock.transit")
    reference = env["stock.reference"].create({"name": name})
    # sudo: Odoo asks for the vendors of the product on its way, whose prices a store keeper may not read
    Rule, place = env["stock.rule"].sudo(), target.sudo().lot_stock_id
    Rule.run([
        Rule.Procurement(
            product.with_env(Rule.env), quantity, unit, place, product.display_name,
            f"{name} {note}".strip(), place.company_id,
            {
                "route_ids": route, "warehouse_id": place.warehouse_id, "date_planned": date, "date_deadline": date,
                "reference_ids": reference,
            },
        )
        for product, quantity, unit in lines
    ])
    moves = env["stock.move"].search([("reference_ids", "in", reference.ids)])
    # sudo: see above
    moves.sudo().filtered(lambda move: move.state in ("confirmed", "partially_available"))._action_assign()
    return moves.picking_id.sorted(lambda picking: (picking.location_id.warehouse_id != source, picking.id))
