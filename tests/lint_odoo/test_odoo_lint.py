"""Odoo's own test_lint, run on the modules of PSMS alone.

Its tests walk over every module on the addons path, or over every model of the registry; what they walk over is
narrowed to ours. Left out: test_checkers and test_i18n's regex cases (they test the checkers themselves), test_l10n
(no l10n module here) and test_markers (it cannot be narrowed; tests/lint has that check).
"""
import logging
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pytest
import support

# test_eslint looks for eslint on the PATH when it is imported
os.environ["PATH"] = os.pathsep.join([str(support.ROOT / "tests" / "node_modules" / ".bin"), os.environ["PATH"]])
_PYLINT = str(Path(sys.executable).with_name("pylint"))

from odoo import tools  # noqa: E402
from odoo.modules import Manifest  # noqa: E402

from odoo.addons.test_lint.tests import (  # noqa: E402
    test_docstring,
    test_dunderinit,
    test_eslint,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_pylint,
    test_routes,
    test_test_holes,
)

MODULES = support.module_paths()
HOLDS_ALL_MODELS = (test_docstring, test_naming, test_override_signatures)
# what modules of others, which PSMS depends on, leave to be wished
OF_OTHERS = {"queue.job.function.channel_id"}


def _our_models(make_registry):
    """The models of the registry that a PSMS module defines or extends; all of them inherit what it does to ``base``."""
    def narrowed(database):
        return {
            name: model
            for name, model in make_registry(database).items()
            if any(base.__dict__.get("_module") in MODULES and base.__dict__.get("_name") != "base" for base in model.mro())
        }
    return narrowed


def _without_core(run):
    """subprocess.run of test_pylint, that must not lint the whole of Odoo."""
    def narrowed(command, **options):
        return run([part for part in command if part != tools.config.root_path], **options)
    return narrowed


@pytest.fixture(autouse=True)
def only_psms():
    manifests = [Manifest.for_addon(name) for name in MODULES]
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(Manifest, "all_addon_manifests", lambda: manifests))
        for module in HOLDS_ALL_MODELS:
            stack.enter_context(mock.patch.object(module, "Registry", _our_models(module.Registry)))
        stack.enter_context(mock.patch.object(test_index, "BTREE_INDEX_IGNORE_FIELDS", {
            *test_index.BTREE_INDEX_IGNORE_FIELDS, *OF_OTHERS}))
        stack.enter_context(mock.patch.object(test_pofile, "get_modules", lambda: list(MODULES)))
        stack.enter_context(mock.patch.object(test_docstring, "MODULES_TO_LINT", tuple(MODULES)))
        stack.enter_context(mock.patch.object(test_pylint, "which", lambda name: _PYLINT))
        stack.enter_context(mock.patch.object(test_pylint.subprocess, "run", _without_core(subprocess.run)))
        yield


class _Warnings(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        line = record.getMessage()
        # test_routes looks at the routes of core as well
        if "odoo.addons." not in line or any(f"odoo.addons.{name}." in line for name in MODULES):
            self.lines.append(line)


@pytest.fixture(autouse=True)
def warnings_fail():
    """Several tests of test_lint only log what they find."""
    logger, handler = logging.getLogger("odoo.addons.test_lint"), _Warnings()
    level, logger.level = logger.level, logging.WARNING
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    logger.level = level
    assert not handler.lines, "\n".join(handler.lines)


class TestDocstring(test_docstring.TestDocstring):
    pass


class TestDunderinit(test_dunderinit.TestDunderinit):
    pass


class TestESLint(test_eslint.TestESLint):
    def test_eslint(self):
        # the second half of the original is for modules of the point of sale, with a stricter file
        self._test_eslint(list(MODULES), tools.misc.file_path("test_lint/tests/eslintrc"))


class TestI18n(test_i18n.TestI18n):
    test_directives_regex = None


class TestIndex(test_index.TestIndex):
    pass


class TestJsTranslations(test_jstranslate.TestJsTranslations):
    test_regular_expression = test_regular_expression_long = test_matches_underscore = None


class ManifestLinter(test_manifests.ManifestLinter):
    pass


class TestNaming(test_naming.TestNaming):
    pass


class TestOnchangeDomains(test_onchange_domains.TestOnchangeDomains):
    pass


class TestOrmImport(test_orm_import.TestDunderinit):
    pass


class TestLintOverrideSignatures(test_override_signatures.TestLintOverrideSignatures):
    pass


class PotLinter(test_pofile.PotLinter):
    pass


class TestPyLint(test_pylint.TestPyLint):
    pass


class RoutesLinter(test_routes.RoutesLinter):
    pass


class TestTestHoles(test_test_holes.TestTestHoles):
    pass
