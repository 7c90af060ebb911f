import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..services.plan_apply import calculate, new_plan
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
        return Snapshot(self.start, 110, None, self.calendars, dict(sorted(self.items.items())),
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

    def causes(self, plan):
        """Which demands have a cause. Of components that are late alike a whole run may name another one."""
        return {row.ref: bool(row.cause_item_id) for row in self.env["psms.plan.demand"].search([("plan_id", "=", plan.id)])}

    def assertSamePlan(self, plan, other, result):
        self.env.invalidate_all()
        for table, names in (("psms.planned.order", ORDER), ("psms.plan.demand", (*DEMAND, "ref"))):
            self.assertEqual(self.content(plan, table, names), self.content(other, table, names), table)
        self.assertEqual(self.causes(plan), self.causes(other))
        self.assertEqual(self.pegs(plan), self.pegs(other))
        self.assertEqual(self.advice(plan), self.advice(other))
        planned = plan.planned_order_ids.filtered(lambda order: order.state == "planned")
        self.assertEqual((plan.order_count, len(planned)), (len(plan.planned_order_ids), len(result.planned)))

    def edit_at_random(self, rnd, plan):
        orders = plan.planned_order_ids
        order = orders[rnd.randrange(len(orders))]
        what = rnd.choice(["quantity", "date", "both", "firm", "unfirm", "add"])
        day = plan.start_date + timedelta(days=rnd.randint(0, 100))
        if what == "firm":
            order.firm()
        elif what == "unfirm":
            (orders.filtered(lambda row: row.state == "firm")[:2] or order).unfirm()
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

    # -- what a planner does -------------------------------------------------------------------------------------------

    def order(self, product):
        return self.planned(product).with_user(self.planner)

    def test_quantity(self):
        """A firm quantity reaches all levels below at once, and says so."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        cooker = self.order(self.cooker)
        outcome = cooker.psms_edit(quantity=25)
        self.assertEqual((cooker.state, cooker.quantity, outcome["orders"], outcome["late"]), ("firm", 25, cooker.ids, False))
        self.assertEqual(self.figures(), {
            "Shell": [(25, 28, 28, 25)], "Screw": [(100, 28, 28, 23)], "Sheet": [(50, 25, 25, 20)]})
        self.assertEqual({row["name"]: (row["before"], row["after"]) for row in outcome["effects"]}, {
            "Shell": (10, 25), "Screw": (40, 100), "Sheet": (20, 50)})
        self.assertEqual(plan.edit_count, 1)
        advice = self.env["psms.plan.advice"].search([("plan_id", "=", plan.id)])
        self.assertEqual((advice.order_id, advice.action, advice.quantity), (cooker, "reduce", 15))
        again = self.plan()
        self.assertEqual((cooker.plan_id, self.figures()["Sheet"]), (again, [(50, 25, 25, 20)]))

    def test_unfirm(self):
        """Given back to the plan, an order becomes what the plan would have made."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        before = self.figures()
        cooker = self.order(self.cooker)
        cooker.psms_edit(quantity=25, due_date=self.day(20))
        self.assertEqual((cooker.due_date, cooker.release_date, cooker.need_date), (self.day(20), self.day(18), self.day(30)))
        cooker.unfirm()
        self.assertFalse(cooker.exists())
        self.assertEqual(self.figures(), before)

    def test_impossible_date(self):
        """A date before what lead times allow is accepted, and called late, with the reason."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        screw = self.order(self.screw)
        outcome = screw.psms_edit(due_date=self.day(2))
        self.assertEqual((screw.due_date, screw.release_date, screw.finish_date), (self.day(2), self.day(-3), self.day(5)))
        self.assertTrue(outcome["late"])
        self.assertIn("would have had to be ordered", outcome["message"])
        self.stock(self.screw, 40)
        self.plan()
        self.assertEqual(screw.finish_date, self.day(5))
        cooker = self.order(self.cooker)
        outcome = cooker.psms_edit(due_date=self.day(3))
        # sheets on day 5, shells on day 8, cookers on day 10
        self.assertEqual((cooker.finish_date, outcome["late"]), (self.day(10), True))
        self.assertIn("components come late", outcome["message"])

    def test_add(self):
        """A firm order of an item that nothing asks for, as stock for a promotion."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        item = self.order(self.cooker).item_id
        outcome = item.add_order(5, self.day(20))
        added = self.env["psms.planned.order"].browse(outcome["orders"])
        self.assertEqual((added.state, added.plan_id, added.release_date), ("firm", plan, self.day(18)))
        self.assertEqual(self.figures(self.cooker), {"Cooker": [(5, 30, 30, 28)]})
        self.assertEqual(self.figures(self.screw), {"Screw": [(20, 18, 18, 13), (20, 28, 28, 23)]})

    def test_upwards(self):
        """Later screws make the cooker and the customer late; earlier ones mend it again."""
        order = self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        screw, cooker = self.order(self.screw), self.order(self.cooker)
        screw.psms_edit(due_date=self.day(35))
        demand = self.env["psms.plan.demand"].search([("plan_id", "=", plan.id), ("res_id", "=", order.id)])
        # The need of day 28 is planned anew, what was moved away isn't needed any more.
        self.assertEqual((cooker.finish_date, demand.days_late), (self.day(30), 0))
        self.planned(self.screw).with_user(self.planner).psms_edit(due_date=self.day(36))
        self.assertEqual((cooker.finish_date, demand.days_late), (self.day(30), 0))

    def test_refusals(self):
        self.sell(self.cooker, 10, days=30)
        self.plan()
        cooker, screw = self.order(self.cooker), self.order(self.screw)
        with self.assertRaisesRegex(UserError, "above zero"):
            cooker.psms_edit(quantity=0)
        operator = new_test_user(self.env, "replan_operator", groups="psms_base.group_operator", company_id=self.company.id,
                                 company_ids=[(6, 0, self.company.ids)])
        for call in (lambda row: row.psms_edit(quantity=1), lambda row: row.firm(), lambda row: row.unfirm(),
                     lambda row: row.item_id.add_order(1, self.day(3))):
            with self.assertRaises(AccessError):
                call(cooker.with_user(operator))
        screw.release()
        with self.assertRaisesRegex(UserError, "has been released"):
            screw.psms_edit(quantity=1)
        self.plan()
        with self.assertRaisesRegex(UserError, "is gone|newer plan"):
            cooker.psms_edit(quantity=1)

    def test_other_company(self):
        self.sell(self.cooker, 10, days=30)
        self.plan()
        other = self.env["res.company"].create({"name": "Replan Other"})
        stranger = new_test_user(self.env, "replan_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[(6, 0, other.ids)])
        with self.assertRaises(AccessError):
            self.order(self.cooker).with_user(stranger).with_context(allowed_company_ids=other.ids).psms_edit(quantity=1)

    def test_statements(self):
        """As many statements for a hundred items as for five."""
        counts = []
        for count in (10, 100):
            plan, _result = _Factory(self, 1, count).store()
            order = plan.planned_order_ids.filtered(lambda row: row.item_id.source == "make")[:1]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            order.with_user(self.planner).psms_edit(quantity=order.quantity + 1)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            plan.state = "superseded"
            plan.flush_recordset()
        self.assertLess(max(counts), 70)
