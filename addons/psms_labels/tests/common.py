from odoo.tests import TransactionCase, new_test_user

from odoo.addons.psms_stock.services import code_parser

from ..services.label_print import Job

LONG_NAME = "电饭煲内胆不粘涂层五升家用智能预约多功能大容量蒸煮一体 Rice cooker inner pot with non-stick coating, 5 litres"
HOSTILE = ["^XA^FO0,0^GFA~DG~JA^XZ", "<script>alert(1)</script>", "%s {0.__class__} ${7*7}", "a\r\nb\tc\x1dd", "\u202eنص 😀 قديم",
           "()[]01)(10)", "\\1F_5E>8>:", "'; DROP TABLE stock_lot; --", "x" * 300, " "]


class LabelCommon(TransactionCase):
    """Goods of every kind with awkward names, and the way from a print to what a scanner reads.

    * ``pot``: by lot, GTIN 6901234567892, long Chinese name; its lot ``lot`` L-2611/042(1);
      ``cooker``: by serial number, GTIN; its ``serial`` SN-000001; ``glue``: by lot, no GTIN, Chinese lot ``chinese_lot``
    * ``bin`` (barcode A-01-02-3, with a long path), ``package`` with 24 of ``pot``, named by an SSCC
    * ``template(name)``: a template by the end of its xml id; ``job(template, record, quantity)``
    * ``pixels(pdf)``: pages as images; ``scan(image)``: the readings of all codes in it
    * ``keeper``: store keeper
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company = cls.env.company
        cls.company.write({"psms_gs1_prefix": "690123456", "psms_gln": "6901234500004"})
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "标签测试工厂 Label plant", "code": "LBL"})
        cls.aisle = cls.env["stock.location"].create({
            "name": "一号巷道 原材料高位货架区", "usage": "view", "location_id": cls.warehouse.lot_stock_id.id})
        cls.bin = cls.env["stock.location"].create(
            {"name": "A-01-02-3", "barcode": "A-01-02-3", "location_id": cls.aisle.id})
        cls.pot, cls.cooker, cls.glue = cls.env["product.product"].create([
            {"name": LONG_NAME, "is_storable": True, "barcode": "6901234567892", "default_code": "RC-500-POT", "tracking": "lot"},
            {"name": "电饭煲 Rice cooker", "is_storable": True, "barcode": "6901234567908", "tracking": "serial"},
            {"name": "胶水 Glue", "is_storable": True, "default_code": "GLUE-5", "tracking": "lot"},
        ])
        cls.lot, cls.serial, cls.chinese_lot = cls.env["stock.lot"].create([
            {"name": "L-2611/042(1)", "product_id": cls.pot.id},
            {"name": "SN-000001", "product_id": cls.cooker.id},
            {"name": "批次甲 2026-11 & 1", "product_id": cls.glue.id},
        ])
        cls.package = cls.env["stock.package"].create({"name": "069012345600000015", "shipping_weight": 48})
        cls.env["stock.quant"]._update_available_quantity(
            cls.pot, cls.bin, 24, lot_id=cls.lot, package_id=cls.package)
        cls.package.invalidate_recordset()
        cls.keeper = new_test_user(
            cls.env, login="psms_label_keeper", groups="psms_base.group_store_keeper", password="psms_label_keeper",
            company_id=cls.company.id)

    # === PRINTING === #

    def template(self, name):
        return self.env.ref(f"psms_labels.template_{name}")

    def job(self, template, record, quantity=0, copies=1, start=1):
        return Job(template, [(record, quantity, copies)], start)

    def records_of(self, kind):
        return {
            "product": [(self.pot, 12), (self.cooker, 0), (self.glue, 0)],
            "lot": [(self.lot, 12), (self.serial, 1), (self.chinese_lot, 2.5)],
            "package": [(self.package, 0)],
            "location": [(self.bin, 0)],
        }[kind]

    # === READING BACK === #

    def pixels(self, pdf, dpi=300):
        import pypdfium2

        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
        finally:
            document.close()

    def scan(self, image):
        """What a scanner sends for each code of the image, read by the parser."""
        import zxingcpp

        found = zxingcpp.read_barcodes(image.convert("L"), text_mode=zxingcpp.TextMode.Plain)
        return [code_parser.parse(barcode.symbology_identifier + barcode.text) for barcode in found]
