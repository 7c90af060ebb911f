"""Who sees what goods cost: not those whose work is to move and to make them.

Odoo shows costs to every internal user and values of moves to everybody in Inventory. A person is kept
from them by the roles held: a store keeper, operator or inspector who holds no role that needs costs.
Odoo's own transitions read costs as the user; they are marked (services/posting.py) and go on.

What this cannot hide: figures that Odoo's reports work out as superuser, and whoever has Odoo's rights
without a role of PSMS; docs/warehouse.md lists them.
"""

from . import posting

#: roles that have no use for costs
_BLIND = ("psms_base.group_store_keeper", "psms_base.group_operator", "psms_base.group_inspector")
#: roles that have, whatever else the person does
_SEEING = (
    "psms_base.group_warehouse_supervisor", "psms_base.group_accountant", "psms_base.group_planner",
    "psms_base.group_salesperson",
)

#: model -> fields that tell a cost or a value of stock
FIELDS = {
    "product.template": {"standard_price", "avg_cost", "total_value"},
    "product.product": {"standard_price", "avg_cost", "total_value"},
    "product.supplierinfo": {"price", "price_discounted", "discount"},
    "stock.lot": {"standard_price", "avg_cost", "total_value"},
    "stock.move": {
        "value", "value_manual", "value_justification", "value_computed_justification", "standard_price", "price_unit",
        "remaining_value",
    },
    "stock.quant": {"value"},
}


def is_blind(env):
    """Whether this user is kept from costs, here and now."""
    return not env.su and not posting.is_transition() and is_blind_user(env.user)


def is_blind_user(user):
    return any(map(user.has_group, _BLIND)) and not any(map(user.has_group, _SEEING))


def strip(env, model_name, node):
    """Take the fields of ``FIELDS`` out of the architecture of a view, with those of lists inside it."""
    model, hidden = env[model_name], FIELDS.get(model_name, ())
    for child in list(node):
        name = child.get("name")
        if child.tag == "label" and child.get("for") in hidden:
            value = child.getnext()
            if value is not None and value.find(f".//field[@name='{child.get('for')}']") is not None:
                node.remove(value)  # with its unit
        if (child.tag == "field" and name in hidden) or (child.tag == "label" and child.get("for") in hidden):
            node.remove(child)
            continue
        inner = model._fields.get(name) if child.tag == "field" else None
        strip(env, inner.comodel_name if inner is not None and inner.comodel_name in env else model_name, child)
