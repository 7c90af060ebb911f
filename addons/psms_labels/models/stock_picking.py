from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_psms_print_labels(self):
        """Open the printing of labels for what the transfer moves: its packages, else its lots, else its products.

        What has a lot or serial number gets a lot label; the quantity on each label is the quantity of the line.
        """
        self.ensure_one()
        lines = self.move_line_ids.filtered(lambda line: line.quantity > 0)
        lots = lines.filtered("lot_id")
        wanted = self.env.context.get("psms_label_kind") or ("lot" if lots else "product")
        if wanted == "package":
            found = [(package, 0) for package in lines.result_package_id]
        else:
            chosen = lots if wanted == "lot" else lines
            found = _summed(chosen, "lot_id" if wanted == "lot" else "product_id")
        if not found:
            raise UserError(self.env._(
                "%(name)s has nothing to label yet: no quantity, lot or package is recorded. Receive or pack first.",
                name=self.name))
        return self.env["psms.label.print"]._open(wanted, [record for record, _quantity in found], dict(found))


def _summed(lines, field):
    sums = {}
    for line in lines:
        sums[line[field]] = sums.get(line[field], 0) + line.quantity_product_uom
    return list(sums.items())
