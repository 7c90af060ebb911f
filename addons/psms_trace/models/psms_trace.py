from odoo import api, models
from odoo.exceptions import UserError

from ..services import find, trace, trace_tree

#: lots whose trees are shown together
MOST_ROOTS = 50


class PsmsTrace(models.AbstractModel):
    """What the page Trace asks the server for. Lots are read with the rights of the user, lines within the user's companies."""

    _name = "psms.trace"
    _description = "Trace"

    @api.model
    def _action(self, lots):
        if not lots:
            raise UserError(self.env._("Nothing here has a lot or serial number, so there is nothing to follow."))
        action = self.env["ir.actions.client"]._for_xml_id("psms_trace.action_psms_trace")
        action["context"] = {"psms_lots": lots[:MOST_ROOTS].ids}
        return action

    @api.model
    @api.readonly
    def find(self, text):
        """Return the lots that a scanned or typed text means.

        Understood are numbers, references, packages, transfers and products as they stand, and every code that the
        scan page reads: GS1 element strings, Digital Links, EPC, own QR codes.

        :param str text: what was scanned or typed
        :return: ``{"lots", "message", "sure"}``: at most 20 ``{"id", "name", "product", "blocked"}``, what there is to say
            about the code, and whether one of the lots is what was asked for
        """
        self._check()
        return find.lots(self.env, text)

    @api.model
    @api.readonly
    def start(self, lots):
        """Return the lots as nodes, and what their trees come to.

        :param list lots: ids of lots
        """
        self._check()
        readable = self.env["stock.lot"].browse(lots[:MOST_ROOTS]).exists()._filtered_access("read")
        if not readable:
            return {"nodes": [], "summary": None}
        return {"nodes": trace.roots(self.env, readable.ids), "summary": trace_tree.summary(self.env, readable.ids)}

    @api.model
    @api.readonly
    def level(self, ends, up, inside=False, offset=0):
        """Return what is right below these ends, as ``services/trace.py: level``.

        :param list ends: what nodes carry in ``end``
        :param bool up: to the origin
        :param bool inside: with internal moves
        :param int offset: how many nodes of each end are known already
        """
        self._check()
        allowed = {
            kind: set(self.env[model].browse({end[kind] for end in ends if end.get(kind)})._filtered_access("read").ids)
            for kind, model in (("lot", "stock.lot"), ("product", "product.product"))
        }
        readable = [
            end for end in ends if any(end.get(kind) in ids for kind, ids in allowed.items())
        ]
        return trace.level(self.env, readable, up, inside, offset)

    @api.model
    def _check(self):
        self.env["stock.lot"].check_access("read")
        self.env["stock.move.line"].check_access("read")
