"""Take existing reordering rules over into planning parameters, so that the quantities are kept in one place.

A rule's minimum becomes safety stock, the difference to its maximum a minimum order, its own unit an order multiple: what the
plan makes of the rule anyway (plan_snapshot.py), so taking it over changes no plan. What else applied to the product before
(from its category or the company) is copied, as the closest set applies as a whole.
"""


def open_rules(env, company):
    """The rules that the plan reads: those of the main stock of a warehouse."""
    return env["stock.warehouse.orderpoint"].search([("company_id", "=", company.id)]).filtered(
        lambda rule: rule.location_id == rule.warehouse_id.lot_stock_id)


def take_over(env, company, archive):
    """Make parameters of all rules whose product and warehouse have none of their own.

    :param archive: archive the rules as well. A rule that names a route, vendor or bill stays without quantities:
        the plan still reads from it where the product comes from.
    :return: (the new parameters, the rules that were taken over)
    """
    Parameter = env["psms.plan.parameter"]
    own = {(row.product_id, row.warehouse_id) for row in Parameter.search([
        ("company_id", "=", company.id), ("product_id", "!=", False), ("warehouse_id", "!=", False)])}
    values, taken = [], env["stock.warehouse.orderpoint"]
    for warehouse, rules in open_rules(env, company).grouped("warehouse_id").items():
        rules = rules.filtered(lambda rule: (rule.product_id, rule.warehouse_id) not in own)
        applying = Parameter._of_products(rules.product_id, warehouse, company)
        values += [_values(rule, applying[rule.product_id]) for rule in rules]
        taken |= rules
    parameters = Parameter.create(values)
    if archive:
        _retire(taken)
    return parameters, taken


def _values(rule, applying):
    values = applying._values()
    safety = max(rule.product_min_qty, 0.0)
    if values["lot_rule"] != "fixed":
        values["lot_min"] = max(values.get("lot_min") or 0.0, rule.product_max_qty - safety)
        if values.get("lot_max"):
            values["lot_max"] = max(values["lot_max"], values["lot_min"])
    unit = rule.replenishment_uom_id
    if unit and not values.get("lot_multiple") and unit.factor > rule.product_uom.factor:
        values["lot_multiple"] = unit.factor / rule.product_uom.factor
    return {
        **values,
        "safety_stock": max(values.get("safety_stock") or 0.0, safety),
        "product_id": rule.product_id.id,
        "warehouse_id": rule.warehouse_id.id,
        "company_id": rule.company_id.id,
    }


def _retire(rules):
    preferring = rules.filtered(lambda rule: rule.route_id or rule.supplier_id or rule.bom_id)
    preferring.write({"product_min_qty": 0.0, "product_max_qty": 0.0})
    (rules - preferring).action_archive()
