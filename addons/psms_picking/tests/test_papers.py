import io

from odoo.tests import tagged

from ..services import cartons, pack
from .common import PickingCommon


@tagged("post_install", "-at_install")
class TestPapers(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_up(cls.bolt, 20, cls.b2)
        cls.stock_up(cls.nut, 20, cls.a1)
        cls.picking = cls.delivery([(cls.bolt, 10), (cls.nut, 4)], origin="SO77")

    def pack_all(self):
        bolt, nut = self.picking.move_ids.move_line_ids
        pack.close_carton(self.picking, [(bolt, 7)], self.carton, 14.9)
        rest = pack.unpacked(self.picking)
        pack.close_carton(self.picking, [(line, line.quantity) for line in rest], self.carton, 0)
        return nut

    def document(self, name, extension="pdf"):
        return self.env[f"psms.document.{name}"].with_user(self.keeper)._produce(self.picking.ids, extension)

    def rows(self):
        document = self.env["psms.document.packing_list"]
        columns = document._document_columns(self.picking)
        return [[column.read(row) for column in columns] for row in document._document_lines(self.picking)]

    def test_cartons_are_numbered_and_weighed(self):
        self.pack_all()
        ((group, found),) = cartons.consignments(self.picking)
        self.assertEqual(group, self.picking)
        self.assertEqual([carton.mark for carton in found], ["1/2", "2/2"])
        self.assertEqual([(carton.net, round(carton.gross, 3)) for carton in found], [(14, 14.9), (8, 8.4)])
        self.assertAlmostEqual(found[0].volume, 0.03)
        self.assertEqual(sum(content.quantity for carton in found for content in carton.contents), 14)

    def test_packing_list_with_totals(self):
        self.pack_all()
        rows = self.rows()
        self.assertEqual([row[0] for row in rows][:2], ["1/2", "2/2"])
        total = rows[-1]
        self.assertIn("2 cartons", total[1])
        self.assertEqual([round(value, 3) for value in total[-3:]], [22, 23.3, 0.06])
        self.assertEqual([row[5] for row in rows[:-1]], [7, 3, 4])

    def test_loose_goods_are_on_the_list(self):
        rows = self.rows()
        self.assertIn("loose", rows[0][0])
        self.assertEqual(rows[-1][-3], 22, "their weight counts too")

    def test_parts_of_an_order_are_one_consignment(self):
        other = self.delivery([(self.nut, 1)], origin="SO77")
        stranger = self.delivery([(self.nut, 1)], self.south)
        groups = [group for group, _found in cartons.consignments(self.picking | other | stranger)]
        self.assertEqual(groups, [self.picking | other, stranger])

    def test_still_there_when_it_has_left(self):
        self.pack_all()
        self.picking.move_ids.picked = True
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")
        ((_group, found),) = cartons.consignments(self.picking)
        self.assertEqual([carton.mark for carton in found], ["1/2", "2/2"])

    def test_pdf_and_xlsx(self):
        self.pack_all()
        for name, extension, start in (
            ("pick_list", "pdf", b"%PDF"), ("packing_list", "pdf", b"%PDF"), ("packing_list", "xlsx", b"PK"),
            ("shipping_mark", "pdf", b"%PDF"),
        ):
            filename, content = self.document(name, extension)
            self.assertTrue(content.startswith(start), name)
            self.assertNotIn("/", filename)

    def test_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["psms_picking"], ["zh_CN"])
        self.bolt.with_context(lang="zh_CN").name = "螺栓"
        self.pack_all()
        labels = [column.label for column in self.env["psms.document.packing_list"]._document_columns(self.picking)]
        self.assertEqual(labels[0], "箱号 / Carton")
        self.assertEqual(self.rows()[0][3], "螺栓 / Bolt")
        mark = self.env["psms.document.shipping_mark"]._document_values(self.picking)["marks"][0]
        self.assertEqual(mark["carton"], "1/2")
        self.assertIn(("目的地 / Destination", "Qingdao"), mark["rows"])
        self.assertIn(("订单号 / Order no.", "SO77"), mark["rows"])

    def test_pick_list_in_walking_order(self):
        document = self.env["psms.document.pick_list"]
        lines = document._document_lines(self.picking)
        self.assertEqual([line.location_id.name for line in lines], ["A1", "B2"])
        columns = document._document_columns(self.picking)
        self.assertEqual([columns[0].read(line) for line in lines], [1, 2])
        from openpyxl import load_workbook
        sheet = load_workbook(io.BytesIO(self.document("pick_list", "xlsx")[1])).active
        self.assertEqual(sheet.max_row, 3)
