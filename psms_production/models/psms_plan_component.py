from odoo import fields, models

from .unchecked import UncheckedMany2one


class PsmsPlanComponent(models.Model):
    """What one unit of an item is made of in a plan: bills with their kits dissolved, or a transfer's other warehouse."""

    _name = "psms.plan.component"
    _description = "Component in a Plan"
    _log_access = False

    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    component_id = UncheckedMany2one("psms.plan.item", "Component", required=True, readonly=True, index=True)
    quantity = fields.Float("Quantity", readonly=True, help="For one unit of the item, in the unit of the component.")
    scrap = fields.Float("Expected Scrap", readonly=True, help="Share of the component that is lost.")
