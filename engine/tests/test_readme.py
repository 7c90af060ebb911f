"""The example in the README prints what the README says."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
from psms_engine import SupplyKind


def test_example():
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    code, by_number = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (expected,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    printed = io.StringIO()
    variables = {"SupplyKind": SupplyKind, "order_ids": np.array([71, 72])}
    with contextlib.redirect_stdout(printed):
        exec(code, variables)  # our own text
    assert [line.rstrip() for line in printed.getvalue().splitlines()] == [line.rstrip() for line in expected.splitlines()]
    exec(by_number, variables)
    # the kettles and the switches serve something; the on-hand kettles and the open purchase are no planned orders
    assert variables["peg_order_ids"].tolist() == [71, 72]
