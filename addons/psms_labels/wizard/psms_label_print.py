import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.psms_job.models.psms_job import FINISHED

from ..models.psms_label_template import png
from ..services.label_print import MAX_LABELS, Job

#: so many labels are made in the request of who prints; more of them by a background job
AT_ONCE = 1000


class PsmsLabelPrint(models.TransientModel):
    """Choose template, copies and the first free place of a sheet, look at the labels, print them."""

    _name = "psms.label.print"
    _inherit = "psms.job"
    _description = "Print Labels"

    kind = fields.Selection(
        [("product", "Product"), ("lot", "Lot or serial number"), ("package", "Package"), ("location", "Location")],
        required=True, readonly=True)
    template_id = fields.Many2one(
        "psms.label.template", "Template", required=True,
        domain="[('kind', '=', kind), ('company_id', 'in', (False, company_id))]")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    is_sheet = fields.Boolean(related="template_id.is_sheet")
    start = fields.Integer("First Free Label", default=1, help="Place on the first sheet, counted row by row from 1.")
    copies = fields.Integer("Copies of Each", default=1, help="Changes the copies of every line below.")
    line_ids = fields.One2many("psms.label.print.line", "print_id", "Labels")
    label_count = fields.Integer("Labels in All", compute="_compute_preview")
    page_count = fields.Integer("Pages", compute="_compute_preview")
    preview = fields.Binary("Preview of the First Page", compute="_compute_preview")
    note = fields.Text("Remarks", compute="_compute_preview")
    state = fields.Selection(required=False, default=False, help="Empty while the person chooses.")
    form = fields.Selection([("pdf", "PDF"), ("zpl", "ZPL")], "File", readonly=True)
    result = fields.Binary("Printed Labels", attachment=True, readonly=True)

    @api.depends("template_id", "start", "line_ids.copies", "line_ids.quantity")
    def _compute_preview(self):
        for wizard in self:
            if not wizard.template_id:
                wizard.update({"preview": False, "note": False, "label_count": 0, "page_count": 0})
                continue
            job = wizard._job()
            image = job.preview()
            wizard.update({
                "preview": png(image) if image else False, "note": "\n".join(job.note_texts()),
                "label_count": job.count, "page_count": job.pages,
            })

    @api.onchange("copies")
    def _onchange_copies(self):
        for line in self.line_ids:
            line.copies = max(self.copies, 0)

    # === OPENING === #

    @api.model
    def _open(self, kind, records, quantities=None):
        """Return the action that prints labels for the records; quantities are printed on the labels."""
        records = list(records)
        if not records:
            raise UserError(self.env._("There is nothing to print labels for. Choose records that have stock or bins first."))
        if len(records) > MAX_LABELS:
            raise UserError(self.env._(
                "%(count)s labels are too many for one print; %(most)s are possible. Choose fewer records.",
                count=len(records), most=MAX_LABELS))
        template = self.env["psms.label.template"].search(
            [("kind", "=", kind), ("company_id", "in", (False, self.env.company.id))], limit=1)
        if not template:
            raise UserError(self.env._(
                "There is no label template of this kind. A warehouse supervisor makes one under Inventory, "
                "Configuration, Label Templates."))
        wizard = self.create({
            "kind": kind, "template_id": template.id,
            "line_ids": [Command.create({
                f"{kind}_id": record.id, "quantity": (quantities or {}).get(record, 0),
            }) for record in records],
        })
        return wizard._reopen()

    # === PRINTING === #

    def _job(self, report=None):
        self.ensure_one()
        field = f"{self.kind}_id"
        return Job(self.template_id, [
            (line[field]._origin, line.quantity, max(line.copies, 0)) for line in self.line_ids if line[field]
        ], self.start, report)

    def action_pdf(self):
        self._job().check()
        return self._print("pdf")

    def action_zpl(self):
        self._job().check_zpl()
        return self._print("zpl")

    def _print(self, form):
        """Print at once when it is little, else in the background: thousands of labels take longer than a click may."""
        if self.label_count <= AT_ONCE:
            return self._download(form)
        if not self.state or self._state_now() in FINISHED:
            self.write({
                "state": "queued", "user_id": self.env.uid, "form": form, "progress": 0, "message": False, "cancel_asked": False})
            self._delay(self.env._("%(count)s labels", count=self.label_count))
        return self._follow(self.env._("Print Labels"), self._download(form), self._reopen())

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("Print Labels"), "res_model": self._name,
            "res_id": self.id, "views": [(False, "form")], "target": "new", "context": {"dialog_size": "extra-large"},
        }

    def _download(self, form):
        return {
            "type": "ir.actions.act_url", "url": f"/psms/labels/{self.id}/{form}",
            "target": "new" if form == "pdf" else "download",
        }

    def _produce(self, form):
        """Return the file name and content."""
        name = f"{self.template_id.name}.{form}"
        if self.state == "done" and self.form == form and self.result:
            return name, base64.b64decode(self.result)
        return name, self._content(self._job(), form)

    @staticmethod
    def _content(job, form):
        return job.pdf() if form == "pdf" else job.zpl().encode()

    # === IN THE BACKGROUND === #

    def _work(self):
        self.env["ir.attachment"].create({
            "name": f"labels-{self.id}", "res_model": self._name, "res_id": self.id, "res_field": "result",
            "datas": base64.b64encode(self._content(self._job(self._report), self.form)),
        })

    def _step(self):
        return self.env._("The labels are being made.")

    def _words(self):
        return {
            **super()._words(), "done": self.env._("The labels are ready."), "here": self.env._("Print Here"),
            "open": self.env._("Open the Labels")}
