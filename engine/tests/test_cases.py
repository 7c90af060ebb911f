"""Golden cases: one folder for each behaviour, with prose, the tables that go in and the tables that must come out.

An expected table lists the columns that the case is about; every row of the answer must be there, in its order. An expected
`stderr.txt` means that the input is refused with exactly these lines, and that nothing is written.
"""

import csv
from pathlib import Path

import pytest
from psms_engine.__main__ import main

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def read(path, columns):
    with path.open(encoding="utf-8", newline="") as stream:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(stream)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case, tmp_path, capsys):
    assert (case / "README.md").read_text(encoding="utf-8").startswith("# ")
    out = tmp_path / "out"
    status = main(["plan", str(case / "in"), str(out)])
    refusal = case / "expected" / "stderr.txt"
    if refusal.exists():
        assert capsys.readouterr().err == refusal.read_text(encoding="utf-8").replace("IN_DIR", str(case / "in"))
        assert status == 2
        assert not out.exists()
        return
    assert status == 0
    tables = list((case / "expected").glob("*.csv"))
    assert tables, "a case expects something"
    for table in tables:
        with table.open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        assert read(out / table.name, columns) == read(table, columns), table.name
