"""Scrap at the line and in the stores, with its reasons."""
from .catalogue import ITEMS
from .translate import name_in_chinese

REASONS = [("Dented", "磕碰变形"), ("Moulding defect", "注塑缺陷"), ("Transport damage", "运输破损")]
# One in so many manufacturing orders of untracked goods loses a few pieces at the final check.
SCRAP_EVERY = 8
# Small lots have no pieces to spare in the story.
SMALLEST_LOT = 500


class Losing:
    def __init__(self, factory):
        self.factory = factory
        self.env = factory.env
        self.count = 0
        self.reasons = self.env["stock.scrap.reason.tag"].create([{"name": name} for name, _chinese in REASONS])
        name_in_chinese(self.reasons, [chinese for _name, chinese in REASONS])

    def check(self, plans, orders):
        """Scrap some of what was just made, out of stock: the order itself keeps the quantity that it reported."""
        for plan, order in zip(plans, orders, strict=True):
            if ITEMS[plan.code].tracking != "none" or plan.quantity < SMALLEST_LOT:
                continue
            self.count += 1
            if self.count % SCRAP_EVERY:
                continue
            scrap = self.env["stock.scrap"].create({
                "product_id": order.product_id.id,
                "scrap_qty": self.factory.rng.randint(1, 6),
                "origin": order.name,
                "location_id": self.factory.places.bins[plan.plant, order.product_id].id,
                "scrap_reason_tag_ids": [(6, 0, self.reasons[self.count // SCRAP_EVERY % len(REASONS)].ids)],
                "company_id": self.factory.company.id,
            })
            scrap.action_validate()
