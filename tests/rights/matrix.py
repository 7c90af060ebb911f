"""Who may do what in the warehouse, as the database really grants it: roles of PSMS by models and by cost fields.

    python tests/rights/matrix.py --config $ODOO_CONF --database $PSMS_DB

writes rights.csv and fields.csv beside this file, from a database with every module. test_matrix.py fails when
they drift; a reviewer then reads in the diff who gained or lost what.
"""
import argparse
import csv
import io
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
RIGHTS, FIELDS = FOLDER / "rights.csv", FOLDER / "fields.csv"

ROLES = (
    "store_keeper", "warehouse_supervisor", "operator", "inspector", "planner", "salesperson", "accountant", "manager",
    "administrator", "external",
)
#: modules whose models belong to the warehouse
MODULES = {
    "stock", "stock_account", "stock_picking_batch", "stock_delivery", "product_expiry",
    "psms_stock", "psms_stock_mrp", "psms_count", "psms_ageing", "psms_trace", "psms_labels", "psms_picking",
    "psms_picking_delivery", "psms_count_picking", "psms_stock_sale", "psms_stock_purchase", "psms_trace_production",
}
#: models of other modules that tell what goods are and cost
OTHERS = {"product.product", "product.template", "product.supplierinfo", "product.uom", "product.category"}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


def people(env):
    """A user for each role and for nothing but Odoo's Inventory/User; the transaction is rolled back."""
    groups = {role: f"psms_base.group_{role}" for role in ROLES} | {"inventory_user": "stock.group_stock_user"}
    return {
        role: env["res.users"].with_context(no_reset_password=True).create({
            "name": role, "login": f"rights_{role}", "group_ids": [(6, 0, env.ref(xmlid).ids)],
        }) for role, xmlid in groups.items()
    }


def rights(env, users):
    """Rows of model and, for each role, the letters of what it may do (read, write, create, delete)."""
    names = sorted(
        name for name, model in env.items()
        if not model._abstract and (model._original_module in MODULES or name in OTHERS)
    )
    yield ["model", *users]
    for name in names:
        yield [name, *(
            "".join(letter for letter, operation in OPERATIONS.items() if env[name].with_user(user).has_access(operation)) or "-"
            for user in users.values()
        )]


def fields(env, users):
    """Rows of a field that tells a cost or a value, and for each role whether it may read it."""
    from odoo.addons.psms_stock.services import cost

    yield ["model", "field", *users]
    for name in sorted(cost.FIELDS):
        for field_name in sorted(cost.FIELDS[name] & set(env[name]._fields)):
            yield [name, field_name, *(
                "r" if model.has_access("read") and model._has_field_access(model._fields[field_name], "read") else "-"
                for model in (env[name].with_user(user) for user in users.values())
            )]


def text(rows):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def generate(env):
    """The text of both files."""
    users = people(env)
    return {RIGHTS: text(rights(env, users)), FIELDS: text(fields(env, users))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    options = parser.parse_args()

    import odoo
    from odoo.modules.registry import Registry

    odoo.tools.config.parse_config(["-c", options.config, "-d", options.database, "--log-level=warn"], setup_logging=True)
    with Registry(options.database).cursor() as cr:
        for path, content in generate(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})).items():
            path.write_text(content, encoding="utf-8")
            print(f"{path.name}: {len(content.splitlines()) - 1} rows")
        cr.rollback()
    return 0


if __name__ == "__main__":
    sys.exit(main())
