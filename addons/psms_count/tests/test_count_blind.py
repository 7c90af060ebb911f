from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CountCommon

#: what would tell what the book says, or how far the count is from it
SECRET = (
    "book_qty", "first_qty", "second_qty", "first_book", "second_book", "posted_book", "final_qty", "final_book", "difference",
    "is_different", "disagree", "moved_qty", "unit_cost", "diff_value", "diff_value_abs", "book_value",
)


@tagged("post_install", "-at_install")
class TestCountBlind(CountCommon):
    """A store keeper learns nothing of the book of a blind count, and never a value, by any door of the count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        count = cls.env["psms.count"].create({"warehouse_id": cls.warehouse.id})
        count.action_fill()
        count.action_start()
        cls.running = count
        cls.lines = count.line_ids.with_user(cls.ann)

    def refused(self, call):
        with self.assertRaises(AccessError):
            call()

    def test_fields_are_closed(self):
        self.ann.group_ids += self.env.ref("base.group_allow_export")
        Line = self.lines.browse()
        domain = [("count_id", "=", self.running.id)]
        for name in SECRET:
            with self.subTest(field=name):
                self.refused(lambda name=name: self.lines.read([name]))
                self.refused(lambda name=name: Line.search_read(domain, [name]))
                self.refused(lambda name=name: self.lines.web_read({name: {}}))
                self.refused(lambda name=name: self.lines.export_data([name]))
                self.assertNotIn(name, Line.fields_get())
                if name != "moved_qty":
                    self.refused(lambda name=name: Line.search([*domain, (name, "!=", False)]))
                    self.refused(lambda name=name: Line.search(domain, order=f"{name} desc"))
                    self.refused(lambda name=name: Line.formatted_read_group(domain, [name], ["__count"]))
                self.refused(lambda name=name: self.running.with_user(self.ann).search([(f"line_ids.{name}", "!=", False)]))
        for name in ("difference_count", "diff_value", "diff_value_abs", "approval"):
            self.refused(lambda name=name: self.running.with_user(self.ann).read([name]))

    def test_reading_everything_shows_nothing_of_the_book(self):
        values = self.lines.read()
        self.assertFalse({*SECRET} & values[0].keys())
        self.assertEqual({row["shown_book_qty"] for row in values}, {0})
        self.assertEqual({row["entry"] for row in values}, {False})

    def test_moves_and_indicators_and_reports_do_not_tell(self):
        self.refused(lambda: self.env["psms.count.accuracy"].with_user(self.ann).search([]))
        codes = [row["code"] for row in self.env["psms.indicator"].with_user(self.ann).get_dashboard()["indicators"]]
        self.assertFalse({"count_accuracy", "count_value_accuracy"} & set(codes))
        codes = [row["code"] for row in self.env["psms.indicator"].with_user(self.chief).get_dashboard()["indicators"]]
        self.assertTrue({"count_accuracy", "count_value_accuracy"} <= set(codes))

    def test_a_first_count_does_not_say_whether_it_was_right(self):
        line = self.line(self.running, self.fan, self.bin_a)
        before = line.with_user(self.ann).read()[0]
        self.enter(self.ann, (line, 3))
        wrong = line.with_user(self.ann).read()[0]
        self.enter(self.ann, (line, 20))
        right = line.with_user(self.ann).read()[0]
        changed = {name for name in wrong if wrong[name] != right[name]}
        self.assertLessEqual(changed, {"entry", "first_at", "write_date", "write_uid"})
        self.assertNotEqual(before["state"], right["state"])

    def test_the_second_person_does_not_see_the_first_count(self):
        line = self.line(self.running, self.fan, self.bin_a)
        self.enter(self.ann, (line, 3))
        self.assertEqual(line.with_user(self.ann).entry, "3")
        self.assertFalse(line.with_user(self.bob).entry)
        screen = self.running.with_user(self.bob).psms_screen(self.bin_a.id)
        shown = next(row for row in screen["bin"]["lines"] if row["id"] == line.id)
        self.assertEqual((shown["by"], shown["entry"], shown["open"], shown["book"]), ("Ann", "", False, False))

    def test_screen_and_sheets(self):
        screen = self.running.with_user(self.ann).psms_screen()
        self.assertEqual({line["book"] for line in screen["bin"]["lines"]}, {False})
        document = self.env["psms.document.count_sheet"]
        for user in (self.ann, self.boss):
            columns = document.with_user(user)._document_columns(self.running.with_user(user))
            self.assertFalse([column.label for column in columns if "book" in column.label.lower()], "a sheet is for who counts")

    def test_views_of_a_store_keeper_have_no_book(self):
        for kind in ("list", "form", "kanban"):
            arch = self.lines.browse().get_view(view_type=kind)["arch"]
            names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
            self.assertFalse(names & set(SECRET), kind)

    def test_open_counts_show_the_book_but_no_value(self):
        self.running.with_user(self.chief).action_cancel()
        self.refused(lambda: self.draft().with_user(self.ann).write({"blind": False}))
        self.refused(lambda: self.env["psms.count"].with_user(self.ann).create(
            {"warehouse_id": self.warehouse.id, "blind": False}))
        count = self.count(blind=False)
        self.assertEqual(count.line_ids.with_user(self.ann).mapped("shown_book_qty"), [20, 8, 1, 5])
        self.refused(lambda: count.line_ids.with_user(self.ann).mapped("diff_value"))
        columns = self.env["psms.document.count_sheet"].with_user(self.ann)._document_columns(count)
        self.assertIn("In the book", [column.label for column in columns])

    def test_doors_to_write_are_closed(self):
        line, count = self.lines[0], self.running.with_user(self.ann)
        for values in ({"state": "posted"}, {"first_qty": 5}, {"unit_cost": 0}, {"first_by_id": self.bob.id},
                       {"count_id": False}, {"product_id": self.glue.id}):
            self.refused(lambda values=values: line.write(values))
            self.refused(lambda values=values: self.running.line_ids[0].with_user(self.chief).write(values))
        for values in ({"state": "posted"}, {"frozen": True}, {"approval": "none"}, {"approved_by_id": self.ann.id},
                       {"name": "Mine"}):
            self.refused(lambda values=values: count.write(values))
            self.refused(lambda values=values: self.running.with_user(self.chief).write(values))
        self.refused(lambda: self.env["psms.count"].with_user(self.ann).create(
            {"warehouse_id": self.warehouse.id, "state": "to_approve"}))
        self.refused(lambda: self.env["psms.count.line"].with_user(self.boss).create(
            {"count_id": self.running.id, "location_id": self.bin_c.id}))
        self.refused(lambda: count.write({"note": "mine"}))
        for name in ("planner", "operator", "salesperson"):
            user = self.other(name)
            self.refused(lambda user=user: self.running.with_user(user).read(["name"]))
            self.refused(lambda user=user: self.running.with_user(user).psms_enter([]))

    def test_companies_are_apart(self):
        second = self.env["res.company"].create({"name": "Second plant"})
        other = self.env["stock.warehouse"].create({"name": "Other plant", "code": "CNO", "company_id": second.id})
        count = self.env["psms.count"].create({"warehouse_id": other.id})
        self.assertEqual(count.company_id, second)
        self.assertNotIn(count, self.env["psms.count"].with_user(self.chief).search([]))
        self.refused(lambda: count.with_user(self.chief).read(["name"]))
