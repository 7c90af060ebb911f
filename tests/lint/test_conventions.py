"""Conventions that no linter knows: dropped idioms of Odoo, sizes, names, what every module brings."""
import ast
import re
from xml.etree import ElementTree

import pytest
import support

MAX_LINES = 400
CODE = (".py", ".js", ".mjs", ".xml", ".scss", ".css", ".csv", ".sql")

# idiom -> what Odoo 19 wants instead; most of these fail silently. A letter in brackets keeps a pattern from itself.
DROPPED_IDIOMS = {
    r"_sql_constrain[t]s": "models.Constraint",
    r"<tre[e][ >]": "<list>",
    r"kanban-bo[x]": 't-name="card"',
    r"\battr[s]\s*=\s*[\"']": "invisible=, readonly=, required= with a Python expression",
    r"\bgroups_i[d]\b": "group_ids (users, menus, actions, views), groups on ir.rule",
    r"procurement\.grou[p]": "stock.rule.run and stock.reference",
    r"stock\.valuation\.laye[r]": "stock.move.value",
    r"type\s*=\s*['\"]jso[n]['\"]\s*[,)]": "type='jsonrpc'",
    r"\bnumbercal[l]\b": "nothing: ir.cron has no such field",
    r"\bquantity_don[e]\b": "quantity and picked",
    r"product\.packagin[g]\b": "uom_ids",
    r"\buser_has_group[s]\b": "env.user.has_group",
    r"osv import expressio[n]": "odoo.fields.Domain",
    r"\bt-es[c]=": "t-out",
    r"\bt-ra[w]=": "t-out with Markup",
    r"@odoo-modul[e]": "nothing: static/src is ES modules",
    r"\bname_ge[t]\b": "_compute_display_name",
    r"detailed_typ[e]": "type and is_storable",
    r"oe_chatte[r]": "<chatter/>",
}
CONFLICT_MARKER = re.compile(r"^(<{7}|>{7}|={7})( |$)", re.MULTILINE)
# a folder of one machine, or a host that only that machine reaches: nothing of it belongs in the project
MACHINE = re.compile(
    r"(?<![\w.$}>*/~-])/(home|root|opt|mnt|wor[k]|far[m]|tm[p])/[a-z]"
    r"|registry\.npm[j]s|pypi\.or[g]/simple|files\.pythonhos[t]ed|deb\.debia[n]|sub[a]gent"
)


def occurrences(pattern, paths):
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{support.relative(path)}:{line}: {match[0].strip()}"


def texts():
    """Every text file of the project, other than what a tool wrote."""
    for path in support.tracked_files():
        if path.name != "package-lock.json" and b"\0" not in path.read_bytes()[:4096]:
            yield path


@pytest.mark.parametrize("idiom", DROPPED_IDIOMS)
def test_no_dropped_idiom(idiom):
    paths = [path for path in support.tracked_files(*CODE) if path.name != "test_conventions.py"]
    found = list(occurrences(idiom, paths))
    assert not found, "\n".join([f"Odoo 19 wants {DROPPED_IDIOMS[idiom]}:", *found])


def test_addresses_are_our_own():
    """Addresses of actions are unique in a database: without a prefix a module of others could not be installed beside."""
    found = list(occurrences(r'name="path">(?!psms-)[^<]*', support.tracked_files(".xml")))
    assert not found, "\n".join(["begin the path of an action with psms-:", *found])


def _methods_of_models(path):
    """Yield (model, method) of each method that takes no records."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        named = {
            item.targets[0].id: item.value.value for item in node.body
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and isinstance(item.value, ast.Constant)
        }
        model = named.get("_name") or named.get("_inherit")
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and any(ast.unparse(mark) == "api.model" for mark in item.decorator_list):
                yield model, item.name


def _buttons(element):
    """Yield the methods that an arch calls on its own model; lists inside fields are of other models."""
    if element.get("type") == "object":
        yield element.get("name") if element.tag in ("button", "a") else element.get("action")
    for child in element:
        if child.tag != "field":
            yield from _buttons(child)


def test_buttons_call_methods_of_records():
    """The web client passes the chosen records, be there none; a method under api.model takes no such argument."""
    without_records = {
        pair for path in support.tracked_files(".py") if path.parent.name in ("models", "wizard")
        for pair in _methods_of_models(path)
    }
    found = []
    for path in support.tracked_files(".xml"):
        if path.parent.name not in ("views", "wizard"):
            continue
        for record in ElementTree.parse(path).iter("record"):
            model, arch = (record.find(f"field[@name='{name}']") for name in ("model", "arch"))
            if model is not None and arch is not None:
                found += [
                    f"{support.relative(path)}: {model.text}.{name}"
                    for child in arch for name in _buttons(child) if (model.text, name) in without_records
                ]
    assert not found, "\n".join(["a button cannot call what is under api.model:", *found])


def test_files_are_short():
    found = []
    for path in support.tracked_files(".py", ".js", ".mjs"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES:
            found.append(f"{support.relative(path)}: {lines} lines (split by concern at {MAX_LINES})")
    assert not found, "\n".join(found)


def test_no_conflict_marker():
    found = list(occurrences(CONFLICT_MARKER, texts()))
    assert not found, "\n".join(found)


def test_nothing_of_one_machine():
    found = list(occurrences(MACHINE, (path for path in texts() if path.name != "test_conventions.py")))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("module", sorted(support.module_paths()))
def test_module_is_complete(module):
    folder, manifest = support.module_paths()[module], support.manifest(module)
    assert manifest["license"] == "LGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"]), manifest["version"]
    assert manifest.get("summary"), "one line that says what the module is for"
    assert (folder / "static/description/icon.png").is_file(), "an icon in static/description/icon.png"
    assert (folder / "i18n/zh_CN.po").is_file(), "a Chinese translation in i18n/zh_CN.po"
    # the demo factory is tested by what stands on it
    assert list(folder.glob("tests/test_*.py")), "tests"


@pytest.mark.parametrize("module", sorted(support.module_paths()))
def test_sudo_says_why(module):
    """A call of sudo() carries a comment on its line or right above the statement; sudo(False) gives up a right."""
    bare = []
    for path in sorted(support.module_paths()[module].glob("**/*.py")):
        if "tests" in path.parts:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.search(r"\.sudo\((?!False)", line) and not line.lstrip().startswith("#") and not _is_explained(lines, number):
                bare.append(f"{support.relative(path)}:{number + 1}: {line.strip()}")
    assert not bare, "\n".join(bare)


def _is_explained(lines, number):
    return any("#" in line or '"""' in line for line in lines[max(0, number - 3):number + 1])
