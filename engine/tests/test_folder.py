"""The command and its folders."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psms_engine import plan, read_folder, write_folder
from psms_engine.__main__ import main
from strategies import plan_input, plans, shuffled

SETTINGS = '{"start": "2026-01-05", "horizon_days": 30}'


def folder(path: Path, **files: str) -> Path:
    files = {"settings.json": SETTINGS, **{name.replace("_csv", ".csv"): text for name, text in files.items()}}
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_tables_of_a_spreadsheet(tmp_path):
    """A byte order mark, Windows line ends, blanks around cells, quotes, Chinese names, blank lines at the end."""
    items = '\ufeffitem,source,on_hand,remark\r\n电饭煲, make ,2,\r\n"螺丝, M3",buy,,"two\r\nlines"\r\n\r\n'
    demands = "demand,item,date,quantity\nS1,电饭煲,2026-01-12,5\n"
    bom = 'parent,component,quantity\n电饭煲,"螺丝, M3",4\n'
    source = folder(tmp_path / "in", items_csv=items, demands_csv=demands, bom_csv=bom)
    assert main(["plan", str(source), str(tmp_path / "out")]) == 0
    lines = (tmp_path / "out" / "planned.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("order,item,quantity,need,due,release,finish,")
    assert lines[1].startswith("planned:000001,电饭煲,3,2026-01-12,")
    assert lines[2].startswith('planned:000002,"螺丝, M3",12,2026-01-12,')


def test_short_rows_are_blank_at_the_end(tmp_path):
    items = "item,source,lead_days,on_hand\npump,buy\n"
    source = folder(tmp_path / "in", items_csv=items, demands_csv="demand,item,date,quantity\n")
    assert read_folder(source).items.on_hand == [""]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"settings.json": "{"}, "settings.json: row 1: -: '': expected JSON"),
        ({"settings.json": "[]"}, "settings.json: row 1: -: '[]': expected an object with start and horizon_days"),
        ({"settings.json": '{"start": "2026-01-05"}'}, "settings.json: row 1: horizon_days: '': expected a value"),
        ({"items.csv": ""}, "items.csv: row 1: item: '': expected a column of this name in the header"),
    ],
)
def test_files_that_are_no_tables(tmp_path, capsys, files, message):
    source = folder(tmp_path / "in", **{"demands_csv": "demand,item,date,quantity\n", "items_csv": "item,source\n", **files})
    assert main(["plan", str(source), str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith(message)
    assert not (tmp_path / "out").exists()


def test_text_that_is_not_utf8(tmp_path, capsys):
    source = folder(tmp_path / "in", demands_csv="demand,item,date,quantity\n")
    (source / "items.csv").write_bytes("item,source\n电饭煲,make\n".encode("gb18030"))
    assert main(["plan", str(source), str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("items.csv: row 2: -: ")


def test_an_answer_that_cannot_be_written(tmp_path, capsys):
    source = folder(tmp_path / "in", items_csv="item,source\n", demands_csv="demand,item,date,quantity\n")
    (tmp_path / "out").write_text("a file, not a folder", encoding="utf-8")
    assert main(["plan", str(source), str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_as_a_module(tmp_path):
    source = folder(
        tmp_path / "in",
        items_csv="item,source\npump,buy\n",
        demands_csv="demand,item,date,quantity\nD1,pump,2026-01-12,5\nD2,pump,2027-01-12,5\n",
    )
    command = [sys.executable, "-m", "psms_engine", "plan", str(source), str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "src")}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert run.stdout == "1 planned orders, 0 of them late\n1 demands at or past the horizon left out\n"
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["advice.csv", "pegs.csv", "planned.csv", "promises.csv"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans(), st.integers(0, 1000))
def test_files_do_not_depend_on_the_order_of_rows(tmp_path, data, seed):
    """To the last byte, in all four files."""
    written = []
    for rows in (data, shuffled(data, random.Random(seed))):
        write_folder(plan(plan_input(rows)), tmp_path)
        written.append([path.read_bytes() for path in sorted(tmp_path.iterdir())])
    assert written[0] == written[1]
