from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from ..services import correction, duplicates, unique
from .common_truth import StockTruthCommon


class TestUnique(StockTruthCommon):
    """Numbers exist once; a database that holds duplicates is listed, cleaned and then protected."""

    def unprotect(self, kind):
        """The state of a database that was never protected."""
        index, model = unique._index(self.env, kind)
        self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(index.full_name(model))))

    def twin_lots(self, quantities, product=None):
        """Lots of one number, one for each quantity, received one after the other."""
        self.unprotect("lot")
        product = product or self.glue
        lots = self.env["stock.lot"]
        for number, quantity in enumerate(quantities):
            self.received(product, quantity, f"T{number}")
            lots |= lots.search([("name", "=", f"T{number}"), ("product_id", "=", product.id)])
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_lot SET name = 'TWIN' WHERE id = ANY(%s)", [lots.ids])
        lots.invalidate_recordset()
        return lots

    def duplicate(self, kind):
        self.env.flush_all()
        return self.env["psms.stock.duplicate"].with_user(self.supervisor).search([("kind", "=", kind)])

    def test_every_kind_is_protected(self):
        rows = self.env["psms.stock.unique"].with_user(self.supervisor).search([])
        self.assertEqual(rows.mapped("kind"), list(unique.KINDS))
        self.assertTrue(all(rows.mapped("is_protected")))
        with self.assertRaises(AccessError):
            rows.with_user(self.keeper).read(["kind"])

    def test_lot_is_refused_in_words(self):
        lots = self.env["stock.lot"].with_user(self.keeper)
        first = lots.create({"name": "L1", "product_id": self.glue.id})
        with self.assertRaisesRegex(ValidationError, "already has the lot or serial number L1"):
            lots.create({"name": "L1", "product_id": self.glue.id})
        with self.assertRaises(ValidationError):
            lots.create([{"name": "L2", "product_id": self.glue.id}] * 2)
        with self.assertRaises(ValidationError):
            lots.create({"name": "L1", "product_id": self.glue.id, "company_id": self.company.id})
        other = lots.create({"name": "L1", "product_id": self.cooker.id})  # another product
        with self.assertRaises(ValidationError):
            lots.create({"name": "L3", "product_id": self.glue.id}).name = "L1"
        first.name = "L1"  # itself
        self.assertTrue(other)

    def test_duplicates_are_listed_and_protection_waits(self):
        self.twin_lots([1, 2])
        [row] = self.env["psms.stock.unique"].with_user(self.supervisor).search([("kind", "=", "lot")])
        self.assertEqual((row.duplicate_count, row.is_protected), (1, False))
        with self.assertRaisesRegex(UserError, "still duplicates"):
            row.action_protect()
        duplicate = self.duplicate("lot")
        self.assertEqual((duplicate.number, duplicate.count, duplicate.product_id), ("TWIN", 2, self.glue))
        self.assertEqual(len(self.env["stock.lot"].search(duplicate.action_open_records()["domain"])), 2)

    def test_installation_takes_duplicates_quietly(self):
        """What every installation and update does with the index, on a database that holds duplicates."""
        self.twin_lots([1, 2])
        index, model = unique._index(self.env, "lot")
        with self.assertNoLogs(level="WARNING"):
            index.apply_to_database(model)
        self.assertFalse(index.is_made(model))

    def test_merge_keeps_stock_and_history(self):
        keep, other = self.twin_lots([3, 4])
        delivery = self.delivery([(self.glue, 5)])  # reserved from both
        other.message_post(body="from the second")
        wizard = self.env["psms.stock.duplicate.resolve"].with_user(self.supervisor).browse(
            self.duplicate("lot").action_resolve()["res_id"])
        with self.assertRaisesRegex(UserError, "Say in a few words why"):
            wizard.action_apply()
        wizard.reason = "entered twice"
        self.assertIn("now refuses", wizard.action_apply()["params"]["message"])
        self.assertFalse(other.exists())
        quant = self.env["stock.quant"].search([("lot_id", "=", keep.id), ("location_id", "=", self.stock.id)])
        self.assertEqual((quant.quantity, quant.reserved_quantity), (7, 5))
        self.assertEqual(self.env["stock.move.line"].search_count([("lot_id", "=", keep.id), ("state", "=", "done")]), 2)
        self.assertIn("from the second", "".join(keep.message_ids.mapped("body")))
        self.moved(self.glue)
        self.reserved_in_step(self.stock)
        [row] = self.rows("merge")
        self.assertEqual((row.reason, row.lot_id, row.user_id), ("entered twice", keep, self.supervisor))
        self.assertIn("4", row.before)
        self.assertTrue(unique.is_protected(self.env, "lot"))
        delivery.button_validate()
        self.assertEqual(self.on_hand(self.glue), 2)

    def test_two_units_are_not_merged_into_one_serial(self):
        lots = self.twin_lots([1, 1], self.cooker)
        with self.assertRaisesRegex(UserError, "stands for 2 units"):
            duplicates.merge_lots(self.env(user=self.supervisor), lots[0], lots[1], "x")
        protected = duplicates.rename(self.env(user=self.supervisor), "lot", [(lots[1], "TWIN-2")], "two units")
        self.assertTrue(protected)
        self.assertEqual(self.rows("rename").reason, "two units")

    def test_keeper_does_not_merge(self):
        lots = self.twin_lots([1, 1])
        with self.assertRaises(UserError):
            duplicates.merge_lots(self.env(user=self.keeper), lots[0], lots[1], "x")
        with self.assertRaises(UserError):
            duplicates.rename(self.env(user=self.keeper), "lot", [(lots[1], "x")], "x")

    def test_barcodes(self):
        with self.assertRaises(ValidationError):
            self.env["product.product"].create({"name": "Twin", "barcode": "GLUE"})
        with self.assertRaises(ValidationError):
            self.glue.barcode = "BOX-6"  # a packaging
        company = self.env["res.company"].create({"name": "Other plant"})
        own, theirs = self.env["product.product"].create([
            {"name": "Own", "barcode": "SHARED", "company_id": self.company.id},
            {"name": "Theirs", "barcode": "SHARED", "company_id": company.id},
        ])  # each company has its own
        self.env.flush_all()
        self.assertNotEqual(own.barcode_key, theirs.barcode_key)
        own.active = False
        self.env["product.product"].create({"name": "Heir", "barcode": "SHARED", "company_id": self.company.id})
        self.env.flush_all()
        self.assertFalse(self.duplicate("barcode"))

    def test_barcode_duplicates_are_renamed(self):
        self.unprotect("barcode")
        self.env.flush_all()
        self.env.cr.execute("UPDATE product_product SET barcode = 'GLUE', barcode_key = '0/GLUE' WHERE id = %s", [self.cooker.id])
        self.cooker.invalidate_recordset()
        duplicate = self.duplicate("barcode")
        self.assertEqual((duplicate.number, duplicate.count), ("GLUE", 2))
        wizard = self.env["psms.stock.duplicate.resolve"].with_user(self.supervisor).browse(duplicate.action_resolve()["res_id"])
        wizard.reason = "label of another product"
        wizard.line_ids.filtered(lambda line: line.res_id == self.cooker.id).new_number = "COOKER-2"
        wizard.action_apply()
        self.assertEqual(self.cooker.barcode, "COOKER-2")
        self.assertTrue(unique.is_protected(self.env, "barcode"))

    def test_packages_and_locations(self):
        self.env["stock.package"].create({"name": "BOX0001"})
        for model, values in (
            ("stock.package", {"name": "BOX0001"}),
            ("stock.location", {"name": "Shared", "barcode": "SHARED-BIN", "company_id": False}),
        ):
            message = self.in_words(model, [values, values])
            self.assertIn("A scan would not know which one is meant", message)

    def in_words(self, model, values):
        """What a user reads when the database refuses."""
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint(), self.assertLogs("odoo.sql_db", "ERROR"):
            self.env[model].create(values)
            self.env.flush_all()
        return self.env[model]._sql_error_to_message(caught.exception)

    def test_correction_of_a_record_that_is_gone(self):
        lot = self.env["stock.lot"].create({"name": "GONE", "product_id": self.glue.id})
        row = correction.record(self.env, lot, "rename", {"name": "A"}, {"name": "GONE"}, "x")
        lot.unlink()
        with self.assertRaisesRegex(UserError, "not there any more"):
            row.action_open_record()

    def test_serial_entered_by_two_lines_is_one_lot(self):
        picking = self.receipt([(self.glue, 2)])
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create({"product_id": self.glue.id, "quantity": 1, "lot_name": "ONE", "picked": True,
                            "location_id": picking.location_id.id, "location_dest_id": self.stock.id}) for _line in range(2)
        ]
        picking.button_validate()
        self.assertEqual(self.env["stock.lot"].search_count([("name", "=", "ONE"), ("product_id", "=", self.glue.id)]), 1)
