from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..services import block, recall, recall_figures, recall_mail, writing

#: written by services/recall*.py alone
STEPS = frozenset({
    "name", "state", "complete", "analysed_on", "started_on", "closed_on", "close_reason", "transfer_ids", "trail_ends",
    "possible_cut",
})
STATES = [("draft", "Draft"), ("active", "Running"), ("closed", "Closed"), ("cancel", "Cancelled")]


class PsmsRecall(models.Model):
    """From one or several bad lots to everything that was made of them: what to block, whom to tell, and what came back."""

    _name = "psms.recall"
    _description = "Recall"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New"))
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True)
    reason = fields.Text(required=True, tracking=True, help="What is wrong with the lots. Customers may read it.")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, tracking=True, index=True)
    user_id = fields.Many2one("res.users", string="Responsible", default=lambda self: self.env.user, tracking=True)
    lot_ids = fields.Many2many(
        "stock.lot", "psms_recall_bad_lot_rel", string="Bad Lots", check_company=True,
        help="The lots that are bad themselves. Everything that was made of them is found from here.",
    )
    line_ids = fields.One2many("psms.recall.lot", "recall_id", string="Lots", readonly=True)
    customer_ids = fields.One2many("psms.recall.customer", "recall_id", string="Customers")
    possible_ids = fields.One2many("psms.recall.possible", "recall_id", string="Possible", readonly=True)
    delivery_ids = fields.One2many("psms.recall.delivery", "recall_id", string="Deliveries", readonly=True)
    transfer_ids = fields.Many2many(
        "stock.picking", "psms_recall_transfer_rel", string="Moves into Quarantine", readonly=True, copy=False)
    complete = fields.Boolean(
        string="Complete", readonly=True, copy=False, default=True,
        help="Not set when more was made of these lots than the search goes through.",
    )
    trail_ends = fields.Text(
        string="Where the Trail Ends", readonly=True, copy=False,
        help="Productions that used these lots and made something without lot: who got that cannot be told from lots.",
    )
    possible_cut = fields.Text(
        string="Too Common to Follow", readonly=True, copy=False,
        help="Goods without lot of which more may be affected than is listed as possible.",
    )
    analysed_on = fields.Datetime(string="Worked Out On", readonly=True, copy=False)
    started_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Text(string="Outcome", readonly=True, copy=False)

    lot_count = fields.Integer(string="Number of Lots", compute="_compute_counts")
    blocked_count = fields.Integer(string="Blocked Lots", compute="_compute_counts")
    customer_count = fields.Integer(string="Number of Customers", compute="_compute_counts")
    told_count = fields.Integer(string="Customers Told", compute="_compute_counts")
    confirmed_count = fields.Integer(string="Customers Who Confirmed", compute="_compute_counts")
    delivery_count = fields.Integer(string="Number of Deliveries", compute="_compute_counts")
    possible_count = fields.Integer(
        string="To Decide", compute="_compute_counts", help="Lots and deliveries that are only possible, not taken in so far.")
    stock_count = fields.Integer(string="Places in Stock", compute="_compute_open")
    open_count = fields.Integer(string="Open Operations", compute="_compute_open")
    difference_count = fields.Integer(
        string="Lots with a Difference", compute="_compute_open",
        help="Lots of which more or less came in than went out, was used up and is still here.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.lot_id.psms_blocked", "customer_ids.state", "delivery_ids", "possible_ids.taken")
    def _compute_counts(self):
        for record in self:
            customers = record.customer_ids
            record.lot_count = len(record.line_ids)
            record.blocked_count = len(record.line_ids.filtered("blocked"))
            record.customer_count = len(customers)
            record.told_count = len(customers.filtered(lambda customer: customer.state in ("told", "confirmed")))
            record.confirmed_count = len(customers.filtered(lambda customer: customer.state == "confirmed"))
            record.possible_count = len(record.possible_ids.filtered(lambda offer: not offer.taken))
            record.delivery_count = len(record.delivery_ids.picking_id)

    @api.depends("line_ids")
    def _compute_open(self):
        for record in self:
            record.stock_count = self.env["stock.quant"].search_count(record._stock_domain())
            record.open_count = self.env["stock.move.line"].search_count(record._open_domain())
            record.difference_count = recall_figures.count_differences(record.line_ids)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            writing.check(self.env, vals, STEPS)
            if not vals.get("name"):
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].with_company(company).next_by_code("psms.recall") or "/"
        return super().create(vals_list)

    def write(self, vals):
        writing.check(self.env, vals, STEPS)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if started := self.filtered(lambda record: record.state != "draft"):
            raise UserError(self.env._(
                "%(recalls)s was started: it stays as evidence. Cancel or close it instead.",
                recalls=", ".join(started.mapped("name")),
            ))

    # === DOMAINS === #

    def _stock_domain(self):
        """What lies of these lots in our own places."""
        return Domain("lot_id", "in", self.line_ids.lot_id.ids) & Domain("location_id.usage", "in", ("internal", "transit")) \
            & Domain("quantity", "!=", 0) & Domain("company_id", "in", (False, *self.company_id.ids))

    def _open_domain(self):
        """Lines of transfers and productions that are not done and take one of these lots."""
        return Domain("lot_id", "in", self.line_ids.lot_id.ids) & Domain("state", "not in", ("done", "cancel")) \
            & Domain("company_id", "in", self.company_id.ids)

    # === ACTIONS === #

    def action_analyse(self):
        """Find what was made of the bad lots, where it lies and who has it; blocks nothing unless the recall runs."""
        return self._do("analyse", self.env._("Work out"))

    def action_start(self):
        """Block all lots, and give back what was reserved of them."""
        return self._do("start", self.env._("Start recall"))

    def _do(self, step, name, then=None):
        """Do a step; of very many lots in the background, and a dialog follows it.

        :param then: action that comes afterwards
        """
        block.check_role(self.env)
        if len(self) == 1 and recall.is_large(self):
            run = self.env["psms.recall.run"]._ask_once(f"{self.name}: {name}", recall_id=self.id, step=step)
            return run._follow(name, then)
        for record in self:
            recall.STEPS[step](record)
        return then

    def action_cancel(self):
        for record in self:
            recall.cancel(record)

    def action_close(self):
        return self._wizard("close", self.env._("Close the recall"))

    def action_lift(self):
        return self._wizard("lift", self.env._("Lift the blocks"))

    def action_quarantine(self):
        return self._wizard("quarantine", self.env._("Move into quarantine"))

    def _wizard(self, action, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "psms.recall.step", "view_mode": "form",
            "target": "new", "context": {"default_recall_id": self.id, "default_action": action},
        }

    def action_draft_mails(self):
        self.ensure_one()
        return recall_mail.draft(self.customer_ids)

    def action_send_mails(self):
        self.ensure_one()
        return recall_mail.send(self.customer_ids.filtered(lambda customer: customer.state == "draft"))

    def action_print(self):
        return self.env["psms.document.recall"]._document_action(self)

    def action_xlsx(self):
        return self.env["psms.document.recall"]._document_action(self, "xlsx")

    def action_epcis(self):
        return self.env["psms.epcis"]._download("lot", self.line_ids.lot_id)

    def action_trace(self):
        self.ensure_one()
        return self.env["psms.trace"]._action(self.lot_ids)

    def action_open_lots(self):
        return self._open("psms_trace.action_psms_recall_lot", [("recall_id", "in", self.ids)])

    def action_open_customers(self):
        return self._open("psms_trace.action_psms_recall_customer", [("recall_id", "in", self.ids)])

    def action_open_deliveries(self):
        return self._open("psms_trace.action_psms_recall_delivery", [("recall_id", "in", self.ids)])

    def action_open_possible(self):
        return self._open("psms_trace.action_psms_recall_possible", [("recall_id", "in", self.ids)])

    def action_open_stock(self):
        return self._open("psms_trace.action_psms_recall_stock", list(self._stock_domain()))

    def action_open_operations(self):
        return self._open("psms_trace.action_psms_recall_operation", list(self._open_domain()))

    def action_open_transfers(self):
        return self._open("stock.action_picking_tree_all", [("id", "in", self.transfer_ids.ids)])

    def _open(self, xml_id, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action.update(domain=domain, context={})
        return action
