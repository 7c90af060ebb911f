from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..services import pick_face


class PsmsStockPickFace(models.Model):
    """A bin from which a product is picked, and how much of it should lie there.

    Not a reordering rule of Odoo: that one tells how much the company must buy or make, is read by the
    scheduler and by planning, and would turn an empty shelf beside a full rack into a purchase.
    """

    _name = "psms.stock.pick.face"
    _description = "Pick Face"
    _order = "warehouse_id, location_id, product_id"
    _rec_name = "product_id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    product_id = fields.Many2one(
        "product.product", string="Product", required=True, index=True, ondelete="cascade", check_company=True,
        domain="[('is_storable', '=', True)]",
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    location_id = fields.Many2one(
        "stock.location", string="Pick Face", required=True, index=True, ondelete="cascade", check_company=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '!=', False)]",
    )
    warehouse_id = fields.Many2one(related="location_id.warehouse_id", store=True, index=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, precompute=True, index=True)
    source_id = fields.Many2one(
        "stock.location", string="Bulk Location", check_company=True, ondelete="restrict",
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', warehouse_id)]",
        help="Where the pick face is filled from. Empty: from the whole warehouse, pick faces excepted.",
    )
    min_qty = fields.Float(string="Min", digits="Product Unit", required=True, help="Filled when less than this is left.")
    max_qty = fields.Float(string="Max", digits="Product Unit", required=True, help="Filled up to this.")
    multiple = fields.Float(
        string="In Steps Of", digits="Product Unit", help="For example the pieces in a carton; 0 for any quantity.")
    move_ids = fields.One2many("stock.move", "pick_face_id", string="Moves", readonly=True)
    on_hand = fields.Float(string="Lies There", digits="Product Unit", compute="_compute_figures")
    reserved = fields.Float(
        string="Reserved", digits="Product Unit", compute="_compute_figures", help="Of what lies there, for picking.")
    coming = fields.Float(string="On the Way", digits="Product Unit", compute="_compute_figures")
    in_bulk = fields.Float(string="Free in Bulk", digits="Product Unit", compute="_compute_figures")
    to_move = fields.Float(string="To Move", digits="Product Unit", compute="_compute_figures")
    state = fields.Selection(
        [("fine", "Enough"), ("coming", "On the way"), ("low", "Fill"), ("short", "Too little in bulk")],
        compute="_compute_figures", search="_search_state",
    )

    _product_location_uniq = models.Constraint(
        "UNIQUE (product_id, location_id)",
        "This product already has this pick face. Change its quantities instead.",
    )
    _quantities = models.Constraint(
        "CHECK (min_qty >= 0 AND max_qty >= min_qty AND max_qty > 0 AND multiple >= 0)",
        "The maximum must be more than 0 and no less than the minimum; no quantity may be negative.",
    )

    # === COMPUTE METHODS === #

    @api.depends("location_id.company_id")
    def _compute_company_id(self):
        """That of the bin; before one is chosen the user's own, so that there are bins and products to choose from."""
        for face in self:
            face.company_id = face.location_id.company_id or self.env.company

    @api.depends_context("uid")
    @api.depends("product_id", "location_id", "source_id", "min_qty", "max_qty", "multiple")
    def _compute_figures(self):
        # A row that somebody has just begun says neither product nor bin: it needs nothing yet.
        needs = pick_face.needs(self.filtered(lambda face: face.product_id and face.location_id))
        for face in self:
            face.update(needs.get(face.id, pick_face.Need())._asdict())

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        faces = self.search([])
        needs = pick_face.needs(faces)
        return Domain("id", "in", [face.id for face in faces if needs[face.id].state in value])

    # === CONSTRAINTS === #

    @api.constrains("location_id", "source_id")
    def _check_source(self):
        for face in self:
            if not face.source_id:
                continue
            if face.source_id._child_of(face.location_id) or face.source_id.warehouse_id != face.warehouse_id:
                raise ValidationError(self.env._(
                    "%(face)s cannot be filled from %(bulk)s. Choose a bulk location of the same warehouse outside it.",
                    face=face.location_id.display_name, bulk=face.source_id.display_name,
                ))

    # === ACTIONS === #

    def action_fill(self):
        """Make the transfers that the chosen pick faces need now."""
        pickings = pick_face.fill(self)
        if not pickings:
            raise UserError(self.env._(
                "Nothing to move: these pick faces hold enough, are being filled, or bulk has nothing free."))
        return self._open(pickings)

    def action_fill_all(self):
        """Make the transfers that all pick faces of the company need now."""
        return self.search([("company_id", "=", self.env.company.id)]).action_fill()

    def _open(self, pickings):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        action.update(domain=[("id", "in", pickings.ids)], context={})
        if len(pickings) == 1:
            action.update(res_id=pickings.id, views=[(False, "form")])
        return action

    @api.model
    def _cron_fill(self):
        """Fill the pick faces of one warehouse after the other."""
        groups = self._read_group([], ["warehouse_id"], ["id:recordset"])
        for done, (_warehouse, faces) in enumerate(groups, start=1):
            pick_face.fill(faces)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(groups) - done):
                break
