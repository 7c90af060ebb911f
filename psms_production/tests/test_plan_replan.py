import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..services.plan_apply import calculate, new_plan
from ..services.plan_calendar import WorkCalendar
from ..services.plan_replan import replan
from ..services.plan_snapshot import Flow, Item, Snapshot
from ..services.plan_sources import Source
from ..services.plan_store import store_plan
from .common import PlanCommon

ORDER = ("quantity", "need_date", "due_date", "release_date", "finish_date", "days_late", "late",
         "demand_qty", "supply_qty", "covered_qty", "missing_qty", "lot_rules")
DEMAND = ("promise_date", "days_late", "short_qty")


class _Factory:
    """A made-up factory as a snapshot: items on five levels, random stock, rules, demand, supply and calendars."""

    def __init__(self, case, seed, count):
        self.case, self.random = case, random.Random(seed)
        self.start = fields.Date.today()
        closed = [self.start + timedelta(days=day) for day in range(120) if (self.start + timedelta(days=day)).weekday() > 4]
        self.calendars = {"": closed, "long weekend": sorted({*closed, *(day - timedelta(days=1) for day in closed
                                                                         if day > self.start and day.weekday() == 5)})}
        products = case.env["product.product"].create([
            {"name": f"Made Up {number:03d}", "is_storable": True, "company_id": case.company.id} for number in range(count)])
        self.keys = [(product.id, case.warehouse.id) for product in products]
        self.items = {key: self.item(place, key, count) for place, key in enumerate(self.keys)}
        self.demands = [self.flow(f"move:{number}", self.pick(2), "sale", priority=self.random.choice([0, 1, 1, 2]))
                        for number in range(count)]
        self.supplies = [self.flow(f"move:{number}", self.pick(1), "purchase", firm=self.random.random() < 0.3)
                         for number in range(count // 2)]

    def pick(self, power):
        """Finished goods come first and are asked for most."""
        return self.keys[int(len(self.keys) * self.random.random() ** power)]

    def item(self, place, key, count):
        rnd, level = self.random, place * 5 // count
        made = level < 4 and rnd.random() < 0.9
        item = Item(key, Source(kind="make" if made else "buy"), lead_days=rnd.choice([0, 1, 2, 5, 12]))
        item.on_hand = rnd.choice([0, 0, 5, 40])
        item.safety_stock = rnd.choice([0, 0, 0, 10])
        item.lot_days = rnd.choice([0, 0, 7])
        item.lot_min, item.lot_multiple = rnd.choice([0, 0, 20]), rnd.choice([0, 1, 6])
        item.lot_max = rnd.choice([0, 0, 0, 60])
        item.calendar = rnd.choice(["", "", "long weekend"])
        item.expedite_days, item.fence_days = rnd.choice([None, None, 5]), rnd.choice([0, 0, 0, 10])
        if made:
            below = self.keys[(level + 1) * count // 5:]
            item.bom = [(component, rnd.choice([1, 2, 0.5]), rnd.choice([0, 0, 0.02]))
                        for component in rnd.sample(below, min(len(below), rnd.randint(1, 4)))]
        return item

    def flow(self, ref, key, kind, **values):
        return Flow(ref, key, self.start + timedelta(days=self.random.randint(0, 100)), self.random.choice([1, 7, 10, 25.5]),
                    ref, kind, **values)

    def snapshot(self, firm=()):
        """With firm planned orders, as services/plan_snapshot.py reads them."""
        demands, supplies = list(self.demands), list(self.supplies)
        for order in firm:
            key = (order.product_id.id, order.warehouse_id.id)
            supplies.append(Flow(f"firm:{order.id}", key, order.due_date, order.quantity, "", "firm", "psms.planned.order",
                                 order.id, firm=True))
            demands += [
                Flow(f"firm:{order.id}:{number}", component, order.release_date, order.quantity * quantity / (1.0 - scrap), "",
                     "firm", "psms.planned.order", order.id)
                for number, (component, quantity, scrap) in enumerate(self.items[key].bom)]
        return Snapshot(self.start, 110, WorkCalendar(self.calendars[""], 5), self.calendars, dict(sorted(self.items.items())),
                        demands, supplies, [])

    def store(self, firm=(), state="current"):
        env = self.case.env
        snapshot = self.snapshot(firm)
        result = calculate(env, snapshot)
        plan = new_plan(env, self.case.company, snapshot, result, fields.Datetime.now(), state=state)
        store_plan(env, plan, snapshot, result)
        return plan, result


@tagged("post_install", "-at_install")
class TestPlanReplan(PlanCommon):
    """One changed order is planned again at once, with everything below it, and nothing else differs from a whole run."""

    def content(self, plan, table, names):
        rows = self.env[table].search([("item_id.plan_id", "=", plan.id)]) if table != "psms.planned.order" else (
            self.env[table].search([("plan_id", "=", plan.id), ("state", "=", "planned")]))
        return sorted((row.item_id.product_id.id, *(str(self.rounded(row[name])) for name in names)) for row in rows)

    def rounded(self, value):
        return round(value, 6) + 0.0 if isinstance(value, float) else value

    def ends(self, peg):
        """The ends of a peg in words that two plans share."""
        def order(row):
            if not row:
                return None
            return (row.item_id.product_id.id, row.id if row.state == "firm" else str(row.need_date), row.quantity)
        return (peg.item_id.product_id.id, peg.supply_id.ref, order(peg.order_id), peg.demand_id.ref, order(peg.for_order_id),
                self.rounded(peg.quantity))

    def pegs(self, plan):
        return sorted(map(self.ends, self.env["psms.plan.peg"].search([("item_id.plan_id", "=", plan.id)])), key=repr)

    def advice(self, plan):
        return sorted(((row.item_id.product_id.id, row.supply_id.ref, row.order_id.id, row.action, row.blocked, row.from_date,
                        row.to_date, self.rounded(row.quantity), row.because_demand_id.ref, row.because_safety)
                       for row in self.env["psms.plan.advice"].search([("plan_id", "=", plan.id)])), key=repr)

    def assertSamePlan(self, plan, other, result):
        self.env.invalidate_all()
        for table, names in (("psms.planned.order", ORDER), ("psms.plan.demand", (*DEMAND, "ref"))):
            self.assertEqual(self.content(plan, table, names), self.content(other, table, names), table)
        self.assertEqual(self.pegs(plan), self.pegs(other))
        self.assertEqual(self.advice(plan), self.advice(other))
        for name in ("order_count", "late_count"):
            firm = plan.planned_order_ids.filtered(lambda order: order.state == "firm")
            self.assertEqual(len(plan.planned_order_ids - firm), len(result.planned))

    def edit_at_random(self, rnd, plan):
        orders = plan.planned_order_ids
        order = orders[rnd.randrange(len(orders))]
        what = rnd.choice(["quantity", "date", "both", "firm", "unfirm", "add"])
        day = plan.start_date + timedelta(days=rnd.randint(0, 100))
        if what == "firm":
            order.firm()
        elif what == "unfirm":
            orders.filtered(lambda row: row.state == "firm")[:2].unfirm()
        elif what == "add":
            order.item_id.add_order(rnd.choice([5, 50]), day)
        else:
            order.psms_edit(rnd.choice([1, 30, 100]) if what != "date" else None, day if what != "quantity" else None)

    def test_random_edits(self):
        """After each of a row of random changes the stored plan is what a whole run with the same firm orders gives."""
        for seed in range(3):
            rnd = random.Random(seed)
            factory = _Factory(self, seed, 100)
            plan, _result = factory.store()
            self.assertGreater(plan.late_count, 10)
            for step in range(8):
                with self.subTest(seed=seed, step=step):
                    self.edit_at_random(rnd, plan)
                    self.env.invalidate_all()
                    firm = plan.planned_order_ids.filtered(lambda order: order.state == "firm").sorted("id")
                    whole, result = factory.store(firm, "scenario")
                    self.assertSamePlan(plan, whole, result)
                    self.assertFirmDates(firm, result, factory)
            plan.state = "superseded"
            plan.flush_recordset()

    def assertFirmDates(self, firm, result, factory):
        """A firm order is as late as the latest of its components."""
        waits = {}
        refs = [flow.ref for flow in factory.snapshot(firm).demands]
        for number, late in zip(result.promises.demand_index.tolist(), result.promises.days_late.tolist()):
            if refs[number].startswith("firm:"):
                order_id = int(refs[number].split(":")[1])
                waits[order_id] = max(waits.get(order_id, 0), late)
        for order in firm:
            self.assertGreaterEqual(order.finish_date, order.due_date + timedelta(days=waits.get(order.id, 0)))
            self.assertEqual(order.days_late, max((order.finish_date - order.need_date).days, 0))
