"""Everything that a person sees is also in Simplified Chinese: each module's zh_CN.po against what Odoo would export."""
import io
import re
from collections import Counter

import polib
import pytest
import support

import odoo.tests.common
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools.translate import trans_export

# what must come through a translation unchanged: %s, %(name)s, {name}, ${name}, tags
PLACEHOLDER = re.compile(r"%\([\w.]+\)[#0\- +]*[\d.]*[sdfrx]|%[.\d]*[sdfrx]|\$?\{[\w.!:]*\}|</?[a-zA-Z][^<>]*>")
CHINESE = re.compile(r"[\u3400-\u9fff]")
# two words of lower-case Latin letters: a sentence or a label, not a name, a unit or a code
ENGLISH = re.compile(r"\b[A-Za-z][a-z]+ [a-z]{2,}")


@pytest.fixture(scope="module")
def env():
    registry = Registry(odoo.tests.common.get_db_name())
    with registry.cursor() as cr:
        yield api.Environment(cr, api.SUPERUSER_ID, {})


def exported(env, module):
    """The terms of a module as `odoo i18n export` would write them: {msgid: where it comes from}."""
    buffer = io.BytesIO()
    trans_export(False, [module], buffer, "po", env)
    return {entry.msgid: entry.occurrences for entry in polib.pofile(buffer.getvalue().decode("utf-8"))}


def shape(term):
    """Placeholders and tags of a term, counted; an attribute may be translated, so a tag counts by its name."""
    found = (re.sub(r"\s.*", "", match, flags=re.DOTALL) for match in PLACEHOLDER.findall(term))
    return Counter(found)


def complaints(terms, entries):
    for msgid in sorted(terms):
        entry = entries.get(msgid)
        if entry is None:
            yield f"missing: {msgid!r} ({terms[msgid][:1]})"
        elif not entry.msgstr.strip():
            yield f"empty: {msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {msgid!r}"
        elif shape(msgid) != shape(entry.msgstr):
            yield f"placeholders or tags differ: {msgid!r} -> {entry.msgstr!r}"
        elif entry.msgstr == msgid and ENGLISH.search(msgid) and not CHINESE.search(msgid):
            yield f"not translated: {msgid!r}"


@pytest.mark.parametrize("module", sorted(support.module_paths()))
def test_chinese_is_complete(env, module):
    state = env["ir.module.module"].search([("name", "=", module)]).state
    if state != "installed":
        pytest.fail(f"{module} is {state or 'unknown'} in this database: its terms cannot be exported", pytrace=False)
    path = support.module_paths()[module] / "i18n" / "zh_CN.po"
    if not path.exists():
        pytest.fail(f"no {support.relative(path)}", pytrace=False)
    entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    terms = exported(env, module)
    assert terms, "nothing was exported: the reader does not see this module"
    found = list(complaints(terms, entries))
    if found:
        pytest.fail("\n".join([f"{module}: {len(found)} of {len(terms)} terms", *found]), pytrace=False)


def test_the_check_sees_what_it_must():
    """A term that is missing, empty, fuzzy, loses a placeholder or stays English is found."""
    terms = dict.fromkeys(["Run plan", "Due", "Open %s", "Net need", "Late by %(days)s days", "A kept term", "DDMRP"], ())
    entries = {
        "Due": polib.POEntry(msgid="Due", msgstr=""),
        "Open %s": polib.POEntry(msgid="Open %s", msgstr="打开"),
        "Net need": polib.POEntry(msgid="Net need", msgstr="净需求", flags=["fuzzy"]),
        "Late by %(days)s days": polib.POEntry(msgid="Late by %(days)s days", msgstr="迟 %(days)s 天"),
        "A kept term": polib.POEntry(msgid="A kept term", msgstr="A kept term"),
        "DDMRP": polib.POEntry(msgid="DDMRP", msgstr="DDMRP"),
    }
    kinds = [line.partition(":")[0] for line in complaints(terms, entries)]
    assert kinds == ["not translated", "empty", "fuzzy", "placeholders or tags differ", "missing"]
