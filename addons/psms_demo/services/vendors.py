"""Vendors and what they ask for each part: lead time, minimum, price breaks."""
from .catalogue import ITEMS
from .partners import PRICE_BREAKS, SOURCES, VENDORS
from .translate import name_in_chinese


def make_vendors(env, terms):
    """{key: partner}"""
    tag = env["res.partner.category"].create({"name": "Vendor", "color": 3})
    name_in_chinese(tag, ["供应商"])
    vendors = env["res.partner"].create([
        {
            "name": name,
            "company_type": "company",
            "city": city,
            "country_id": env.ref("base.cn").id,
            "email": f"orders@{key}.example",
            "supplier_rank": 1,
            "category_id": [(4, tag.id)],
            "property_supplier_payment_term_id": terms[days].id,
        }
        for key, (name, city, _lead, days, _tendency) in VENDORS.items()
    ])
    return dict(zip(VENDORS, vendors, strict=True))


def make_prices(env, company, products, vendors):
    """Vendor price lists: three price breaks each, and a second, dearer source for some parts."""
    rows = []
    for code, (key, minimum, second) in SOURCES.items():
        price = ITEMS[code].price
        rows += [
            _row(company, products[code], vendors[key], VENDORS[key][2], minimum * times, price * factor, place)
            for place, (times, factor) in enumerate(PRICE_BREAKS, start=1)
        ]
        if second:
            rows.append(_row(
                company, products[code], vendors[second], VENDORS[second][2] + 3, minimum, price * 1.06, 9,
            ))
    return env["product.supplierinfo"].create(rows)


def _row(company, product, vendor, delay, minimum, price, sequence):
    return {
        "product_tmpl_id": product.product_tmpl_id.id,
        "partner_id": vendor.id,
        "company_id": company.id,
        "currency_id": company.currency_id.id,
        "delay": delay,
        "min_qty": minimum,
        "price": round(price, 4),
        "sequence": sequence,
        "product_code": f"{vendor.id:04d}-{product.default_code}",
    }
