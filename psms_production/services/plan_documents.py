"""What the advice of a plan does to each kind of Odoo document, and how it is taken back.

A handler works on the one line or move that an open supply of the plan is. `change` does it with the rights of the planner
and returns what it found before, so that `restore` can put it back; both refuse by `UserError` with the reason and what to do.
"""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.psms_base.services.calendar import local_date


def handler(advice):
    """The handler of what the advice is about."""
    env = advice.sudo(False).env
    if advice.order_id:
        return FirmOrder(env, advice, advice.order_id)
    supply = advice.supply_id
    kinds = {"purchase.order": Purchase, "mrp.production": Production, "stock.picking": Moves, "stock.move": Moves}
    kind = kinds.get(supply.res_model)
    if supply.kind == "byproduct" or kind is None:
        raise UserError(env._("%(document)s: it can't be changed from the plan. Open it.", document=supply.name))
    return kind.of_supply(env, advice, supply)


def days_between(company, moment, day):
    return timedelta(days=(day - local_date(company, moment)).days)


class Handler:
    """One document line; `document` is what a person opens, `responsible` who must know."""

    def __init__(self, env, advice, record):
        self.env, self.advice, self.record = env, advice, record
        self.company = advice.company_id

    @property
    def document(self):
        return self.record

    @property
    def responsible(self):
        document = self.document
        return document.user_id if "user_id" in document._fields else document.env["res.users"]

    def change(self):
        self._check_open()
        return getattr(self, self.advice.action if self.advice.action in ("reduce", "cancel") else "move")()

    def refuse(self, reason):
        raise UserError(self.env._("%(document)s: %(reason)s", document=self.document.display_name, reason=reason))

    def _check_same(self, now, then):
        """Refuse to take back what somebody else has gone on with."""
        if now != then:
            self.refuse(self.env._("somebody has changed it since. Change it there."))

    def _quantity(self, uom):
        """The quantity of the advice in another unit."""
        return self.advice.uom_id._compute_quantity(self.advice.quantity, uom, round=False)


class Purchase(Handler):
    """A line of a request for quotation or of a purchase order, with its open receipts."""

    @classmethod
    def of_supply(cls, env, advice, supply):
        return cls(env, advice, env["purchase.order.line"].browse(supply.line_id))

    @property
    def document(self):
        return self.record.order_id

    def _check_open(self):
        line = self.record.exists()
        if not line or line.order_id.state == "cancel":
            raise UserError(self.env._(
                "%(document)s: the line is gone. Run the plan again.", document=self.advice.supply_id.name))
        if line.order_id.state != "purchase":
            return
        if not self._open_moves():
            self.refuse(self.env._("it has been received. Run the plan again."))
        if line.order_id.locked and self.advice.action in ("reduce", "cancel"):
            self.refuse(self.env._("it is locked. Unlock it first."))

    def _open_moves(self):
        return self.record.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def _values(self):
        """What others must not have changed before an undo."""
        return {"date_planned": fields.Datetime.to_string(self.record.date_planned), "product_qty": self.record.product_qty,
                "state": self.record.order_id.state, "received": self.record.qty_received}

    def move(self):
        line, before = self.record, self._values()
        shift = days_between(self.company, line.date_planned, self.advice.to_date)
        moves = {}
        for move in self._open_moves():
            moves[str(move.id)] = fields.Datetime.to_string(move.date)
            move.date += days_between(self.company, move.date, self.advice.to_date)
        line.date_planned += shift
        return {"before": before, "moves": moves, "after": self._values()}

    def reduce(self):
        line, before = self.record, self._values()
        self._set_quantity(max(line.product_qty - self._quantity(line.product_uom_id), line.qty_received))
        return {"before": before, "after": self._values()}

    def cancel(self):
        line, before = self.record, self._values()
        if line.qty_received or line.qty_invoiced:
            self.refuse(self.env._("part of it has been received or billed. Reduce it there."))
        self._set_quantity(0)
        order = line.order_id
        if all(other.display_type or not other.product_qty for other in order.order_line):
            order.button_cancel()
        return {"before": before, "after": self._values()}

    def _set_quantity(self, quantity):
        # Odoo would take a new date and text from the vendor's price along with the quantity.
        line = self.record
        line.write({"product_qty": line.product_uom_id.round(quantity), "date_planned": line.date_planned, "name": line.name})

    def restore(self, done):
        if not self.record.exists():
            raise UserError(self.env._("%(document)s: the line is gone.", document=self.advice.supply_id.name))
        self._check_same(self._values(), done["after"])
        line, before = self.record, done["before"]
        if line.order_id.state != before["state"]:
            line.order_id.button_draft()
        if line.product_qty != before["product_qty"]:
            self._set_quantity(before["product_qty"])
        if before["state"] == "purchase" != line.order_id.state:
            line.order_id.button_confirm()
        for move in self._open_moves():
            if str(move.id) in done.get("moves", {}):
                move.date = done["moves"][str(move.id)]
        if fields.Datetime.to_string(line.date_planned) != before["date_planned"]:
            line.date_planned = before["date_planned"]


class Production(Handler):
    """A manufacturing order that has not begun."""

    @classmethod
    def of_supply(cls, env, advice, supply):
        return cls(env, advice, env["mrp.production"].browse(supply.res_id))

    def _check_open(self):
        production = self.record.exists()
        if not production or production.state == "cancel":
            raise UserError(self.env._("%(document)s: it is gone. Run the plan again.", document=self.advice.supply_id.name))
        if has_begun(production):
            self.refuse(self.env._("production has begun. Change it there."))

    def _values(self):
        return {"date_start": fields.Datetime.to_string(self.record.date_start),
                "date_finished": fields.Datetime.to_string(self.record.date_finished),
                "product_qty": self.record.product_qty, "state": self.record.state}

    def move(self):
        production, before = self.record, self._values()
        shift = days_between(self.company, production.date_finished, self.advice.to_date)
        self._schedule(production.date_start + shift, production.date_finished + shift)
        return {"before": before, "after": self._values()}

    def _schedule(self, start, finish):
        """By Odoo's own write, which moves the components and takes planned work orders off their work centres."""
        planned = self.record.is_planned
        self.record.write({"date_start": start, "date_finished": finish})
        if planned:
            self.record.button_plan()

    def reduce(self):
        before = self._values()
        self._set_quantity(self.record.product_qty - self._quantity(self.record.product_uom_id))
        return {"before": before, "after": self._values()}

    def _set_quantity(self, quantity):
        self.env["change.production.qty"].create({
            "mo_id": self.record.id, "product_qty": self.record.product_uom_id.round(quantity)}).change_prod_qty()

    def cancel(self):
        before = self._values()
        self.record.action_cancel()
        return {"before": before, "after": self._values()}

    def restore(self, done):
        if not self.record.exists():
            raise UserError(self.env._("%(document)s: it is gone.", document=self.advice.supply_id.name))
        if self.record.state == "cancel":
            self.refuse(self.env._("Odoo can't reopen a cancelled manufacturing order. Run the plan; it proposes a new one."))
        if has_begun(self.record):
            self.refuse(self.env._("production has begun. Change it there."))
        self._check_same(self._values(), done["after"])
        before = done["before"]
        if self.record.product_qty != before["product_qty"]:
            self._set_quantity(before["product_qty"])
        if before["date_finished"] != done["after"]["date_finished"]:
            self._schedule(*(fields.Datetime.to_datetime(before[name]) for name in ("date_start", "date_finished")))


def has_begun(production):
    """Whether something real has happened: time was booked, or something consumed or produced."""
    return bool(
        production.state not in ("draft", "confirmed")
        or production.qty_producing
        or any(production.workorder_ids.mapped("duration"))
        or any(move.state == "done" or move.picked and move.quantity
               for move in production.move_raw_ids | production.move_finished_ids))


class Moves(Handler):
    """A transfer or receipt without an order: its move, and the ones before it on the way."""

    @classmethod
    def of_supply(cls, env, advice, supply):
        move = env["stock.move"].browse(supply.line_id).exists()
        if not move:
            raise UserError(env._("%(document)s: it is gone. Run the plan again.", document=supply.name))
        return cls(env, advice, move)

    @property
    def document(self):
        return self.record.picking_id or self.record

    def _chain(self):
        """The move with all that lead to it; goods that are on their way are left alone by `_check_open`."""
        chain, before = self.record, self.record.move_orig_ids
        while before:
            chain |= before
            before = before.move_orig_ids - chain
        return chain

    def _check_open(self):
        if self.record.state == "cancel":
            self.refuse(self.env._("it is gone. Run the plan again."))
        if any(move.state == "done" or move.picked for move in self._chain()):
            self.refuse(self.env._("the goods are on their way or there. Change it there."))

    def _values(self):
        return {str(move.id): [fields.Datetime.to_string(move.date), move.product_uom_qty, move.state == "cancel"]
                for move in self._chain()}

    def move(self):
        before = self._values()
        shift = days_between(self.company, self.record.date, self.advice.to_date)
        for move in self._chain():
            move.date += shift
        return {"before": before, "after": self._values()}

    def reduce(self):
        before = self._values()
        for move in self._chain():
            move.product_uom_qty = move.product_uom.round(move.product_uom_qty - self._quantity(move.product_uom))
        return {"before": before, "after": self._values()}

    def cancel(self):
        before = self._values()
        self._chain()._action_cancel()
        return {"before": before, "after": self._values()}

    def restore(self, done):
        if self.record.state == "cancel":
            self.refuse(self.env._("Odoo can't reopen a cancelled transfer. Run the plan; it proposes a new one."))
        self._check_open()
        self._check_same(self._values(), done["after"])
        for move in self._chain():
            date, quantity, _cancelled = done["before"][str(move.id)]
            if fields.Datetime.to_string(move.date) != date:
                move.date = date
            if move.product_uom_qty != quantity:
                move.product_uom_qty = quantity


class FirmOrder(Handler):
    """A planned order that a planner had fixed: only the plan knows it, so the service writes it."""

    @property
    def responsible(self):
        return self.record.planner_id

    def _check_open(self):
        if self.record.state != "firm":
            self.refuse(self.env._("it is not firm any more. Run the plan again."))

    def _values(self):
        return {"due_date": fields.Date.to_string(self.record.due_date), "quantity": self.record.quantity,
                "release_date": fields.Date.to_string(self.record.release_date), "state": self.record.state}

    def move(self):
        order, before = self.record, self._values()
        shift = self.advice.to_date - order.due_date
        order.write({"due_date": order.due_date + shift, "release_date": order.release_date + shift})
        return {"before": before, "after": self._values()}

    def reduce(self):
        before = self._values()
        self.record.quantity -= self.advice.quantity
        return {"before": before, "after": self._values()}

    def cancel(self):
        before = self._values()
        self.record.state = "planned"
        return {"before": before, "after": self._values()}

    def restore(self, done):
        if not self.record.exists() or self.record.state == "released":
            raise UserError(self.env._("The planned order of %(product)s has been released or is gone.",
                                       product=self.advice.product_id.display_name))
        self._check_same(self._values(), done["after"])
        self.record.write(done["before"])
