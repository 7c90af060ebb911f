from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.psms_trace.services import reach, trace_tree

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTrace(TraceCommon):

    def test_from_vendor_lot_to_customer(self):
        motor, _board, _fans, _delivery = self.chain()
        self.assertEqual(self.down(motor), [
            (0, "lot", "M1", None),
            (1, "consumed", "", 4),
            (2, "lot", "B1", 2),
            (3, "consumed", "", 1),
            (4, "lot", "F1", 1),
            (5, "shipped", "", 1),
            (3, "consumed", "", 1),
            (4, "lot", "F2", 1),
            (5, "stock", "", 1),
            (1, "stock", "", 6),
        ])

    def test_from_serial_to_vendor_lot(self):
        _motor, _board, fans, _delivery = self.chain()
        self.assertEqual(self.up(fans[0]), [
            (0, "lot", "F1", None),
            (1, "made", "", 1),
            (2, "lot", "B1", 1),
            (3, "made", "", 2),
            (4, "lot", "M1", 4),
            (5, "received", "", 10),
            (4, "untracked", "Screw", 8),
        ])

    def test_documents_and_partners_stand_on_the_lines(self):
        motor, _board, _fans, delivery = self.chain()
        lines, _complete = trace_tree.lines(self.env, motor.ids, up=False)
        shipped = next(line for line in lines if line["kind"] == "shipped")
        self.assertEqual(shipped["document"], {"model": "stock.picking", "id": delivery.id, "name": delivery.name})
        self.assertEqual(shipped["partner"], "First Customer")
        lines, _complete = trace_tree.lines(self.env, motor.ids, up=True)
        received = next(line for line in lines if line["kind"] == "received")
        self.assertEqual(received["partner"], "Motor Vendor")

    def test_what_became_of_the_rest(self):
        motor = self.lot(self.motor, "M2")
        self.receive([(motor, 10)], self.stock)
        self.move([(motor, 3)], self.stock, self.bin_a)
        self.deliver([(motor, 2)])
        self.take_back([(motor, 1)])
        self.scrap(motor, 1)
        quant = motor.quant_ids.filtered(lambda quant: quant.location_id == self.bin_a)
        quant.with_context(inventory_mode=True).inventory_quantity = 2
        quant.action_apply_inventory()
        kinds = [(kind, quantity) for _depth, kind, _lot, quantity in self.down(motor)[1:]]
        self.assertEqual(kinds, [
            ("shipped", 2), ("returned", 1), ("scrapped", 1), ("lost", 1), ("stock", 5), ("stock", 2)], kinds)

    def test_moves_inside_and_packing_on_request(self):
        motor = self.lot(self.motor, "M3")
        self.receive([(motor, 5)])
        package = self.env["stock.package"].create({"name": "PK-TRACE"})
        self.move([(motor, 5)], self.stock, self.bin_a)
        self.move([(motor, 5)], self.bin_a, self.bin_a, package)
        below = self.env["psms.trace"].level([{"lot": motor.id}], False, True)[f"lot:{motor.id}"]["nodes"]
        self.assertEqual([node["kind"] for node in below], ["moved", "repacked", "stock"])
        self.assertEqual(below[1]["package"], "PK-TRACE")
        self.assertEqual(below[2]["place"], self.bin_a.complete_name)
        found = self.env["psms.trace"].find("PK-TRACE")["lots"]
        self.assertEqual([lot["id"] for lot in found], motor.ids, "a package means its lots")

    def test_rework_makes_no_endless_tree(self):
        fan = self.lot(self.fan, "F9")
        board = self.lot(self.board, "B9")
        self.receive([(board, 1)])
        self.make([(board, 1)], [(fan, 1)], "TRC/MO/9")
        self.make([(fan, 1)], [(board, 1)], "TRC/UB/9")  # taken apart
        self.make([(board, 1)], [(fan, 1)], "TRC/MO/10")
        lines, complete = trace_tree.lines(self.env, board.ids, up=False)
        self.assertTrue(complete)
        self.assertEqual([line["lot"] for line in lines if line["repeated"]], ["B9", "F9"])
        self.assertEqual(reach.reach(self.env, board.ids).levels, {board.id: 0, fan.id: 1})

    def test_without_lot_nothing_is_certain(self):
        """What came out without a lot is said to be not tracked, and what is below it to be possible (test_possible.py)."""
        motor = self.lot(self.motor, "M5")
        self.receive([(motor, 1)])
        self.make([(motor, 1)], [(self.screw, 7)])
        self.assertEqual(self.down(motor)[1:], [(1, "consumed", "", 1), (2, "untracked", "Screw", 7), (3, "stock", "", 7)])

    def test_summary(self):
        motor, _board, fans, _delivery = self.chain()
        summary = trace_tree.summary(self.env, motor.ids)
        self.assertEqual((summary["made"], summary["origins"]), (3, 0))
        self.assertEqual([each["name"] for each in summary["customers"]], ["First Customer"])
        summary = trace_tree.summary(self.env, fans[0].ids)
        self.assertEqual((summary["made"], summary["origins"]), (0, 2))
        self.assertEqual([each["name"] for each in summary["vendors"]], ["Motor Vendor"])

    def test_search_understands_numbers_transfers_and_products(self):
        motor, board, fans, delivery = self.chain()

        def find(text):
            return [lot["id"] for lot in self.env["psms.trace"].find(text)["lots"]]

        self.assertEqual(find("B1 "), board.ids)
        self.assertEqual(find(delivery.name), fans[0].ids)
        self.assertEqual(set(find("6901234567908")), set(fans.ids))
        self.assertEqual(find("no such number"), [])
        self.assertIn(motor.id, find("M1"))

    def test_limits_are_kept_and_told(self):
        motor, *_rest = self.chain()
        lines, complete = trace_tree.lines(self.env, motor.ids, up=False, most=4)
        self.assertEqual((len(lines), complete), (4, False))
        page = self.env["psms.trace"].level([{"lot": motor.id}], False)[f"lot:{motor.id}"]
        self.assertEqual((len(page["nodes"]), page["total"]), (2, 2))
        page = self.env["psms.trace"].level([{"lot": motor.id}], False, offset=1)[f"lot:{motor.id}"]
        self.assertEqual(([node["kind"] for node in page["nodes"]], page["total"]), (["stock"], 2))

    def test_only_own_companies(self):
        motor, *_rest = self.chain()
        other = self.env["res.company"].create({"name": "Other plant"})
        stranger = new_test_user(
            self.env, login="trace_stranger", groups="psms_base.group_store_keeper", company_id=other.id,
            company_ids=[(6, 0, other.ids)])
        motor.company_id = self.company
        traces = self.env(user=stranger)["psms.trace"]
        self.assertEqual(traces.start(motor.ids)["nodes"], [])
        self.assertEqual(traces.level([{"lot": motor.id}], False), {})

    def test_who_sees_no_stock_sees_no_trace(self):
        motor, *_rest = self.chain()
        seller = new_test_user(self.env, login="trace_seller", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env(user=seller)["psms.trace"].start(motor.ids)
        for user in (self.keeper, self.inspector):
            self.assertEqual(len(self.env(user=user)["psms.trace"].start(motor.ids)["nodes"]), 1)

    def test_opened_from_records(self):
        _motor, _board, fans, delivery = self.chain()
        self.assertEqual(delivery.action_psms_trace()["context"], {"psms_lots": fans[0].ids})
        self.assertEqual(fans.action_psms_trace()["context"], {"psms_lots": fans.ids})
        with self.assertRaises(UserError):
            self.env["stock.picking"].action_psms_trace()

    def test_paper_and_spreadsheet(self):
        motor, *_rest = self.chain()
        document = self.env["psms.document.trace"]
        title, pdf = document._produce(motor.ids, "pdf")
        self.assertEqual(title, "Trace of M1.pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))
        rows = document._document_values(motor)["rows"]
        self.assertEqual(len(rows), len(self.up(motor)) + len(self.down(motor)))
        _title, sheet = document._produce(motor.ids, "xlsx")
        self.assertTrue(sheet.startswith(b"PK"))
        cut = document.with_context(psms_most_lines=3)._document_lines(motor)
        self.assertIn("3", cut[-1]["label"])
