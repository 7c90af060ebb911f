import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..services import sheet_in
from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountSheet(CountCommon):
    """Sheets out and in again: on paper for who counts, as a spreadsheet with every mistake named by its row."""

    def setUp(self):
        super().setUp()
        self.running = self.count()

    def sheet(self, user=None, lang="en_US"):
        """The spreadsheet as openpyxl has it, and the columns by heading."""
        document = self.env["psms.document.count_sheet"].with_user(user or self.ann).with_context(lang=lang)
        _name, content = document._produce(self.running.ids, "xlsx")
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        return page, {cell.value: cell.column for cell in page[1]}

    def content(self, page):
        buffer = io.BytesIO()
        page.parent.save(buffer)
        return buffer.getvalue()

    def filled(self, *quantities):
        page, columns = self.sheet()
        for row, quantity in enumerate(quantities, start=2):
            page.cell(row, columns["Counted"]).value = quantity
        return page, columns

    def refuse(self, page, *texts):
        with self.assertRaises(UserError) as refusal:
            sheet_in.import_sheet(self.running.with_user(self.ann), self.content(page))
        for text in texts:
            self.assertIn(text, str(refusal.exception))
        self.assertEqual(set(self.running.line_ids.mapped("state")), {"open"}, "nothing was entered")

    def test_there_and_back(self):
        page, columns = self.filled(17, 8, 1, 5)
        self.assertEqual([page.cell(row, columns["Bin"]).value for row in range(2, 6)], ["CNP/Stock/A"] * 2 + ["CNP/Stock/B"] * 2)
        page.cell(2, columns["Note"]).value = "three boxes"
        wizard = self.env["psms.count.import"].with_user(self.ann).create({
            "count_id": self.running.id, "file": base64.b64encode(self.content(page))})
        wizard.action_import()
        self.assertEqual(self.running.line_ids.mapped("first_qty"), [17, 8, 1, 5])
        line = self.line(self.running, self.fan, self.bin_a)
        self.assertEqual((line.note, line.first_by_id), ("three boxes", self.ann))

    def test_rows_without_quantity_stay(self):
        page, _columns = self.filled(17)
        self.assertEqual(sheet_in.import_sheet(self.running.with_user(self.ann), self.content(page)), 1)
        self.assertEqual(self.running.line_ids.mapped("state"), ["counted", "open", "open", "open"])

    def test_every_wrong_row_is_named(self):
        page, columns = self.filled(17, 8, 1, 5)
        page.cell(2, columns["Counted"]).value = -3
        page.cell(3, columns["Lot/Serial Number"]).value = "NO-SUCH"
        page.cell(4, columns["Counted"]).value = 2
        page.cell(5, columns["Bin"]).value = "CNP/Stock/Z"
        page.append([None, "CNP/Stock/C", "No such thing", None, None, None, 4])
        page.append([None, "CNP/Stock/C", None, None, None, None, 4])
        page.append([999999999, "CNP/Stock/C", "CFAN", None, None, None, 4])
        self.refuse(
            page, "Row 2: “-3” is no quantity", "Row 3: [CGLUE] Count glue has no lot or serial number “NO-SUCH”",
            "Row 4:", "once (1) or not (0)", "Row 5: Bin “CNP/Stock/Z” is unknown", "Row 6: Product “No such thing” is unknown",
            "Row 7: Product is missing", "Row 8: line 999999999 is not in")

    def test_columns_sorted_apart(self):
        page, columns = self.filled(17, 8, 1, 5)
        first, last = page.cell(2, columns["Line"]), page.cell(5, columns["Line"])
        first.value, last.value = last.value, first.value
        self.refuse(page, "Row 2: line", "sorted apart", "Row 5: line")

    def test_formulas_are_refused(self):
        page, columns = self.filled(17, "=2+3", 1, 5)
        self.refuse(page, "Row 3: a cell is a formula")
        page, columns = self.filled(17, 8, 1, 5)
        page.cell(4, columns["Product"]).value = "=A1"
        self.refuse(page, "Row 4: a cell is a formula")

    def test_the_same_goods_twice(self):
        page, _columns = self.filled(17)
        page.append([None, "COUNT-A", "CFAN", None, None, None, 3])
        self.refuse(page, "Row 6: these goods are there twice")

    def test_found_goods(self):
        page, _columns = self.filled(17)
        page.append([None, "COUNT-C", "CBOLT", None, None, None, 40])
        self.assertEqual(sheet_in.import_sheet(self.running.with_user(self.ann), self.content(page)), 2)
        self.assertEqual(self.line(self.running, self.bolt, self.bin_c).first_qty, 40)

    def test_files_that_are_none(self):
        for content, text in ((b"no workbook", "can't be read"), (self.content(openpyxl.Workbook().active), "no column “Bin”")):
            with self.assertRaisesRegex(UserError, text):
                sheet_in.import_sheet(self.running.with_user(self.ann), content)
        with self.assertRaisesRegex(UserError, "No quantity"):
            sheet_in.import_sheet(self.running.with_user(self.ann), self.content(self.sheet()[0]))

    def test_who_counted_on_paper(self):
        page, _columns = self.filled(17, 8, 1, 5)
        content = self.content(page)
        with self.assertRaises(AccessError):
            sheet_in.import_sheet(self.running.with_user(self.ann), content, by=self.bob)
        sheet_in.import_sheet(self.running.with_user(self.chief), content, by=self.bob)
        self.assertEqual(self.running.line_ids.first_by_id, self.bob)

    def test_chinese_sheets_are_read_in_english_and_the_other_way_round(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        page, columns = self.sheet(lang="zh_CN")
        self.assertIn("库位", columns)
        page.cell(2, columns["盘点数量"]).value = 17
        sheet_in.import_sheet(self.running.with_user(self.bob), self.content(page))
        self.assertEqual(self.line(self.running, self.fan, self.bin_a).first_qty, 17)

    def test_the_second_round_lists_what_is_counted_again(self):
        page, _columns = self.filled(17, 8, 1, 5)
        sheet_in.import_sheet(self.running.with_user(self.ann), self.content(page))
        self.finish(self.ann, self.running)
        page, columns = self.sheet(self.bob)
        self.assertEqual(page.max_row, 2)
        self.assertEqual(page.cell(2, columns["Product"]).value, "[CFAN] Count fan")
        self.assertFalse(page.cell(2, columns["Counted"]).value, "not what the first person counted")

    def test_on_paper(self):
        document = self.env["psms.document.count_sheet"].with_user(self.ann)
        name, content = document._produce(self.running.ids, "pdf")
        self.assertEqual((name.startswith("Count sheet CNT/"), content[:5]), (True, b"%PDF-"))
        with self.assertRaises(AccessError):
            self.env["psms.document.count_sheet"].with_user(self.other("planner"))._produce(self.running.ids, "pdf")
