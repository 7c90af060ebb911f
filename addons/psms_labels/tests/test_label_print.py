from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged

from ..services.label_print import MAX_LABELS
from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelPrint(LabelCommon):
    """From a record to a print, as a store keeper does it."""

    def open(self, records, **context):
        action = records.with_user(self.keeper).with_context(**context).action_psms_print_labels()
        self.assertEqual(action["res_model"], "psms.label.print")
        return self.env["psms.label.print"].with_user(self.keeper).browse(action["res_id"])

    def test_every_kind_opens(self):
        zone = self.env["psms.stock.zone"].create({
            "name": "Bulk", "code": "BK", "warehouse_id": self.warehouse.id, "top_location_ids": [(4, self.bin.id)]})
        for records, kind in [(self.pot, "product"), (self.pot.product_tmpl_id, "product"), (self.lot | self.serial, "lot"),
                              (self.package, "package"), (self.bin, "location"), (zone, "location")]:
            wizard = self.open(records)
            self.assertEqual(wizard.kind, kind)
            self.assertTrue(wizard.preview)
            self.assertEqual(wizard.template_id.kind, kind)
            self.assertEqual(wizard.label_count, len(wizard.line_ids))
            name, content = wizard._produce("pdf")
            self.assertTrue(name.endswith(".pdf") and content.startswith(b"%PDF"))

    def test_bins_come_in_walking_order(self):
        bins = self.env["stock.location"].create([
            {"name": name, "barcode": name, "location_id": self.aisle.id} for name in ("W-1", "W-2", "W-3")])
        for location, order in zip(bins, (30, 10, 20)):
            location.walk_order = order
        self.assertEqual(self.open(bins).line_ids.location_id.mapped("name"), ["W-2", "W-3", "W-1"])

    def test_receipt_prints_its_lots_with_quantities(self):
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
            "move_ids": [(0, 0, {
                "product_id": self.pot.id, "product_uom_qty": 30, "product_uom": self.pot.uom_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id})],
        })
        with self.assertRaises(UserError):
            picking.action_psms_print_labels()
        picking.action_confirm()
        self.assertEqual(self.open(picking).kind, "product", "before lots are known")
        move = picking.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [(0, 0, {
            "product_id": self.pot.id, "lot_id": lot.id, "quantity": quantity, "picking_id": picking.id,
            "location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id,
        }) for lot, quantity in [
            (self.lot, 10), (self.lot, 8),
            (self.env["stock.lot"].create({"name": "L-2", "product_id": self.pot.id}), 12)]]
        wizard = self.open(picking)
        self.assertEqual([(line.lot_id.name, line.quantity) for line in wizard.line_ids],
                         [("L-2611/042(1)", 18), ("L-2", 12)])

    def test_copies_start_and_notes(self):
        wizard = self.open(self.lot | self.serial | self.chinese_lot)
        with Form(wizard) as form:
            form.copies = 10
            form.template_id = self.template("lot_sheet")
            form.start = 20
            self.assertEqual((form.label_count, form.page_count), (30, 3))
            self.assertIn("GS1", form.note, "the lot with a Chinese name gets our own code")
        self.assertEqual(len(self.pixels(wizard._produce("pdf")[1], dpi=50)), 3)
        with self.assertRaisesRegex(UserError, "sheet"):
            wizard.action_zpl()
        wizard.line_ids.copies = 0
        with self.assertRaisesRegex(UserError, "nothing to print"):
            wizard.action_pdf()
        wizard.line_ids[0].copies = MAX_LABELS + 1
        with self.assertRaisesRegex(UserError, "too many"):
            wizard.action_pdf()

    def test_bars_that_do_not_fit_are_refused_in_words(self):
        template = self.template("lot_60x40").copy({"linear_code": "gs1_128"})
        job = self.job(template, self.lot)
        (reading,) = self.scan(self.pixels(job.pdf())[0])
        self.assertEqual((reading.symbology, reading.lot), ("]d2", self.lot.name), "the square code is left")
        self.assertIn("too wide", job.note_texts()[0])
        template.matrix_code = "none"
        job = self.job(template, self.lot)
        with self.assertRaisesRegex(UserError, "Choose a larger label"):
            job.pdf()
        self.assertIsNone(job.preview())
        self.assertIn("mm", job.note_texts()[0])

    def test_templates_are_checked(self):
        template = self.template("product_100x60")
        for values in ({"width": 5}, {"height": 900}, {"is_sheet": True, "columns": 9}, {"is_sheet": True, "rows": 0},
                       {"text_ids": [(0, 0, {"source": "zone"})]}):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.cr.savepoint():
                template.copy().write(values)
        for example in self.env["psms.label.template"].search([]):
            self.assertTrue(example.preview, example.name)
            self.assertFalse(example.preview_note, example.name)

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.template("product_100x60").with_user(self.keeper).width = 90
        wizard = self.open(self.pot)
        other = self.keeper.copy({"login": "psms_label_other"})
        with self.assertRaises(AccessError):
            wizard.with_user(other).check_access("read")

    def test_thousands_are_printed_in_the_background(self):
        wizard = self.open(self.bin | self.aisle)
        wizard.line_ids[0].copies = 1500
        wizard.line_ids[1].copies = 0
        wizard.template_id = self.template("location_sheet")
        action = wizard.action_pdf()
        self.assertEqual((action["tag"], action["params"]["run"]["state"]), ("psms_job", "queued"))
        self.assertEqual(action["params"]["next"], wizard._download("pdf"))
        wizard.action_pdf()
        self.assertEqual(self.env["queue.job"].search_count([("identity_key", "=", wizard._job_key())]), 1)
        self.assertEqual(wizard.state, "queued")
        noted = []
        with patch.object(type(wizard), "_note", lambda self, **values: noted.append(values)):
            wizard._execute()
            self.env.cr.postcommit.run()
        self.assertEqual([noted[0], noted[-1]], [{"state": "running", "progress": 0}, {"state": "done", "progress": 100}])
        wizard.state = "done"
        wizard.invalidate_recordset()
        with patch.object(type(wizard), "_content", side_effect=AssertionError("made again")):
            name, content = wizard._produce("pdf")
        self.assertTrue(name.endswith(".pdf") and content.startswith(b"%PDF"))
        wizard._execute()
        self.assertEqual(wizard.state, "done", "a job that runs twice does nothing the second time")

    def test_a_print_that_fails_in_the_background_says_why(self):
        wizard = self.open(self.lot)
        wizard.template_id = self.template("lot_60x40").copy({"linear_code": "gs1_128", "matrix_code": "none"})
        wizard.line_ids.copies = 1500
        wizard.write({"state": "queued", "form": "pdf"})
        noted = []
        with patch.object(type(wizard), "_note", lambda self, **values: noted.append(values)):
            wizard._execute()
        self.assertEqual(noted[-1]["state"], "failed")
        self.assertIn("Choose a larger label", noted[-1]["message"])

    def test_many_bins_in_few_queries(self):
        bins = self.env["stock.location"].create([
            {"name": f"Q-{number:04}", "barcode": f"Q-{number:04}", "location_id": self.aisle.id} for number in range(200)])
        wizard = self.open(bins)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            wizard._produce("pdf")

    def test_wrong_barcodes_are_warned_of(self):
        for barcode, wrong in [("6901234567922", False), ("6901234567893", True), ("OWN-1", False), (False, False)]:
            self.glue.barcode = barcode
            self.assertEqual(bool(self.glue.psms_barcode_note), wrong)
            self.assertEqual(bool(self.glue.product_tmpl_id.psms_barcode_note), wrong)


@tagged("post_install", "-at_install")
class TestLabelDownload(LabelCommon, HttpCase):
    """The address behind the buttons."""

    def test_download(self):
        action = self.lot.with_user(self.keeper).action_psms_print_labels()
        wizard = self.env["psms.label.print"].with_user(self.keeper).browse(action["res_id"])
        self.authenticate("psms_label_keeper", "psms_label_keeper")
        pdf = self.url_open(wizard.action_pdf()["url"])
        self.assertEqual((pdf.status_code, pdf.headers["Content-Type"]), (200, "application/pdf"))
        (reading,) = self.scan(self.pixels(pdf.content)[0])
        self.assertEqual(reading.lot, self.lot.name)
        zpl = self.url_open(wizard.action_zpl()["url"])
        self.assertTrue(zpl.text.startswith("^XA"))
        self.assertIn("attachment", zpl.headers["Content-Disposition"])
        for path in (f"/psms/labels/{wizard.id}/exe", "/psms/labels/999999999/pdf"):
            self.assertEqual(self.url_open(path).status_code, 404)
