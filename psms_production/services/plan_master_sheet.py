"""The master schedule as a spreadsheet, and forecasts out of one.

A line for each figure of a product: key, product, warehouse, figure, then a column for each week, headed by its Monday. Only
lines whose figure is the forecast (or blank) are read back; an empty cell leaves a week as it is, 0 takes its forecast away.
"""
import io
from collections import defaultdict
from datetime import date, datetime

import openpyxl
from openpyxl.utils import get_column_letter

from odoo.exceptions import UserError

from odoo.addons.psms_base.services import sheet
from odoo.addons.psms_base.services.table import QUANTITY, Column

from .plan_forecast import monday

KEY, PRODUCT, WAREHOUSE, FIGURE, FIRST_WEEK = range(5)


def row_labels(env):
    """What the rows of the grid are called."""
    return {
        "forecast": env._("Forecast"),
        "consumed": env._("Forecast consumed"),
        "left": env._("Forecast left"),
        "orders": env._("Orders"),
        "other": env._("Other demand"),
        "supply": env._("Open supply"),
        "planned": env._("Planned orders"),
        "available": env._("Projected available"),
        "promise": env._("Available to promise"),
    }


# -- out ---------------------------------------------------------------------------------------------------------------


def export_schedule(env, lines, days):
    """:return: the content of an xlsx file"""
    labels = row_labels(env)
    products = {product.id: product.display_name for product in env["product.product"].browse({line.key[0] for line in lines})}
    warehouses = {place.id: place.code for place in env["stock.warehouse"].browse({line.key[1] for line in lines})}
    columns = [
        Column(env._("Key"), lambda row: "@".join(map(str, row[0].key)), width=10),
        Column(env._("Product"), lambda row: products[row[0].key[0]], width=36),
        Column(env._("Warehouse"), lambda row: warehouses[row[0].key[1]], width=12),
        Column(env._("Figure"), lambda row: labels[row[1]], width=22),
        *(Column(day.isoformat(), _reader(number), QUANTITY, width=11) for number, day in enumerate(days)),
    ]
    file = io.BytesIO()
    sheet.write_table(file, env, env._("Master schedule"), columns, [(line, name) for line in lines for name in labels])
    return file.getvalue()


def _reader(number):
    """An empty cell for a week without forecast."""
    return lambda row: row[0].rows[row[1]][number] or (None if row[1] == "forecast" else 0.0)


# -- in ----------------------------------------------------------------------------------------------------------------


def read_forecasts(env, company, content):
    """Read forecasts out of a spreadsheet, all of it or nothing.

    :return: {(product id, warehouse id, Monday): quantity}
    :raises UserError: with every cell that can't be read
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        rows = list(book.active.iter_rows(values_only=True))
    except Exception as error:  # whatever openpyxl meets in a file that is no spreadsheet
        raise UserError(env._(
            "This file can't be read. Use an Excel workbook (.xlsx), best the export of this screen.")) from error
    reader = _Sheet(env, company)
    cells = reader.read(rows)
    if reader.errors:
        shown = reader.errors[:20]
        if len(reader.errors) > len(shown):
            shown.append(env._("and %(count)s more", count=len(reader.errors) - len(shown)))
        raise UserError(env._("Nothing has been imported. Mend these cells and try again:\n%(errors)s", errors="\n".join(shown)))
    if not cells:
        raise UserError(env._("There is no forecast in this file."))
    return cells


class _Sheet:
    def __init__(self, env, company):
        self.env, self.company, self.errors, self.cells = env, company, [], {}
        # In whatever language it was exported.
        self.forecast_labels = {row_labels(env(context=dict(env.context, lang=code)))["forecast"].lower()
                                for code, _name in env["res.lang"].get_installed()}
        places = env["stock.warehouse"].search([("company_id", "=", company.id)])
        self.warehouses = {place.code.strip().lower(): place for place in places}

    def fault(self, row, column, text):
        self.errors.append(self.env._(
            "Row %(row)s, column %(column)s: %(fault)s", row=row, column=get_column_letter(column + 1), fault=text))

    def read(self, rows):
        weeks = self._weeks(rows[0] if rows else ())
        wanted = [(number, row) for number, row in enumerate(rows[1:], start=2)
                  if any(value not in (None, "") for value in row) and self._is_forecast(row)]
        products = self._products([row for _number, row in wanted])
        for number, row in wanted:
            place = self._place(number, row, products)
            for column, week in weeks.items():
                self._cell(number, column, week, row[column] if column < len(row) else None, place)
        return self.cells

    def _weeks(self, header):
        """{column: Monday} of the header."""
        found = {}
        for column, value in enumerate(header):
            if column < FIRST_WEEK or value in (None, ""):
                continue
            day = _day(value)
            if not day:
                self.fault(1, column, self.env._(
                    "“%(value)s” is no date. A week is headed by its Monday, like 2026-05-04.", value=value))
            elif monday(day) in found.values():
                self.fault(1, column, self.env._("the week of %(value)s is there twice.", value=day.isoformat()))
            else:
                found[column] = monday(day)
        if not found and not self.errors:
            self.fault(1, FIRST_WEEK, self.env._("the header has no weeks."))
        return found

    def _is_forecast(self, row):
        figure = str(_at(row, FIGURE) or "").strip().lower()
        return not figure or figure in self.forecast_labels

    def _products(self, rows):
        """{text: products} by code, barcode, name and "[code] name", all read at once."""
        texts = {str(_at(row, PRODUCT) or "").strip() for row in rows} - {""}
        Product = self.env["product.product"]
        codes = {text[1:].split("]")[0] for text in texts if text.startswith("[") and "]" in text}
        names = {text.split("]", 1)[1].strip() for text in texts if text.startswith("[") and "]" in text}
        found = Product.search([
            ("is_storable", "=", True), ("company_id", "in", [False, self.company.id]),
            "|", "|", ("default_code", "in", list(texts | codes)), ("barcode", "in", list(texts)),
            ("name", "in", list(texts | names))])
        by_text = defaultdict(Product.browse)
        for product in found:
            for text in {product.default_code, product.barcode, product.name, product.display_name} - {False, None}:
                by_text[text] |= product
        self.known = self.env["product.product"].browse(
            {number for row in rows if (number := _key(_at(row, KEY)))}).exists().filtered(
                lambda product: product.company_id in (product.company_id.browse(), self.company))
        return by_text

    def _place(self, number, row, products):
        """(product id, warehouse id) of a line; without a key by its texts."""
        key = _at(row, KEY)
        if key not in (None, ""):
            product = self.known.filtered(lambda product: product.id == _key(key))
            if not product:
                self.fault(number, KEY, self.env._("there is no product with the key “%(value)s”.", value=key))
        else:
            text = str(_at(row, PRODUCT) or "").strip()
            product = products[text]
            if len(product) != 1:
                self.fault(number, PRODUCT, self.env._("several products are called “%(value)s”. Use the code.", value=text)
                           if product else self.env._("there is no product “%(value)s”.", value=text))
        code = str(_at(row, WAREHOUSE) or "").strip()
        warehouse = self.warehouses.get(code.lower()) if code else next(iter(self.warehouses.values()), None)
        if not warehouse:
            self.fault(number, WAREHOUSE, self.env._("there is no warehouse with the short name “%(value)s”.", value=code))
        return (product.id, warehouse.id) if len(product) == 1 and warehouse else None

    def _cell(self, number, column, week, value, place):
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        try:
            quantity = float(value if not isinstance(value, (bool, date)) else "")
        except ValueError:
            quantity = -1.0
        if not 0 <= quantity < 1e12:
            self.fault(number, column, self.env._("“%(value)s” is no quantity.", value=value))
        elif place and (*place, week) in self.cells:
            self.fault(number, column, self.env._("this product, warehouse and week is there twice."))
        elif place:
            self.cells[(*place, week)] = quantity


def _at(row, column):
    return row[column] if column < len(row) else None


def _key(value):
    """The product of a key like 12@1."""
    text = str(value or "").split("@")[0].strip()
    return int(text) if text.isdigit() else None


def _day(value):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None
