from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..services.plan_forecast import consume, monday
from ..services.plan_snapshot import take_snapshot
from .common import PlanCommon

WEEK = date(2026, 2, 2)  # a Monday


def week(number):
    return WEEK + timedelta(weeks=number)


@tagged("post_install", "-at_install")
class TestConsume(BaseCase):
    """Who consumes what, in exact figures. One item, forecasts and orders by number of the week."""

    def rest(self, forecasts, orders, back=1, forward=1):
        found = consume({("A", week(number)): quantity for number, quantity in forecasts.items()},
                        [("A", week(number) + timedelta(days=day), quantity) for number, day, quantity in orders],
                        back, forward)
        for figures in found.values():
            self.assertAlmostEqual(figures.quantity, figures.consumed + figures.rest)
        return {number: found["A", week(number)].rest for number in forecasts}

    def test_own_week(self):
        self.assertEqual(self.rest({0: 100, 1: 100}, [(0, 2, 30), (0, 6, 20)]), {0: 50, 1: 100})

    def test_back_before_forward(self):
        """150 in week 1: its own 100, then 40 of week 0, then 10 of week 2."""
        self.assertEqual(self.rest({0: 40, 1: 100, 2: 100}, [(1, 0, 150)]), {0: 0, 1: 0, 2: 90})

    def test_nearest_week_first(self):
        self.assertEqual(self.rest({0: 50, 1: 50, 2: 0}, [(2, 0, 60)], back=2), {0: 40, 1: 0, 2: 0})

    def test_orders_of_the_week_come_first(self):
        """An early order never takes what the orders of the later week themselves consume."""
        self.assertEqual(self.rest({1: 100}, [(0, 0, 60), (1, 0, 70)]), {1: 0})
        self.assertEqual(self.rest({0: 10, 1: 100, 2: 100}, [(0, 0, 60), (1, 0, 70)]), {0: 0, 1: 0, 2: 100 - 0})

    def test_limits(self):
        self.assertEqual(self.rest({0: 100, 2: 100}, [(1, 0, 50)], back=0, forward=0), {0: 100, 2: 100})
        self.assertEqual(self.rest({0: 100, 3: 100}, [(1, 0, 150)], back=1, forward=1), {0: 0, 3: 100})

    def test_more_orders_than_forecast(self):
        """An order beyond every forecast is demand of its own and makes no negative rest."""
        self.assertEqual(self.rest({0: 10}, [(0, 0, 500)]), {0: 0})

    def test_other_items_and_no_forecast(self):
        found = consume({("A", WEEK): 10.0}, [("B", WEEK, 10.0)], 4, 4)
        self.assertEqual(found["A", WEEK], (10, 0, 10))
        self.assertEqual(consume({}, [("B", WEEK, 10.0)], 4, 4), {})


@tagged("post_install", "-at_install")
class TestPlanForecast(PlanCommon):
    """Forecasts as demand of the plan."""

    def forecast(self, product, quantity, day):
        return self.env["psms.forecast"].create({
            "product_id": product.id, "warehouse_id": self.warehouse.id, "company_id": self.company.id,
            "week_start": day, "quantity": quantity})

    def setUp(self):
        super().setUp()
        self.next = monday(self.today) + timedelta(weeks=4)
        self.days = (self.next - self.today).days

    def demand(self, product):
        return [(flow.kind, flow.quantity, (flow.date - self.next).days)
                for flow in take_snapshot(self.env, self.company, self.today).demands if flow.key[0] == product.id]

    def test_rest_is_planned(self):
        """100 forecast, 30 ordered: 30 on the day of the order, 70 on the first open day of the week."""
        self.forecast(self.cooker, 100, self.next)
        self.sell(self.cooker, 30, days=self.days + 3)
        self.assertEqual(self.demand(self.cooker), [("sale", 30, 3), ("forecast", 70, 0)])
        self.plan()
        self.assertEqual([row[0] for row in self.figures(self.cooker)["Cooker"]], [70, 30])

    def test_first_open_day(self):
        self.company.resource_calendar_id.attendance_ids.filtered(lambda line: line.dayofweek == "0").unlink()
        self.forecast(self.cooker, 100, self.next)
        self.assertEqual(self.demand(self.cooker), [("forecast", 100, 1)])

    def test_shipped_orders_consume(self):
        """What has been shipped this week is no longer expected: 100 forecast, 40 shipped, 25 open."""
        self.forecast(self.screw, 100, self.today)
        self.stock(self.screw, 40)
        picking = self.sell(self.screw, 40, days=0).picking_ids
        picking.move_ids.write({"quantity": 40, "picked": True})
        picking._action_done()
        self.sell(self.screw, 25, days=0)
        offset = -self.days
        self.assertEqual(self.demand(self.screw), [("sale", 25, offset), ("forecast", 35, offset)])

    def test_demand_fence(self):
        """Within the fence only orders count."""
        self.parameters(self.screw, demand_fence_days=self.days + 1)
        self.forecast(self.screw, 100, self.next)
        self.forecast(self.screw, 60, self.next + timedelta(weeks=1))
        self.sell(self.screw, 30, days=self.days)
        self.assertEqual(self.demand(self.screw), [("sale", 30, 0), ("forecast", 60, 7)])

    def test_weeks_of_the_company(self):
        self.forecast(self.screw, 100, self.next)
        self.sell(self.screw, 130, days=self.days + 7)
        self.assertEqual(self.demand(self.screw), [("sale", 130, 7)], "one week back by default")
        self.company.psms_forecast_back_weeks = 0
        self.assertEqual(self.demand(self.screw), [("sale", 130, 7), ("forecast", 100, 0)])

    def test_past_weeks_do_not_count(self):
        self.forecast(self.screw, 100, monday(self.today) - timedelta(weeks=1))
        self.assertEqual(self.demand(self.screw), [])

    def test_kit(self):
        """The forecast of a kit is one of its components, which the kit's orders consume."""
        kit = self.product("Screw kit", is_storable=False)
        self.bill(kit, [(self.screw, 3)], type="phantom")
        self.forecast(kit, 10, self.next)
        self.sell(kit, 4, days=self.days)
        self.assertEqual(self.demand(self.screw), [("sale", 12, 0), ("forecast", 18, 0)])

    def test_any_day_of_the_week(self):
        forecast = self.forecast(self.screw, 1, self.next + timedelta(days=4))
        self.assertEqual(forecast.week_start, self.next)
        with self.assertRaisesRegex(Exception, "psms_forecast"), self.cr.savepoint():
            self.forecast(self.screw, 1, self.next + timedelta(days=2))

    def test_document(self):
        forecast = self.forecast(self.screw, 5, self.next)
        [flow] = take_snapshot(self.env, self.company, self.today).demands
        year, number, _day = self.next.isocalendar()
        self.assertEqual((flow.res_model, flow.res_id, flow.label, flow.priority),
                         ("psms.forecast", forecast.id, f"{year}-W{number:02d}", 2))
