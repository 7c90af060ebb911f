"""What the command says about input that can't be planned: a line for each offence, and nothing is written."""

from pathlib import Path

import pytest
from psms_engine.__main__ import main

SOUND = {
    "settings.json": '{"start": "2026-01-05", "horizon_days": 30}',
    "items.csv": "item,source,lot_min,lot_max,calendar\npump,make,0,0,\nmotor,make,0,0,\n",
    "bom.csv": "parent,component,quantity,scrap\npump,motor,1,0\n",
    "demands.csv": "demand,item,date,quantity\nSO1,pump,2026-01-12,5\n",
    "supplies.csv": "supply,item,date,quantity\nPO1,motor,2026-01-09,5\n",
    "closed_days.csv": "date,calendar\n2026-01-10,\n",
}
# what: (file, the sound text in it, what stands there instead, the line on stderr)
OFFENCES = {
    "unknown item of a demand": (
        *("demands.csv", "pump", "fan"),
        "demands.csv: row 2: item: 'fan': expected an item of items.csv",
    ),
    "unknown item of a supply": (
        *("supplies.csv", "motor", "fan"),
        "supplies.csv: row 2: item: 'fan': expected an item of items.csv",
    ),
    "unknown component": (
        *("bom.csv", "motor", "fan"),
        "bom.csv: row 2: component: 'fan': expected an item of items.csv",
    ),
    "cycle": (
        *("bom.csv", "pump,motor,1,0\n", "pump,motor,1,0\nmotor,pump,1,0\n"),
        "bom.csv: row 3: component: 'pump': expected no cycle in the bills of materials (pump > motor > pump)",
    ),
    "negative demand": (
        *("demands.csv", ",5\n", ",-5\n"),
        "demands.csv: row 2: quantity: '-5': expected a number from 0 to 1e+12",
    ),
    "negative supply": (
        *("supplies.csv", ",5\n", ",-5\n"),
        "supplies.csv: row 2: quantity: '-5': expected a number from 0 to 1e+12",
    ),
    "minimum over maximum": (
        *("items.csv", "pump,make,0,0", "pump,make,100,60"),
        "items.csv: row 2: lot_min: '100': expected at most lot_max (60)",
    ),
    "everything scrapped": (
        *("bom.csv", "1,0\n", "1,1\n"),
        "bom.csv: row 2: scrap: '1': expected a share, at least 0 and below 1",
    ),
    "negative scrap": (
        *("bom.csv", "1,0\n", "1,-0.1\n"),
        "bom.csv: row 2: scrap: '-0.1': expected a share, at least 0 and below 1",
    ),
    "bad date of a demand": (
        *("demands.csv", "2026-01-12", "2026-02-30"),
        "demands.csv: row 2: date: '2026-02-30': expected a date as YYYY-MM-DD",
    ),
    "bad date of a supply": (
        *("supplies.csv", "2026-01-09", "9.1.2026"),
        "supplies.csv: row 2: date: '9.1.2026': expected a date as YYYY-MM-DD",
    ),
    "bad closed day": (
        *("closed_days.csv", "2026-01-10", "10/01/2026"),
        "closed_days.csv: row 2: date: '10/01/2026': expected a date as YYYY-MM-DD",
    ),
    "bad start": (
        *("settings.json", "2026-01-05", "today"),
        "settings.json: row 1: start: 'today': expected a date as YYYY-MM-DD",
    ),
}


def refused(tmp_path: Path, capsys, *names: str) -> list[str]:
    """The lines on stderr for an input with these offences."""
    source = tmp_path / "in"
    source.mkdir()
    files = dict(SOUND)
    for name in names:
        file, sound, instead, _line = OFFENCES[name]
        assert sound in files[file]
        files[file] = files[file].replace(sound, instead, 1)
    for file, text in files.items():
        (source / file).write_text(text, encoding="utf-8")
    status = main(["plan", str(source), str(tmp_path / "out")])
    output = capsys.readouterr()
    assert status == (2 if names else 0)
    assert (tmp_path / "out").exists() == (not names)
    assert bool(output.out) == (not names)
    return output.err.splitlines()


def test_a_sound_input_is_planned(tmp_path, capsys):
    assert refused(tmp_path, capsys) == []


@pytest.mark.parametrize("name", OFFENCES)
def test_one_line_for_an_offence(tmp_path, capsys, name):
    assert refused(tmp_path, capsys, name) == [OFFENCES[name][3]]


def test_all_offences_at_once_in_the_order_of_files_and_rows(tmp_path, capsys):
    names = [
        "bad start",
        "minimum over maximum",
        "unknown component",
        "negative demand",
        "bad date of a supply",
        "bad closed day",
    ]
    assert refused(tmp_path, capsys, *reversed(names)) == [OFFENCES[name][3] for name in names]
