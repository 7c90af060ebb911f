from datetime import timedelta

from odoo.fields import Date, Domain
from odoo.tests import tagged

from odoo.addons.psms_trace.services import epcis

from .test_epcis import EpcisCommon


@tagged("post_install", "-at_install")
class TestEpcisErrors(EpcisCommon):
    """Transfers corrected after they were done: what was told of them before is withdrawn."""

    def setUp(self):
        super().setUp()
        self.motor_lot = self.lot(self.motor, "M1")
        self.receipt = self.receive([(self.motor_lot, 10), (self.screw, 7)])
        self.set_dates(self.receipt.move_line_ids, "2026-03-01 08:00:00")
        self.moments = 0

    def correct(self, line, **values):
        """By the supervisor, each time in a transaction of its own: the book has the moment of that."""
        known = self.env["psms.stock.correction"].search([])
        line.with_user(self.supervisor).write(values)
        self.env.flush_all()
        self.moments += 1
        for row in self.env["psms.stock.correction"].search([]) - known:
            self.env.cr.execute(
                "UPDATE psms_stock_correction SET create_date = create_date + %s WHERE id = %s",
                [timedelta(minutes=self.moments), row.id])
        self.env.invalidate_all()

    def told(self, records=None):
        """``(events that stand, events withdrawn)``, all valid."""
        events = self.events(records or self.receipt)
        return [event for event in events if "errorDeclaration" not in event], \
            [event for event in events if "errorDeclaration" in event]

    def line(self, product):
        return self.receipt.move_line_ids.filtered(lambda line: line.product_id == product)

    def test_quantity(self):
        [first], withdrawn = self.told()
        self.assertFalse(withdrawn)
        self.correct(self.line(self.motor), quantity=8)
        [now], [old] = self.told()
        self.assertEqual(now["quantityList"][0]["quantity"], 8)
        error = old.pop("errorDeclaration")
        self.assertEqual(old, first, "word for word what was told, with its identifier")
        self.assertEqual((error["reason"], error["correctiveEventIDs"]), ("incorrect_data", [now["eventID"]]))
        self.assertRegex(error["declarationTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$")

    def test_twice(self):
        told = [self.told()[0][0]]
        for quantity in (8, 9):
            self.correct(self.line(self.motor), quantity=quantity)
            told.append(self.told()[0][0])
        [now], withdrawn = self.told()
        self.assertEqual(now, told[2])
        chain = {event["eventID"]: event["errorDeclaration"]["correctiveEventIDs"] for event in withdrawn}
        self.assertEqual(chain, {told[0]["eventID"]: [told[1]["eventID"]], told[1]["eventID"]: [told[2]["eventID"]]})

    def test_never_happened(self):
        receipt = self.receive([(self.motor_lot, 3)])
        [first], _none = self.told(receipt)
        self.correct(receipt.move_line_ids, quantity=0)
        standing, [old] = self.told(receipt)
        self.assertFalse(standing)
        self.assertEqual(old["eventID"], first["eventID"])
        self.assertEqual(old["errorDeclaration"]["reason"], "did_not_occur")
        self.assertNotIn("correctiveEventIDs", old["errorDeclaration"])

    def test_other_lot(self):
        [first], _none = self.told()
        self.correct(self.line(self.motor), lot_id=self.lot(self.motor, "M2").id)
        [now], [old] = self.told()
        self.assertIn("/10/M1", str(old["quantityList"]))
        self.assertIn("/10/M2", str(now["quantityList"]))
        self.assertEqual(old["eventID"], first["eventID"])
        self.assertIn(old["eventID"], [event["eventID"] for event in self.events(self.motor_lot)] or [old["eventID"]])

    def test_other_place(self):
        """The document falls into two events: what lies where it was said, and what does not."""
        [first], _none = self.told()
        self.correct(self.line(self.motor), location_dest_id=self.bin_a.id)
        standing, [old] = self.told()
        self.assertEqual(len(standing), 2)
        self.assertEqual(old["eventID"], first["eventID"])
        self.assertCountEqual(old["errorDeclaration"]["correctiveEventIDs"], [event["eventID"] for event in standing])

    def test_line_added(self):
        [first], _none = self.told()
        known = self.env["psms.stock.correction"].search([])
        self.env["stock.move.line"].with_user(self.supervisor).create({
            **self._goods(self.lot(self.motor, "M9")), "move_id": self.line(self.motor).move_id.id, "quantity": 1,
            "location_id": self.suppliers.id, "location_dest_id": self.stock.id, "picking_id": self.receipt.id,
        })
        self.assertEqual((self.env["psms.stock.correction"].search([]) - known).mapped("action"), ["done_line"])
        self.set_dates(self.receipt.move_line_ids, "2026-03-01 08:00:00")
        [now], [old] = self.told()
        self.assertIn("/10/M9", str(now["quantityList"]))
        self.assertEqual(old["eventID"], first["eventID"])

    def test_earlier_date(self):
        receipt = self.receive([(self.motor_lot, 3)])
        [first], _none = self.told(receipt)
        receipt.with_user(self.supervisor).date_done = receipt.date_done - timedelta(days=2)
        self.env.flush_all()
        self.env.invalidate_all()
        [now], [old] = self.told(receipt)
        self.assertLess(now["eventTime"], first["eventTime"])
        self.assertEqual(old["eventID"], first["eventID"])

    def test_production(self):
        board = self.lot(self.board, "B1")
        used, _made = self.make([(self.motor_lot, 4)], [(board, 2)])
        [first] = [event for event in self.events(board) if event["type"] == "TransformationEvent"]
        self.correct(used, quantity=3)
        events = [event for event in self.events(board) if event["type"] == "TransformationEvent"]
        [old] = [event for event in events if "errorDeclaration" in event]
        [now] = [event for event in events if "errorDeclaration" not in event]
        self.assertEqual(now["inputQuantityList"][0]["quantity"], 3)
        self.assertEqual({**old, "errorDeclaration": None}, {**first, "errorDeclaration": None})

    def test_return_withdraws_nothing(self):
        delivery = self.deliver([(self.motor_lot, 2)])
        self.take_back([(self.motor_lot, 2)])
        self.assertFalse([event for event in self.events(self.motor_lot) + self.events(delivery) if "errorDeclaration" in event])

    def test_who_fetches_day_by_day_is_told(self):
        """The receipt is of March; its correction of today stands in the events of today."""
        self.correct(self.line(self.motor), quantity=8)
        today = Date.context_today(self.env["stock.lot"])
        domain = epcis.period(self.env, self.company, Date.subtract(today, days=1), Date.add(today, days=1))
        lines = self.env["stock.move.line"].search(domain & Domain("picking_id", "=", self.receipt.id))
        self.assertEqual(lines, self.line(self.motor))
        document = epcis.document(self.env, self.company, domain & Domain("picking_id", "=", self.receipt.id))
        self.assertEqual([bool(event.get("errorDeclaration")) for event in document["epcisBody"]["eventList"]], [True, False])

    def test_statements(self):
        """Corrections are read in bulk, and where there are none nothing but the question is added."""
        receipts = self.receipt
        for index in range(10):
            receipts |= self.receive([(self.lot(self.motor, f"N{index}"), 5)])
        counts = []
        for corrected in (1, 10):
            for receipt in receipts[1:corrected + 1]:
                self.correct(receipt.move_line_ids, quantity=receipt.move_line_ids.quantity - 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            epcis.document(self.env, self.company, Domain("picking_id", "in", receipts.ids))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 5, counts)
