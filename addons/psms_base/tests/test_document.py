import io
from unittest.mock import patch

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError, MissingError
from odoo.tests import HttpCase, tagged

from odoo.addons.psms_base.models.psms_document import PsmsDocument
from odoo.addons.psms_base.models.psms_document_roles import PsmsDocumentRoles
from odoo.addons.psms_base.services import table
from odoo.addons.psms_base.services.table import Column

from .common import PsmsCommon

FORMULA = '=HYPERLINK("http://example.com","x")'


class TestDocument(PsmsCommon):
    def setUp(self):
        super().setUp()
        self.document = self.as_role("administrator")["psms.document.roles"]

    def pdf(self, records, document=None):
        name, content = (document or self.document)._produce(records.ids, "pdf")
        reader = PdfReader(io.BytesIO(content))
        return name, reader, " ".join(self.words(page) for page in reader.pages)

    def words(self, page):
        """Return the text of a page with plain spaces: fonts decide which space a PDF holds."""
        return " ".join(page.extract_text().split())

    def sheet(self, records):
        name, content = self.document._produce(records.ids, "xlsx")
        return name, load_workbook(io.BytesIO(content)).active

    def test_pdf(self):
        self.users["planner"].name = "王小明"
        name, reader, text = self.pdf(self.users["planner"])
        self.assertEqual(name, "Users and roles.pdf")
        self.assertEqual(len(reader.pages), 1)
        for part in ("Users and roles", self.company.name, "psms_planner", "王小明", "Planner", "1 / 1"):
            self.assertIn(part, text)

    def test_pages_are_numbered_and_headed(self):
        users = self.env["res.users"].create([{"name": f"Worker {i}", "login": f"w{i}"} for i in range(60)])
        _name, reader, _text = self.pdf(users)
        self.assertGreater(len(reader.pages), 1)
        for number, page in enumerate(reader.pages, start=1):
            text = self.words(page)
            self.assertIn(f"{number} / {len(reader.pages)}", text)
            self.assertIn(self.company.name, text)
            self.assertIn("Login", text, "the heading of the table is repeated")

    def test_table_fits_the_page(self):
        _name, reader, _text = self.pdf(self.users["administrator"])  # holds many roles: a long cell
        page = reader.pages[0]
        starts = []
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: starts.append(cm[4] + cm[0] * tm[4]))
        self.assertGreater(len(starts), 5)
        self.assertLess(max(starts), float(page.mediabox.width) - 30)

    def test_paper(self):
        self.company.psms_document_paper = "A5"
        _name, reader, _text = self.pdf(self.users["planner"])
        self.assertEqual([round(float(side)) for side in reader.pages[0].mediabox[2:]], [420, 595])

    def test_language_of_documents(self):
        chinese = self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search([("name", "=", "psms_base")])._update_translations(["zh_CN"])
        self.company.psms_document_lang_id = chinese
        name, _reader, text = self.pdf(self.users["planner"])
        self.assertEqual(name, "用户与角色.pdf")
        for part in ("登录名", "计划员", "打印"):
            self.assertIn(part, text)

    def test_nothing_is_fetched(self):
        self.users["planner"].name = '<img src="file:///etc/hostname"/><img src="http://127.0.0.1:1/"/>'
        with patch("urllib.request.OpenerDirector.open", side_effect=AssertionError("fetched")):
            _name, _reader, text = self.pdf(self.users["planner"])
        self.assertIn("file:///etc/hostname", text.replace(" ", ""), "markup in data is printed as text")

    def test_spreadsheet(self):
        planner = self.users["planner"]
        planner.write({"name": FORMULA, "tz": "Asia/Shanghai"})
        self.env["res.users.log"].create({"create_uid": planner.id})
        name, sheet = self.sheet(planner + self.users["operator"])
        self.assertEqual(name, "Users and roles.xlsx")
        self.assertEqual([cell.value for cell in sheet[1]], ["Name", "Login", "Roles", "Last login"])
        self.assertEqual(sheet["A2"].value, FORMULA)
        self.assertEqual(sheet["A2"].data_type, "s", "a formula in data stays text")
        self.assertEqual(sheet["B3"].value, "psms_operator")
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:D3")

    def test_column_types(self):
        partner = self.env["res.partner"].create({"name": "Typed", "color": 3})
        moment = partner.create_date.replace(microsecond=0)
        self.env.user.tz = "Asia/Shanghai"

        def columns(document, records):
            return [
                Column("Name", "name"), Column("Parent", "parent_id.name"), Column("Kind", "type"),
                Column("Count", "color", table.INTEGER),
                Column("Quantity", lambda line: 1234.50, table.QUANTITY),
                Column("Money", lambda line: 1234.5, table.MONEY),
                Column("Share", lambda line: 0.125, table.PERCENT),
                Column("Day", lambda line: moment.date(), table.DATE),
                Column("Moment", lambda line: moment, table.DATETIME),
                Column("Zero", lambda line: 0.0, table.QUANTITY),
            ]

        with (
            patch.object(PsmsDocumentRoles, "_document_columns", columns),
            patch.object(PsmsDocumentRoles, "_document_model", "res.partner"),
        ):
            _name, sheet = self.sheet(partner)
            _name, _reader, text = self.pdf(partner)
        values = [cell.value for cell in sheet[2]]
        self.assertEqual(values[:7], ["Typed", None, "Contact", 3, 1234.5, 1234.5, 0.125])
        self.assertEqual(values[7].date(), moment.date())
        self.assertEqual(values[9], 0)
        for part in ("Contact", "1,234.5", "1,234.50", "12.5 %"):
            self.assertIn(part, text)

    def test_empty_list(self):
        with patch.object(PsmsDocument, "_document_lines", lambda self, records: records.browse()):
            _name, _reader, text = self.pdf(self.users["planner"])
            _name, sheet = self.sheet(self.users["planner"])
        self.assertIn("Nothing to print.", text)
        self.assertEqual(sheet.max_row, 1)

    def test_access(self):
        planner = self.users["planner"]
        with self.assertRaises(AccessError):
            self.as_role("manager")["psms.document.roles"]._produce(planner.ids, "pdf")
        with self.assertRaises(MissingError):
            self.document._produce(planner.ids, "html")
        with self.assertRaises(MissingError):
            self.document._produce([2**31 - 1], "pdf")
        with self.assertRaises(MissingError):
            self.document._produce([], "pdf")

    def test_records_of_another_company_are_refused(self):
        other = self.env["res.partner"].create({"name": "Secret", "company_id": self.second_company.id})
        with patch.object(PsmsDocumentRoles, "_document_model", "res.partner"), self.assertRaises(AccessError):
            self.document._produce(other.ids, "pdf")


@tagged("post_install", "-at_install")
class TestDocumentRoute(HttpCase, PsmsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.password = user.login

    def get(self, path, role="administrator"):
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(f"/psms/document/{path}")

    def test_served(self):
        planner = self.users["planner"]
        response = self.get(f"roles/{planner.id}")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))
        response = self.get(f"roles/{planner.id},{self.users['operator'].id}?format=xlsx")
        self.assertIn("Users%20and%20roles.xlsx", response.headers["Content-Disposition"])
        self.assertTrue(response.content.startswith(b"PK"))
        action = self.env["psms.document.roles"]._document_action(planner, "xlsx")
        self.assertEqual(action["url"], f"/psms/document/roles/{planner.id}?format=xlsx")

    def test_refused(self):
        planner = self.users["planner"]
        self.assertEqual(self.get(f"roles/{planner.id}", "planner").status_code, 403)
        for path in ("nothing/1", f"roles/{planner.id}?format=exe", "roles/1;drop", "roles/2147483647", "roles/-1"):
            self.assertEqual(self.get(path).status_code, 404, path)
        self.logout()
        response = self.url_open(f"/psms/document/roles/{planner.id}", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_print_menu(self):
        actions = self.env["res.users"].with_user(self.users["administrator"]).get_views([(False, "list")], {"toolbar": True})
        names = [action["name"] for action in actions["views"]["list"]["toolbar"]["action"]]
        self.assertIn("Print users and roles", names)
        action = self.env.ref("psms_base.action_print_roles").with_user(self.users["administrator"])
        result = action.with_context(active_model="res.users", active_ids=[self.users["planner"].id]).run()
        self.assertEqual(result["type"], "ir.actions.act_url")
