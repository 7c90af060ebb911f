from odoo import api, fields, models

from ..services.plan_lateness import lateness_chain
from ..services.plan_tree import DOWN, UP, document_ends, level, nodes_of, served
from .unchecked import UncheckedMany2one


class PsmsPlanPeg(models.Model):
    """So many units of an item that serve something: the thread from a purchase up to a customer's order.

    What serves is an open supply, a planned order, or without either the stock on hand. What is served is a demand,
    a planned order one level up, or without either the safety stock.
    """

    _name = "psms.plan.peg"
    _description = "Peg in a Plan"
    _log_access = False

    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    supply_id = UncheckedMany2one("psms.plan.supply", "Open Supply", readonly=True)
    order_id = UncheckedMany2one("psms.planned.order", "Planned Order", readonly=True)
    demand_id = UncheckedMany2one("psms.plan.demand", "Demand", readonly=True)
    for_order_id = UncheckedMany2one("psms.planned.order", "For Planned Order", readonly=True)
    quantity = fields.Float("Quantity", readonly=True)

    @api.model
    @api.readonly
    def roots(self, end=None, model=None, records=None):
        """Where a pegging tree begins: an end of a peg, or the documents `records` of a `model`.

        :return: ``nodes`` to begin with, ``direction`` to look first, ``served``: the demands at the upper ends,
            ``chain``: why the first late one is late
        :rtype: dict
        """
        self.check_access("read")
        if end:
            ends, direction = [end], DOWN if "demand_id" in end else UP
        else:
            ends, direction = document_ends(self.env, model, records or [])
        nodes = nodes_of(self.env, ends)
        return {
            "nodes": nodes,
            "direction": direction,
            "served": served(self.env, [node["end"] for node in nodes if node["type"] != "demand"]),
            "chain": self._chain(nodes),
            "plan": self.env["psms.plan.item"].browse(nodes[0]["item_id"]).plan_id.display_name if nodes else "",
        }

    def _chain(self, nodes):
        for node in nodes:
            chain = lateness_chain(self.env, node["end"])
            if chain:
                return chain
        return []

    @api.model
    @api.readonly
    def level(self, ends, direction):
        """What lies one level further "up" or "down" from some ends, by their keys.

        :rtype: dict
        """
        return level(self.env, ends, direction)

    @api.model
    @api.readonly
    def lateness(self, end):
        """Why an end is late, link by link.

        :rtype: list
        """
        return lateness_chain(self.env, nodes_of(self.env, [end])[0]["end"])
