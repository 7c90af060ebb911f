"""A plan's tables as a folder of CSV files, in and out."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from .model import Bom, ClosedDays, Demands, Items, Offence, PlanError, PlanInput, Rows, Supplies, Table
from .result import PlanResult

# a file that may be missing stands for an empty table; columns that may be missing are not listed
TABLES: dict[str, tuple[type[Table], tuple[str, ...], bool]] = {
    "items.csv": (Items, ("item", "source"), True),
    "bom.csv": (Bom, ("parent", "component", "quantity"), False),
    "demands.csv": (Demands, ("demand", "item", "date", "quantity"), True),
    "supplies.csv": (Supplies, ("supply", "item", "date", "quantity"), False),
    "closed_days.csv": (ClosedDays, ("date",), False),
}
SETTINGS = ("start", "horizon_days")
# a column whose name is a word of Python
HEADERS = {"from_date": "from", "to_date": "to"}


def read_folder(path: str | os.PathLike) -> PlanInput:
    """The tables of a folder, cells as they are; raises PlanError where a file is not a table at all."""
    folder = Path(path)
    offences: list[Offence] = []
    settings = _read_settings(folder, offences)
    tables = {}
    for file, (kind, required, needed) in TABLES.items():
        columns = _read_table(folder / file, required, needed, offences)
        tables[file.removesuffix(".csv")] = kind(**{name: columns[name] for name in kind.names() if name in columns})
    if offences:
        raise PlanError(offences)
    return PlanInput(
        start=settings["start"],
        horizon_days=settings["horizon_days"],
        defer_tolerance_days=settings.get("defer_tolerance_days", 0),
        **tables,
    )


def write_folder(result: PlanResult, path: str | os.PathLike) -> None:
    """Write every table of the result; a file appears whole or not at all."""
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in result.tables():
        _write_table(folder / f"{name}.csv", table)


# -- reading -----------------------------------------------------------------------------------------------------------


def _read_settings(folder: Path, offences: list[Offence]) -> dict[str, Any]:
    text = _read_text(folder / "settings.json", True, offences)
    if text is None:
        return {}
    try:
        settings = json.loads(text)
    except ValueError as error:
        offences.append(Offence("settings.json", getattr(error, "lineno", 1), "", "", f"JSON ({error})"))
        return {}
    if not isinstance(settings, dict):
        offences.append(Offence("settings.json", 1, "", text.strip()[:40], "an object with start and horizon_days"))
        return {}
    for name in SETTINGS:
        if name not in settings:
            offences.append(Offence("settings.json", 1, name, "", "a value"))
    return settings


def _read_text(path: Path, needed: bool, offences: list[Offence]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if needed:
            offences.append(Offence(path.name, 1, "", "", f"a file at {path}"))
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        offences.append(Offence(path.name, row, "", repr(error.object[error.start : error.end]), "text in UTF-8"))
    except OSError as error:
        offences.append(Offence(path.name, 1, "", error.strerror or "", "a file that can be read"))
    return None


def _read_table(path: Path, required: tuple[str, ...], needed: bool, offences: list[Offence]) -> dict[str, list[str]]:
    text = _read_text(path, needed, offences)
    if text is None:
        return {}
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""))
    except (csv.Error, ValueError):
        # nothing in it, or nothing that could be cells
        header, rows = [], []
    header = [name.strip() for name in header]
    before = len(offences)
    for name in required:
        if name not in header:
            offences.append(Offence(path.name, 1, name, ",".join(header), "a column of this name in the header"))
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        offences.append(Offence(path.name, 1, name, ",".join(header), "one column of this name"))
    while rows and not any(rows[-1]):
        rows.pop()
    for number, row in enumerate(rows, start=2):
        if len(row) > len(header):
            offences.append(Offence(path.name, number, "", ",".join(row), f"{len(header)} cells, as in the header"))
        elif len(row) < len(header):
            row += [""] * (len(header) - len(row))
    if len(offences) > before:
        return {}
    cells = zip(*rows) if rows else ([] for _name in header)
    return {name: [cell.strip() for cell in column] for name, column in zip(header, cells)}


# -- writing -----------------------------------------------------------------------------------------------------------


def _write_table(path: Path, table: Rows) -> None:
    names = [HEADERS.get(name, name) for name in table.names()]
    partial = path.with_name(f".{path.name}.part")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*(_texts(cells) for _name, cells in table.columns())))
    partial.replace(path)


def _texts(cells: Any) -> list[str]:
    if not isinstance(cells, np.ndarray):
        return cells
    if cells.dtype.kind == "M":
        return ["" if text == "NaT" else text for text in np.datetime_as_string(cells).tolist()]
    if cells.dtype.kind == "f":
        return [_number_text(number) for number in cells.tolist()]
    return [str(number) for number in cells.tolist()]


def _number_text(number: float) -> str:
    """Nine digits behind the point at most, and none that say nothing."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
