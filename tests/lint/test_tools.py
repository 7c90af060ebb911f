"""The checkers themselves: what they must see, and what they must let pass."""
import re

import invariants
import log_check
import pytest

LOG = """\
2026-11-23 01:25:01,123 4711 INFO db odoo.modules.loading: Loading module psms_base
2026-11-23 01:25:01,124 4711 WARNING db odoo.addons.base.models.ir_rule: two fields have the same label
2026-11-23 01:25:01,125 4711 ERROR db odoo.sql_db: bad query
Traceback (most recent call last):
  File "x.py", line 1
ValueError: no such thing
2026-11-23 01:25:01,126 4711 INFO db odoo.modules.loading: done
"""


def test_log_lines_that_are_not_explained():
    found = log_check.problems(LOG, patterns=[])
    assert [line.partition(" ")[0] for line in found] == ["WARNING", "ERROR"]
    assert "no such thing" in found[1], "the traceback belongs to its line"


def test_log_lines_that_are_explained():
    patterns = [re.compile(r"ir_rule: two fields"), re.compile(r"odoo\.sql_db")]
    assert log_check.problems(LOG, patterns) == []
    coloured = LOG.replace("WARNING", "\x1b[1;33mWARNING\x1b[0m")
    assert len(log_check.problems(coloured, patterns=[])) == 2


def test_a_pattern_needs_a_reason(tmp_path):
    path = tmp_path / "allowed.txt"
    path.write_text("# why\nfirst\nsecond\n", encoding="utf-8")
    with pytest.raises(ValueError, match="without a comment"):
        log_check.allowed_patterns(path)
    log_check.allowed_patterns()


def test_invariants_are_read_completely():
    found = invariants.load()
    assert len(found) >= 51 and {invariant.kind for invariant in found} == set(invariants.KINDS)
    for invariant in found:
        assert re.match(r"(?:--.*\n)*\s*(?:select|with)\b", invariant.query, re.IGNORECASE), invariant.name
        assert ";" not in re.sub(r"--.*", "", invariant.query), invariant.name


def test_a_bad_header_is_refused(tmp_path):
    path = tmp_path / "some.sql"
    path.write_text("-- name: X [often]\nselect 1;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="valid"):
        invariants.load([path])
