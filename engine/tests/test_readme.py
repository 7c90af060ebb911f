"""The example in the README prints what the README says."""

import contextlib
import io
import re
from pathlib import Path


def test_example():
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (expected,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # our own text
    assert [line.rstrip() for line in printed.getvalue().splitlines()] == [line.rstrip() for line in expected.splitlines()]
