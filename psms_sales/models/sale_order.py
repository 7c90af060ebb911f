from odoo import api, fields, models

from ..services import order_timeline


class SaleOrder(models.Model):
    _inherit = "sale.order"

    psms_timeline = fields.Json(
        string="Timeline", compute="_compute_psms_timeline",
        help="The way of the order from quotation to payment, with promised, expected and real dates.",
    )

    # Deliveries, invoices and payments are not among what it depends on: it is worked out at every reading.
    @api.depends("state", "commitment_date")
    @api.depends_context("lang")
    def _compute_psms_timeline(self):
        now = fields.Datetime.now()
        for order in self:
            saved = order._origin
            order.psms_timeline = order_timeline.timeline(saved, now) if saved else False

    @api.readonly
    def psms_read_timeline(self):
        """Return the timelines of these orders as plain data, for other programs.

        :return: by id of the order (as text) the list of its steps, each with ``code``, ``name``, ``state``
            (done, part, now, late, todo, skipped), ``share`` (0 to 1 or null), ``promised``, ``expected``, ``real``
            (ISO dates or null), ``late`` (bool), ``note`` and ``documents`` (count)
        """
        self.check_access("read")
        now = fields.Datetime.now()
        return {str(order.id): order_timeline.timeline(order, now) for order in self}

    def _prepare_psms_timeline(self, context):
        """Return the steps of this order's timeline, in order; other apps add theirs.

        Called with sudo, as deliveries, invoices and payments belong to other departments; a step carries
        dates, shares and numbers of documents, never their contents.

        :param context: :class:`~..services.order_timeline.Context`
        :return: of :class:`~..services.order_timeline.Step`
        """
        self.ensure_one()
        return order_timeline.own_steps(self, context)

    def _get_psms_expected_shipment(self):
        """Return the day on which the rest of this order can be shipped, None when nothing is known."""
        self.ensure_one()
        return order_timeline.expected_shipment(self)

    def _get_psms_timeline_documents(self, code):
        """Return the records behind the step ``code``, empty when there are none."""
        self.ensure_one()
        return order_timeline.own_documents(self, code)

    def action_psms_open_step(self, code):
        """Open what lies behind a step of the timeline, with the rights of the user."""
        self.ensure_one()
        self.check_access("read")
        # sudo: to find the documents; those that the user may not read are left out.
        return order_timeline.open_documents(self, self.sudo()._get_psms_timeline_documents(code))
