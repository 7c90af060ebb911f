from odoo import api, fields, models

from ..services import guard, scan, scan_queue, scan_state


class StockPicking(models.Model):
    _inherit = "stock.picking"

    psms_scan_ids = fields.One2many("psms.stock.scan", "picking_id", string="Scans", readonly=True)
    # Written first by every scan: two people who scan one transfer at once meet on this row, and
    # Odoo repeats the later request on the state that the first one left (services/scan.py).
    psms_scan_version = fields.Integer(string="Scan Version", readonly=True, copy=False, default=0)

    # === SCANNING, called by the scan page and by devices === #

    def psms_scan(self, payload):
        """Do one step of scanning on this transfer and return its new state.

        Needs the role store keeper. Send the same ``key`` again when no answer came: the step is done once.

        :param dict payload: ``key`` (unique per step), ``op`` (``code``, ``set``, ``undo``,
            ``assign``, ``validate``) and the arguments of the step; see ``services/scan.py``
        :return: ``ok``, ``message`` (``code``, ``what``, ``why``, ``todo``), ``state`` of the whole
            transfer, ``pending`` to be sent with the next step
        """
        self.ensure_one()
        scan.check_role(self.env)
        guard.enter(self.env, "stock.picking.psms_scan", self._guard_pairs_of_lines)
        return scan.run(self, payload)

    @api.readonly
    def psms_scan_state(self):
        """Return the state of this transfer as the scan page shows it."""
        self.ensure_one()
        scan.check_role(self.env)
        self.check_access("read")
        return scan_state.transfer_state(self, {})

    @api.model
    @api.readonly
    def psms_scan_queue(self, picking_type_id=False):
        """Return what waits for the store keeper: operation types with counts, and the first transfers."""
        scan.check_role(self.env)
        return scan_queue.waiting(self.env, picking_type_id)

    @api.model
    @api.readonly
    def psms_scan_find(self, code):
        """Return the transfers that a scanned code means: by name, source document or product."""
        scan.check_role(self.env)
        return scan_queue.find(self.env, code)

    # === ACTIONS === #

    def action_psms_scan(self):
        """Open the scan page on this transfer."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("psms_stock.action_psms_stock_scan")
        action["context"] = {"active_id": self.id, "active_model": self._name}
        return action
