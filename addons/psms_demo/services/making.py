"""Manufacturing orders from confirmation to stock, with the times that the work really took."""
from datetime import timedelta

from odoo.fields import Command

from .catalogue import ITEMS
from .dates import UTC_OFFSET, at
from .losing import Losing
from .routings import WORK_CENTRES

# Hours of the shifts as in bills.SHIFTS.
HOURS = {"day": [(8, 12), (13, 17)], "two": [(8, 12), (13, 22)]}
EFFICIENCY_MEAN, EFFICIENCY_SPREAD, EFFICIENCY_RANGE = 0.89, 0.06, (0.7, 1.05)


class Making:
    def __init__(self, factory, moving):
        self.factory = factory
        self.env = factory.env
        self.orders = {}
        self.lots = moving
        self.losing = Losing(factory)
        losses = self.env["mrp.workcenter.productivity.loss"]
        self.productive = losses.search([("loss_type", "=", "productive")], limit=1)
        self.slow = losses.search([("loss_type", "=", "performance")], limit=1)

    def start(self, plans, day):
        """Confirm the orders of the day and reserve their components."""
        orders = self.env["mrp.production"].create([
            {
                "product_id": self.factory.products[plan.code].id,
                "product_qty": plan.quantity,
                "bom_id": self.factory.bills[plan.code].id,
                "picking_type_id": self.factory.places.warehouses[plan.plant].manu_type_id.id,
                "date_start": self.factory.clock.now,
                "user_id": self.factory.people["planner"].id,
            }
            for plan in plans
        ])
        orders.action_confirm()
        orders.action_assign()
        for plan, order in zip(plans, orders, strict=True):
            if order.reservation_state != "assigned":
                raise ValueError(f"The story has no components for {order.name} of {plan.code} on day {day}.")
            self.orders[id(plan)] = order

    def finish(self, plans, day):
        """Report the times, take the components and put the goods into stock."""
        orders = self.env["mrp.production"].concat(*(self.orders.pop(id(plan)) for plan in plans))
        self.env["mrp.workcenter.productivity"].create([
            row for plan, order in zip(plans, orders, strict=True) for row in self._times(plan, order)
        ])
        for plan, order in zip(plans, orders, strict=True):
            item = ITEMS[plan.code]
            if item.tracking != "none":
                count = int(plan.quantity) if item.tracking == "serial" else 1
                order.lot_producing_ids = [Command.set(self.lots.make_lots(item, count).ids)]
            order.qty_producing = plan.quantity
            order._set_qty_producing()
        orders.with_context(skip_consumption=True, skip_redirection=True).button_mark_done()
        self.losing.check(plans, orders)

    def _times(self, plan, order):
        """Time rows of each work order inside the shift's hours, productive first, then what was lost to slowness."""
        rows = []
        for place, work in enumerate(order.workorder_ids):
            least, most = EFFICIENCY_RANGE
            efficiency = min(most, max(least, self.factory.rng.gauss(EFFICIENCY_MEAN, EFFICIENCY_SPREAD)))
            minutes = work.duration_expected / efficiency
            shift = WORK_CENTRES[work.workcenter_id.code][3]
            begin = at(self.factory.workdays[plan.start], 10, 10) + timedelta(minutes=30 * place)
            pieces = list(self._pieces(begin, minutes, HOURS[shift]))
            last = self.factory.clock.now - timedelta(minutes=1)
            pieces = [(first, min(end, last)) for first, end in pieces if first < last]
            work.with_context(bypass_duration_calculation=True).write({
                "state": "progress",
                "date_start": pieces[0][0],
            })
            rows += self._rows(work, pieces)
        return rows

    def _rows(self, work, pieces):
        left = work.duration_expected
        for first, end in pieces:
            length = (end - first).total_seconds() / 60
            good = min(left, length)
            left -= good
            middle = first + timedelta(seconds=round(good * 60))
            if good:
                yield self._row(work, first, middle, self.productive)
            if end > middle:
                yield self._row(work, middle, end, self.slow)

    def _row(self, work, first, end, loss):
        return {
            "workorder_id": work.id,
            "workcenter_id": work.workcenter_id.id,
            "loss_id": loss.id,
            "date_start": first,
            "date_end": end,
            "user_id": self.factory.people["operator"].id,
            "company_id": self.factory.company.id,
        }

    def _pieces(self, begin, minutes, hours):
        """Cut `minutes` of work into the open hours from `begin` on: [(start, end)]."""
        left = timedelta(seconds=round(minutes * 60))
        number = self.factory.workdays.number((begin + UTC_OFFSET).date())
        while left > timedelta(0):
            day = self.factory.workdays[number]
            for opening, closing in hours:
                first = max(begin, at(day, opening))
                end = min(first + left, at(day, closing))
                if end > first and left > timedelta(0):
                    yield first, end
                    left -= end - first
            number += 1


