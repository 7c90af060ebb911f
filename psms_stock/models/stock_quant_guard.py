from odoo import api, models
from odoo.tools import SQL

from ..services import guard, guard_pairs, negative


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        # Two people who count a product where there was none must not make two quants of it.
        guard.claim(self.env, {
            (vals["product_id"], vals["location_id"]) for vals in vals_list
            if vals.get("product_id") and vals.get("location_id")
        })
        return super().create(vals_list)

    def action_apply_inventory(self, date=None):
        guard.enter(self.env, "stock.quant.action_apply_inventory", lambda: guard_pairs.of_quants(self))
        return super().action_apply_inventory(date)

    def _apply_inventory(self, date=None):
        guard.claim(self.env, guard_pairs.of_quants(self))
        with negative.suspended():
            return super()._apply_inventory(date)

    def move_quants(self, location_dest_id=False, package_dest_id=False, message=False, unpack=False,
                    up_to_parent_packages=False):
        """Goods that are put elsewhere, reserved or not: Odoo reserves them anew in their new place."""
        with negative.suspended():
            return super().move_quants(
                location_dest_id=location_dest_id, package_dest_id=package_dest_id, message=message, unpack=unpack,
                up_to_parent_packages=up_to_parent_packages)

    @api.model
    def _update_available_quantity(self, product_id, location_id, quantity=False, reserved_quantity=False,
                                   lot_id=None, package_id=None, owner_id=None, in_date=None):
        guard.claim(self.env, [(product_id.id, location_id.id)])
        available, in_date = super()._update_available_quantity(
            product_id, location_id, quantity=quantity, reserved_quantity=reserved_quantity,
            lot_id=lot_id, package_id=package_id, owner_id=owner_id, in_date=in_date)
        place = {"lot_id": lot_id, "package_id": package_id, "owner_id": owner_id}
        if quantity:
            negative.note(product_id, location_id, quantity, **place)
        if reserved_quantity > 0:
            negative.check_reserved(product_id, location_id, available, **place)
        return available, in_date

    @api.model
    def _clean_reservations(self):
        with negative.suspended():
            return super()._clean_reservations()

    @api.model
    def _merge_quants(self):
        """Claim the twins (from before the guard) first: a merge in mid-air would make new ones."""
        guard.claim(self.env, self.env.execute_query(SQL(
            """
            SELECT DISTINCT product_id, location_id FROM stock_quant
             GROUP BY product_id, company_id, location_id, lot_id, package_id, owner_id HAVING count(*) > 1
            """, to_flush=self._fields["quantity"],
        )))
        return super()._merge_quants()

    @api.model
    def _quant_tasks(self):
        return super(StockQuant, self.with_context(psms_all_quants=True))._quant_tasks()

    @api.model
    def _unlink_zero_quants(self):
        """In a transfer, tidy up after its own products and leave those of other transfers to the nightly job.

        Odoo deletes every empty quant in the database at the end of a transfer of packages, among them
        those that another transaction is about to fill, and so makes two transfers wait that share nothing.
        """
        products = guard.claimed_products(self.env)
        if not products or self.env.context.get("psms_all_quants"):
            return super()._unlink_zero_quants()
        digits = max(6, 2 * self.env["decimal.precision"].precision_get("Product Unit"))
        rows = self.env.execute_query(SQL(
            """
            SELECT id FROM stock_quant
             WHERE product_id = ANY(%(products)s) AND user_id IS NULL
               AND round(COALESCE(quantity, 0)::numeric, %(digits)s) = 0
               AND round(reserved_quantity::numeric, %(digits)s) = 0
               AND round(COALESCE(inventory_quantity, 0)::numeric, %(digits)s) = 0
            """, products=sorted(products), digits=digits,
            to_flush=[self._fields[name] for name in ("quantity", "reserved_quantity", "inventory_quantity", "user_id")],
        ))
        # sudo: as Odoo does; people have no right to delete quants
        self.sudo().browse(row_id for row_id, in rows).unlink()
        return None
