"""ruff on all Python, pylint-odoo on the modules. Both live in the lint venv (PSMS_LINT_BIN)."""
import os
import subprocess
from pathlib import Path

import pytest
import support

# what a test may do and a module may not: raise plain words, commit to show another transaction what it did
RELAXED_IN_TESTS = "translation-required,invalid-commit"


def run(tool, *words):
    # the settings of Odoo's own venv must not leak into the linter's Python
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(
            [support.lint_tool(tool), *map(str, words)], cwd=support.ROOT, env=env, capture_output=True, text=True, check=False,
        )
    except FileNotFoundError:
        pytest.fail(f"{tool} is not there: install requirements-lint.txt in a venv and set PSMS_LINT_BIN to its bin folder")
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_ruff():
    run("ruff", "check", "--no-cache", "--output-format=concise", ".")


@pytest.mark.parametrize("module", sorted(support.module_paths()))
def test_pylint_odoo(module):
    run("pylint", "--rcfile=.pylintrc", "--ignore=tests", support.relative(support.module_paths()[module]))


def test_pylint_odoo_on_tests():
    files = [
        path for folder in support.module_paths().values() for path in Path(folder, "tests").glob("**/*.py")
        if path.name != "__init__.py"
    ]
    if files:
        run("pylint", "--rcfile=.pylintrc", f"--disable={RELAXED_IN_TESTS}", *map(support.relative, files))
