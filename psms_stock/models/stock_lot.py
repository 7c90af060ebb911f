from odoo import api, models
from odoo.exceptions import ValidationError

from ..services import unique


class StockLot(models.Model):
    _inherit = "stock.lot"

    _psms_name_uniq = unique.UniqueWhenClean(
        "(product_id, name, COALESCE(company_id, 0))",
        lambda env, _diagnostics: env._(
            "This lot or serial number was just entered by somebody else for the same product. "
            "Repeat the step: it will use the number that is there now."),
    )

    @api.model_create_multi
    def create(self, vals_list):
        # default_product_id comes with the forms of Odoo
        keys = [
            (vals.get("product_id") or self.env.context.get("default_product_id"), vals.get("name"), vals.get("company_id", ...))
            for vals in vals_list
        ]
        self._check_numbers_free(keys, "stock.lot.create")
        return super().create(vals_list)

    def write(self, vals):
        if {"name", "product_id", "company_id"} & vals.keys():
            self._check_numbers_free([
                (vals.get("product_id", lot.product_id.id), vals.get("name", lot.name), vals.get("company_id", lot.company_id.id))
                for lot in self
            ])
        return super().write(vals)

    def _check_numbers_free(self, keys, door=""):
        """Refuse a number that is taken before the database does, which knows fewer words.

        :param keys: ``(product_id, name, company_id)``; the company is ``...`` where Odoo will take the product's
        """
        keys = [key for key in keys if key[0] and key[1]]
        unique.claim(self.env, "lot", [f"{product_id}:{name}" for product_id, name, _company in keys], door)
        # sudo: a number may collide with one of another company, of which nothing but its being taken is told
        taken = {}
        for lot in self.sudo().with_context(active_test=False).search_fetch(
            [("product_id", "in", [key[0] for key in keys]), ("name", "in", [key[1] for key in keys]),
             ("id", "not in", self.ids)], ["product_id", "name", "company_id"],
        ):
            taken.setdefault((lot.product_id.id, lot.name), []).append(lot.company_id.id)
        products = self.env["product.product"].browse([key[0] for key in keys]).sudo()  # only the company is read
        for (product_id, name, company_id), product in zip(keys, products, strict=True):
            company_id = product.company_id.id if company_id is ... else company_id
            others = taken.setdefault((product_id, name), [])
            if any(not company_id or not other or other == company_id for other in others):
                raise ValidationError(self.env._(
                    "%(product)s already has the lot or serial number %(number)s.\n\n"
                    "A number means one thing: goods with the same number could not be told apart.\n"
                    "Use the number that is there, or enter another one.",
                    product=product.display_name, number=name,
                ))
            others.append(company_id)
