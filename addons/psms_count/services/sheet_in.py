"""Read counted quantities out of the spreadsheet of a count: all of it, or nothing and every reason."""

import io
from datetime import date

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Domain

from . import buckets, enter
from .buckets import Bucket

SHOWN = 20
REQUIRED = ("bin", "product", "counted")


def labels(env):
    """Headings of the sheet; read in whatever installed language they are in."""
    return {
        "line": env._("Line"),
        "bin": env._("Bin"),
        "product": env._("Product"),
        "lot": env._("Lot/Serial Number"),
        "package": env._("Package"),
        "unit": env._("Unit"),
        "counted": env._("Counted"),
        "note": env._("Note"),
    }


def import_sheet(count, content, by=None):
    """Enter what a sheet says was counted.

    :return: the number of lines
    :raises UserError: with every row that can't be read
    """
    env = count.env
    rows = _rows(env, content)
    reader = _Reader(count, by or env.user)
    entries = reader.read(rows)
    if reader.errors:
        shown = reader.errors[:SHOWN]
        if len(reader.errors) > SHOWN:
            shown.append(env._("and %(count)s more", count=len(reader.errors) - SHOWN))
        raise UserError(env._("Nothing has been imported. Mend these rows and try again:\n%(errors)s", errors="\n".join(shown)))
    if not entries:
        raise UserError(env._("No quantity has been entered in this file."))
    known = [(line, quantity) for line, quantity, _note, _bucket in entries if line]
    if known:
        enter.enter(env, known, by=by)
    for line, quantity, note, bucket in entries:
        if not line:
            line = _found(count, bucket, quantity, by)
        if note:
            line.note = note
    return len(entries)


def _found(count, bucket, quantity, by):
    env = count.env
    return enter.found(
        count, env["stock.location"].browse(bucket.location_id), env["product.product"].browse(bucket.product_id), quantity,
        lot=env["stock.lot"].browse(bucket.lot_id or []), package=env["stock.package"].browse(bucket.package_id or []), by=by)


def _rows(env, content):
    """Cells with their kind, so that a formula is seen as one."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return [list(row) for row in book.active.iter_rows()]
    except Exception as error:  # whatever openpyxl meets in a file that is no spreadsheet
        raise UserError(env._(
            "This file can't be read. Use an Excel workbook (.xlsx), best the export of this count.")) from error


class _Reader:
    def __init__(self, count, by):
        self.count, self.env, self.by, self.errors = count, count.env, by, []
        self.lines = {line.id: line for line in count.line_ids}
        self.by_bucket = {buckets.bucket_of(line): line for line in count.line_ids}
        self.columns = {}

    def fault(self, number, text):
        self.errors.append(self.env._("Row %(row)s: %(fault)s", row=number, fault=text))

    def read(self, rows):
        """Return ``[(line or nothing, quantity, note, bucket)]`` of the rows with a quantity."""
        self._header(rows[0] if rows else [])
        if self.errors:
            return []
        filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if self._is_filled(number, row)]
        self._look_up([row for _number, row in filled])
        entries, seen = [], set()
        for number, row in filled:
            entry = self._entry(number, row)
            if not entry:
                continue
            if entry[3] in seen:
                self.fault(number, self.env._("these goods are there twice."))
            seen.add(entry[3])
            entries.append(entry)
        return entries

    def _header(self, row):
        names = {}
        for code, _name in self.env["res.lang"].get_installed():
            for name, label in labels(self.env(context=dict(self.env.context, lang=code))).items():
                names[label.lower()] = name
        for index, cell in enumerate(row):
            if name := names.get(str(cell.value or "").strip().lower()):
                self.columns[name] = index
        for name in REQUIRED:
            if name not in self.columns:
                self.fault(1, self.env._("there is no column “%(label)s”.", label=labels(self.env)[name]))

    def _is_filled(self, number, row):
        cell = self._cell(row, "counted")
        if any(cell is not None and cell.data_type == "f" for cell in row):
            self.fault(number, self.env._("a cell is a formula. Paste it as a value."))
            return False
        return cell is not None and cell.value not in (None, "")

    def _cell(self, row, name):
        index = self.columns.get(name)
        return row[index] if index is not None and index < len(row) else None

    def _text(self, row, name):
        cell = self._cell(row, name)
        value = cell.value if cell is not None else None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def _look_up(self, rows):
        """Bins, products, lots and packages by what people write, all read at once."""
        env, company = self.env, self.count.company_id
        texts = {name: {self._text(row, name) for row in rows} - {""} for name in ("bin", "product", "lot", "package")}
        bins = list(texts["bin"])
        self.bins = _index(env["stock.location"].search([
            ("warehouse_id", "=", self.count.warehouse_id.id),
            "|", "|", ("complete_name", "in", bins), ("barcode", "in", bins), ("name", "in", bins)]),
            "display_name", "complete_name", "barcode", "name")
        codes = {text[1:].split("]")[0] for text in texts["product"] if text.startswith("[") and "]" in text}
        names = {text.split("]", 1)[1].strip() for text in texts["product"] if text.startswith("[") and "]" in text}
        products = env["product.product"].search(
            Domain("company_id", "in", [False, company.id]) & Domain("is_storable", "=", True) & (
                Domain("default_code", "in", list(texts["product"] | codes)) | Domain("barcode", "in", list(texts["product"]))
                | Domain("name", "in", list(texts["product"] | names))
                | Domain("id", "in", self.count.line_ids.product_id.ids)))
        self.products = _index(products, "display_name", "default_code", "barcode", "name")
        self.lots = env["stock.lot"].search([("name", "in", list(texts["lot"])), ("company_id", "in", [False, company.id])])
        self.lots = {(lot.product_id.id, lot.name): lot for lot in self.lots}
        packages = env["stock.package"].search([("name", "in", list(texts["package"]))])
        self.packages = _index(packages, "name")

    def _one(self, number, row, name, index):
        text = self._text(row, name)
        found = index.get(text.lower())
        if not text:
            return None
        if not found or len(found) > 1:
            label = labels(self.env)[name]
            self.fault(number, self.env._(
                "%(label)s “%(text)s” is not unique. Use the code or the full name.", label=label, text=text,
            ) if found else self.env._("%(label)s “%(text)s” is unknown.", label=label, text=text))
            return False
        return found

    def _entry(self, number, row):
        quantity = self._quantity(number, row)
        line = self._line(number, row)
        if quantity is None or line is False:
            return None
        bucket = self._bucket(number, row, line)
        if not bucket:
            return None
        line = line or self.by_bucket.get(bucket)
        if line and (reason := enter.refusal(line, quantity, self.by)):
            self.fault(number, reason)
        return line, quantity, self._text(row, "note"), bucket

    def _quantity(self, number, row):
        value = self._cell(row, "counted").value
        try:
            quantity = float("" if isinstance(value, (bool, date)) else str(value).strip())
        except ValueError:
            quantity = -1.0
        if not 0 <= quantity < enter.MOST:
            self.fault(number, self.env._("“%(value)s” is no quantity.", value=value))
            return None
        return quantity

    def _line(self, number, row):
        """The line that the row names, None without a number, False with a wrong one."""
        text = self._text(row, "line")
        if not text:
            return None
        line = self.lines.get(int(text)) if text.isdecimal() else None
        if not line:
            self.fault(number, self.env._("line %(line)s is not in %(count)s.", line=text, count=self.count.name))
        return line or False

    def _bucket(self, number, row, line):
        """What the row says lies where; of a numbered line it must be what that line is for."""
        if line and line.kind == "empty":
            place = self._one(number, row, "bin", self.bins)
            if place and place != line.location_id:
                self._moved(number, line)
            return place == line.location_id and buckets.bucket_of(line)
        parts = [self._one(number, row, "bin", self.bins), self._one(number, row, "product", self.products)]
        for name, part in zip(("bin", "product"), parts, strict=True):
            if part is None:
                self.fault(number, self.env._("%(label)s is missing.", label=labels(self.env)[name]))
        if not all(parts):
            return None
        lot, package = self._lot(number, row, parts[1]), self._one(number, row, "package", self.packages)
        if lot is False or package is False:
            return None
        owner = line.owner_id.id if line else 0
        bucket = Bucket(parts[0].id, parts[1].id, lot.id if lot else 0, package.id if package else 0, owner)
        if line and bucket != buckets.bucket_of(line):
            self._moved(number, line)
            return None
        if not line and bucket not in self.by_bucket and not self._can_be_found(number, *parts, lot):
            return None
        return bucket

    def _moved(self, number, line):
        self.fault(number, self.env._(
            "line %(number)s is for %(line)s. Were the columns sorted apart from each other?",
            number=line.id, line=line.display_name))

    def _lot(self, number, row, product):
        text = self._text(row, "lot")
        lot = self.lots.get((product.id, text))
        if text and not lot:
            self.fault(number, self.env._(
                "%(product)s has no lot or serial number “%(lot)s”. Add it in the count as found goods.",
                product=product.display_name, lot=text))
            return False
        return lot

    def _can_be_found(self, number, place, product, lot):
        try:
            enter.check_found(self.count, place, product, lot)
        except UserError as error:
            self.fault(number, str(error))
            return False
        return True


def _index(records, *names):
    """``{text: records}`` by each of these fields, in small letters."""
    found = {}
    for record in records:
        for text in {record[name] for name in names} - {False, None, ""}:
            found[text.lower()] = found.get(text.lower(), records.browse()) | record
    return found
