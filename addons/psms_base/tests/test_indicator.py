from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.psms_base.models.psms_indicator import PsmsIndicator
from odoo.addons.psms_base.services.calendar import day_start, local_date, week_of, weeks_until
from odoo.addons.psms_base.services.points import Point

from .common import PsmsCommon


class TestCalendar(PsmsCommon):
    def test_borders_are_those_of_the_plant(self):
        week = week_of(self.company, date(2026, 2, 11))
        self.assertEqual((week.first, week.last), (date(2026, 2, 9), date(2026, 2, 15)))
        self.assertEqual(week.start, datetime(2026, 2, 8, 16), "midnight in Shanghai")
        self.assertEqual(week.end, datetime(2026, 2, 15, 16))
        self.assertEqual(week.label, "2026-W07")

    def test_running_week_is_that_of_the_plant(self):
        sunday_evening_utc = datetime(2026, 2, 15, 16, 30)
        weeks = weeks_until(self.company, sunday_evening_utc, 3)
        self.assertEqual([week.first for week in weeks], [date(2026, 2, 2), date(2026, 2, 9), date(2026, 2, 16)])
        self.assertEqual(local_date(self.company, sunday_evening_utc), date(2026, 2, 16))

    def test_weeks_join_over_summer_time_and_new_year(self):
        self.company.psms_tz = "America/St_Johns"
        for now in (datetime(2026, 3, 20), datetime(2027, 1, 10)):
            weeks = weeks_until(self.company, now, 10)
            for earlier, later in zip(weeks, weeks[1:], strict=False):
                self.assertEqual(earlier.end, later.start)
        self.assertEqual(week_of(self.company, date(2027, 1, 1)).label, "2026-W53")

    def test_time_zone_falls_back_to_the_address(self):
        self.company.psms_tz = False
        self.company.partner_id.tz = "Europe/Paris"
        self.assertEqual(day_start(self.company, date(2026, 7, 1)), datetime(2026, 6, 30, 22))
        self.company.partner_id.tz = False
        self.assertEqual(day_start(self.company, date(2026, 7, 1)), datetime(2026, 7, 1))


@freeze_time("2026-02-11 06:00:00")
class TestIndicator(PsmsCommon):
    """``partners_made`` counts the partners made in a week, for each partner with a reference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["psms.indicator"].search([]).active = False
        cls.indicator = cls.env["psms.indicator"].create({
            "name": "Partners made", "code": "partners_made", "definition": "Partners per referenced partner.",
            "numerator_name": "Partners", "denominator_name": "Referenced", "unit": "ratio",
        })

        def compute(self, company, weeks):
            partner = self.env["res.partner"]
            made = [partner.search([("create_date", ">=", week.start), ("create_date", "<", week.end)]) for week in weeks]
            return [Point(len(records), len(records.filtered("ref"))) for records in made]

        def records(self, company, week):
            return {"res_model": "res.partner", "domain": [("create_date", ">=", str(week.start))]}

        cls.startClassPatcher(patch.object(PsmsIndicator, "_indicator_partners_made", compute, create=True))
        cls.startClassPatcher(patch.object(PsmsIndicator, "_indicator_partners_made_records", records, create=True))

    def dashboard(self, role="planner", **kwargs):
        return self.as_role(role)["psms.indicator"].get_dashboard(**kwargs)

    def test_series(self):
        partners = self.env["res.partner"].create([{"name": "a", "ref": "1"}, {"name": "b"}])
        self.set_create_date(partners, datetime(2026, 2, 8, 15, 59))  # Sunday, one minute to midnight in Shanghai
        dashboard = self.dashboard(weeks=2)
        [described] = dashboard["indicators"]
        self.assertEqual(dashboard["currency"], self.company.currency_id.id)
        self.assertEqual(described["points"][0], {
            "week": "2026-W06", "first": "2026-02-02", "last": "2026-02-08", "running": False,
            "numerator": 2, "denominator": 1, "value": 2.0,
        })
        self.assertTrue(described["points"][1]["running"])

    def test_nothing_to_measure_is_no_value(self):
        [described] = self.dashboard(weeks=53)["indicators"]
        self.assertIsNone(described["points"][0]["value"])

    def test_records_behind(self):
        action = self.as_role("planner")["psms.indicator"].browse(self.indicator.id).get_records_action("2026-02-11")
        self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(action["domain"], [("create_date", ">=", "2026-02-08 16:00:00")])
        self.assertEqual(action["name"], "Partners made 2026-W07")

    def test_groups(self):
        self.indicator.group_ids = [Command.link(self.env.ref("psms_base.group_accountant").id)]
        self.assertFalse(self.dashboard("planner")["indicators"])
        self.assertTrue(self.dashboard("accountant")["indicators"])
        self.assertTrue(self.dashboard("manager")["indicators"], "a manager holds every role")
        hidden = self.as_role("planner")["psms.indicator"].browse(self.indicator.id)
        with self.assertRaises(AccessError):
            hidden.get_records_action("2026-02-11")
        with self.assertRaises(AccessError):
            hidden.read(["name"])

    def test_closed_records_leave_the_indicator_out(self):
        def closed(self, company, weeks):
            raise AccessError("no")

        with patch.object(PsmsIndicator, "_indicator_partners_made", closed):
            self.assertFalse(self.dashboard()["indicators"])

    def test_weeks_are_bounded(self):
        for weeks in (0, 54, "3", None):
            with self.subTest(weeks=weeks), self.assertRaises(ValidationError):
                self.dashboard(weeks=weeks)
