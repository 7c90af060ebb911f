from odoo import fields, models
from odoo.exceptions import UserError

from ..services import build, enter, judge, post, requests, rights, screen
from ..services.numbers import read_quantity

#: so many lines are posted in the request of who approves; more of them by a background job
AT_ONCE = post.CHUNK


class PsmsCount(models.Model):
    """What people do with a count: buttons, the counting screen, and devices that call the same methods."""

    _inherit = "psms.count"

    # === DRAFT === #

    def action_fill(self):
        """List what lies in the chosen bins."""
        self.ensure_one()
        self.check_access("write")
        busy = build.fill(self.sudo())  # lines are written by services alone; access was checked
        if not self.line_ids:
            raise UserError(self.env._(
                "There is nothing to count: by the book nothing lies in what was chosen%(busy)s.",
                busy=self.env._(", or other counts have it (%(number)s lines)", number=busy) if busy else ""))
        if busy:
            self.message_post(body=self.env._("Left out because other counts have them: %(number)s lines.", number=busy))
        return True

    def action_start(self):
        """Begin to count: note what the book says, and freeze the bins if that was chosen."""
        rights.check_keeper(self.env)
        for count in self:
            if count.state != "draft":
                raise UserError(self.env._("%(count)s has begun already.", count=count.name))
            if not count.line_ids:
                count.action_fill()
            started = count.sudo()  # written by services alone; the role was checked
            build.snapshot(started)
            started.write({"state": "counting", "started_at": fields.Datetime.now(), "frozen": count.mode == "freeze"})
        return True

    # === COUNTING, called by the counting screen and by devices === #

    def psms_screen(self, location_id=False):
        """Return one bin of this count as the counting screen shows it; without a bin, the first that waits."""
        self.ensure_one()
        self.check_access("read")
        rights.check_keeper(self.env)
        return screen.state(self, location_id)

    def psms_enter(self, entries):
        """Note counted quantities and return the names of the lines.

        :param list entries: pairs of the id of a line and the quantity counted, in the unit of the product; also as
            text in the language of the person, such as ``24+7``
        """
        self.ensure_one()
        known = set(self.line_ids.ids)
        lines = self.env["psms.count.line"]
        if foreign := [number for number, _quantity in entries if number not in known]:
            raise UserError(self.env._("Line %(line)s is not in %(count)s.", line=foreign[0], count=self.name))
        enter.enter(
            self.env, [(lines.browse(number), read_quantity(self.env, quantity)) for number, quantity in entries])
        return True

    def psms_found(self, location_id, product_id, quantity, lot_name=False, package_id=False):
        """Note goods that the list does not have and return the id of their line."""
        self.ensure_one()
        return enter.found(
            self, self.env["stock.location"].browse(location_id), self.env["product.product"].browse(product_id),
            read_quantity(self.env, quantity), lot_name=lot_name or None,
            package=self.env["stock.package"].browse(package_id or [])).id

    def psms_bin_empty(self, location_id):
        """Confirm that nothing is left in a bin. Returns how many lines became 0."""
        self.ensure_one()
        return enter.bin_is_empty(self, self.env["stock.location"].browse(location_id))

    def action_finish(self):
        """End this round of counting."""
        for count in self:
            judge.finish_round(count)
        return True

    # === DECIDING === #

    def action_leave_out(self):
        for count in self:
            judge.leave_out(count)
        return True

    def action_accept_first(self):
        for count in self:
            judge.accept_first(count)
        return True

    def action_approve(self):
        for count in self:
            judge.approve(count)
        return True

    def action_cancel(self):
        for count in self:
            if count.state in ("posted", "cancelled") or count.posted_count:
                raise UserError(self.env._("Lines of %(count)s have been posted, so it can't be cancelled.", count=count.name))
            if count.state != "draft":
                rights.check_supervisor(self.env)
            count.check_access("write")
            cancelled = count.sudo()  # written by services alone; the role was checked
            cancelled.line_ids.state = "left_out"
            cancelled.write({"state": "cancelled", "frozen": False})
        return True

    # === POSTING === #

    def _begin_posting(self, approver):
        """Post: at once when it is little, else in the background. The caller has checked who may."""
        self.ensure_one()
        count = self.sudo()  # written by services alone
        count.write({
            "state": "posting", "approved_by_id": approver and approver.id, "approved_at": fields.Datetime.now()})
        if count.line_count > AT_ONCE:
            self._delay_post()
            return
        while post.post_chunk(count):
            pass
        count._end_posting()

    def _delay_post(self):
        self.with_delay(
            channel="root", description=self.env._("Posting of %(count)s", count=self.name), identity_key=self._job_key(),
        )._job_post()

    def _job_post(self):
        """Post one chunk and ask for the next; a job of queue_job, so each chunk is a transaction of its own."""
        self.ensure_one()
        # sudo: who may post was checked when the posting began
        count = self.with_company(self.company_id).sudo()
        if count.state != "posting":
            return
        if post.post_chunk(count):
            self._delay_post()
        else:
            count._end_posting()

    def _end_posting(self):
        """Done, unless lines wait for somebody to decide about them."""
        self.ensure_one()
        if self.line_ids.filtered(lambda line: line.state in ("failed", *post.READY)):
            return
        self.write({"state": "posted", "posted_at": fields.Datetime.now(), "frozen": False})
        requests.after_posting(self)

    def action_continue(self):
        """Go on with a posting whose job has died; lines that could not be posted are tried again."""
        for count in self:
            rights.check_supervisor(self.env)
            if count.state != "posting":
                raise UserError(self.env._("%(count)s is not being posted.", count=count.name))
            count.sudo().line_ids.filtered(  # written by services alone; the role was checked
                lambda line: line.state == "failed")._back_to_ready()
            count._delay_post()
        return True

    def action_drop_failed(self):
        for count in self:
            judge.drop_failed(count)
        return True

    def action_refresh(self):
        """Show how far the posting is."""
        return True

    # === SCREENS === #

    def action_open_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_count.action_psms_count_line")
        action["domain"] = [("count_id", "=", self.id)]
        action["context"] = {
            "search_default_waiting": int(self.state in ("counting", "recount")), "psms_count_blind": self.blind}
        return action

    def action_open_differences(self):
        action = self.action_open_lines()
        action["domain"] = [("count_id", "=", self.id), ("is_different", "=", True)]
        action["context"] = {}
        return action

    def action_open_moves(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_action")
        action["domain"] = [("psms_count_line_id.count_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_count(self):
        """Open the counting screen."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("psms_count.action_psms_counting")
        action["context"] = {"active_id": self.id, "active_model": self._name}
        return action

    def action_print(self):
        return self.env["psms.document.count_sheet"]._document_action(self)

    def action_export(self):
        return self.env["psms.document.count_sheet"]._document_action(self, "xlsx")
