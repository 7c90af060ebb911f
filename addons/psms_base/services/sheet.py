"""A table as a spreadsheet that opens ready to work with."""

import re

import xlsxwriter

from . import table

FORMATS = {
    table.TEXT: "@",
    table.INTEGER: "#,##0",
    table.QUANTITY: "#,##0.######",
    table.MONEY: "#,##0.00",
    table.PERCENT: "0.0%",
    table.DATE: "yyyy-mm-dd",
    table.DATETIME: "yyyy-mm-dd hh:mm",
}
#: What Excel refuses in the name of a sheet, and the most characters that it takes there.
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
NAME_LENGTH = 31


def write_table(file, env, title, columns, lines):
    """Write ``lines`` as one sheet with a header that stays in view.

    Text is always written as text: ``=HYPERLINK(...)`` in a product name is shown, not run.
    """
    workbook = xlsxwriter.Workbook(file, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })
    sheet = workbook.add_worksheet(FORBIDDEN.sub(" ", title)[:NAME_LENGTH].strip("' ") or "PSMS")
    header = workbook.add_format({"bold": True, "bg_color": "#F0ECEF", "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = {kind: workbook.add_format({"num_format": text, "valign": "top"}) for kind, text in FORMATS.items()}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.label, header)
    row = 0
    for row, line in enumerate(lines, start=1):
        for index, column in enumerate(columns):
            _write_cell(sheet, env, row, index, column.read(line), column.kind, styles[column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row, len(columns) - 1)
    workbook.close()


def _write_cell(sheet, env, row, index, value, kind, style):
    if value is None:
        sheet.write_blank(row, index, None, style)
    elif kind in table.NUMBERS:
        sheet.write_number(row, index, value, style)
    elif kind == table.DATETIME:
        sheet.write_datetime(row, index, table.local_datetime(env, value), style)
    elif kind == table.DATE:
        sheet.write_datetime(row, index, value, style)
    else:
        sheet.write_string(row, index, str(value), style)
