"""Products with categories, variants, barcodes and planning settings."""
from odoo.fields import Command

from .catalogue import CATEGORIES, COLOUR, COLOURS, FINISHED, ITEMS, KIT, ean13
from .partners import SOURCES
from .translate import name_in_chinese


def make_categories(env, accounts):
    """{kind: category}; bought goods at average cost, made goods at a standard that variances are measured against."""
    finished = accounts["1405"]
    materials = accounts["1403"]
    categories = env["product.category"].create([
        {
            "name": english,
            "property_cost_method": method,
            "property_valuation": "periodic",
            "property_stock_valuation_account_id": (finished if kind == "finished" else materials).id,
        }
        for kind, (english, _chinese, method) in CATEGORIES.items()
    ])
    name_in_chinese(categories, [chinese for _english, chinese, _method in CATEGORIES.values()])
    return dict(zip(CATEGORIES, categories, strict=True))


def make_products(env, categories):
    """{code: product.product} for every item of the catalogue and the kit."""
    single = [item for item in ITEMS.values() if item.code not in COLOURS]
    numbers = {code: number for number, code in enumerate([*ITEMS, KIT[0]], start=1)}
    templates = env["product.template"].create([
        {
            **_values(env, item, categories),
            "default_code": item.code,
            "barcode": ean13(numbers[item.code]),
            "standard_price": item.price if item.kind in ("material", "part", "packaging") else 0.0,
        }
        for item in single
    ])
    name_in_chinese(templates, [item.chinese for item in single])
    products = {item.code: template.product_variant_id for item, template in zip(single, templates, strict=True)}
    products.update(_make_coloured(env, categories, numbers))
    products[KIT[0]] = _make_kit(env, categories, numbers)
    _set_planning_parameters(env, products)
    return products


def _values(env, item, categories):
    uom = env.ref("uom.product_uom_kgm" if item.unit == "kg" else "uom.product_uom_unit")
    made = item.kind in ("finished", "semi")
    return {
        "name": item.english,
        "type": "consu",
        "is_storable": True,
        "tracking": item.tracking,
        "categ_id": categories[item.kind].id,
        "uom_id": uom.id,
        "weight": item.weight or (1.0 if item.unit == "kg" else 0.0),
        "sale_ok": item.kind == "finished",
        "purchase_ok": not made,
        "list_price": item.price if item.kind == "finished" else 0.0,
        "invoice_policy": "delivery",
        "purchase_method": "receive",
    }


def _set_planning_parameters(env, products):
    """How many weeks one order covers, in which multiples, and the vendor's usual minimum."""
    env["psms.plan.parameter"].create([{
        "product_id": products[item.code].id,
        "lot_rule": "days",
        "lot_days": round(item.weeks * 7),
        "lot_multiple": item.multiple,
        "lot_min": SOURCES[item.code][1] if item.code in SOURCES else 0.0,
    } for item in ITEMS.values()])


def _make_coloured(env, categories, numbers):
    """The smart rice cooker: one template, one variant for each colour."""
    english, chinese = COLOUR
    attribute = env["product.attribute"].create({"name": english, "create_variant": "always"})
    name_in_chinese(attribute, [chinese])
    values = env["product.attribute.value"].create([
        {"name": name, "attribute_id": attribute.id, "sequence": place}
        for place, (name, _chinese) in enumerate(COLOURS.values())
    ])
    name_in_chinese(values, [name for _english, name in COLOURS.values()])
    item = next(item for item in FINISHED if item.code in COLOURS)
    template = env["product.template"].create({
        **_values(env, item, categories),
        "attribute_line_ids": [Command.create({"attribute_id": attribute.id, "value_ids": [Command.set(values.ids)]})],
    })
    name_in_chinese(template, [item.chinese])
    variants = template.product_variant_ids.sorted(
        lambda variant: values.ids.index(variant.product_template_attribute_value_ids.product_attribute_value_id.id),
    )
    products = dict(zip(COLOURS, variants, strict=True))
    for code, product in products.items():
        product.write({"default_code": code, "barcode": ean13(numbers[code])})
    return products


def _make_kit(env, categories, numbers):
    code, english, chinese, price = KIT
    template = env["product.template"].create({
        "name": english,
        "default_code": code,
        "barcode": ean13(numbers[code]),
        "type": "consu",
        "is_storable": False,
        "categ_id": categories["finished"].id,
        "list_price": price,
        "purchase_ok": False,
        "invoice_policy": "delivery",
        "psms_planned": False,
    })
    name_in_chinese(template, [chinese])
    return template.product_variant_id
