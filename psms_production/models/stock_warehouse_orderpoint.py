from odoo import models


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    def _procure_orderpoint_confirm(self, use_new_cursor=False, company_id=None, raise_user_error=True):
        """Leave planned products to the material plan, so that nothing is ordered twice.

        Odoo's own automation (the scheduler, and the check on each confirmed move) is what calls
        with `raise_user_error=False`. A person who presses Order on the replenishment list is
        obeyed: the next plan counts what they ordered.
        """
        orderpoints = self if raise_user_error else self - self._psms_planned()
        return super(StockWarehouseOrderpoint, orderpoints)._procure_orderpoint_confirm(
            use_new_cursor=use_new_cursor, company_id=company_id, raise_user_error=raise_user_error)

    def _psms_planned(self):
        """The reordering rules whose work the plan does: the main stock of a warehouse.

        A rule on a shelf below it is filled from the main stock by an internal transfer, which
        the plan doesn't make.
        """
        return self.filtered(
            lambda orderpoint: orderpoint.company_id.psms_planning_active
            and orderpoint.product_id.psms_planned
            and orderpoint.location_id == orderpoint.warehouse_id.lot_stock_id)
