from odoo import fields, models

from ..services import block, recall


class PsmsLotBlock(models.TransientModel):
    """Asks for the reason before lots are blocked, released or recalled."""

    _name = "psms.lot.block"
    _description = "Block Lots"

    lot_ids = fields.Many2many("stock.lot", string="Lots", readonly=True)
    action = fields.Selection([("block", "Block"), ("lift", "Lift block"), ("recall", "Recall")], required=True, default="block")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.action == "recall":
            record = recall.new(self.env, self.lot_ids, self.reason)
            return record._do("analyse", self.env._("Work out"), then={
                "type": "ir.actions.act_window", "res_model": "psms.recall", "res_id": record.id, "views": [(False, "form")],
            })
        if self.action == "block":
            block.block(self.lot_ids, self.reason)
        else:
            lines = self.env["psms.recall.lot"].search([("lot_id", "in", self.lot_ids.ids), ("recall_id.state", "=", "active")])
            recall.lift(lines, self.reason)
            block.lift(self.lot_ids, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
