"""Customers of five segments with their price lists, terms and tags."""
from .partners import CUSTOMERS, SEGMENTS
from .translate import name_in_chinese

# key: (English, Chinese, discount in per cent)
PRICE_LISTS = {
    "standard": ("List prices", "标准价格表", 0),
    "distributor": ("Distributor prices", "经销商价格表", 8),
    "retail": ("Retail chain prices", "零售连锁价格表", 5),
}


def make_price_lists(env, company):
    """{key: price list}. Odoo made lists for the company before its currency was ours; they follow."""
    env["product.pricelist"].search([("company_id", "=", company.id)]).currency_id = company.currency_id
    lists = env["product.pricelist"].create([
        {
            "name": english,
            "currency_id": company.currency_id.id,
            "company_id": company.id,
            "item_ids": [(0, 0, {
                "applied_on": "3_global",
                "compute_price": "percentage",
                "percent_price": discount,
            })],
        }
        for english, _chinese, discount in PRICE_LISTS.values()
    ])
    name_in_chinese(lists, [chinese for _english, chinese, _discount in PRICE_LISTS.values()])
    return dict(zip(PRICE_LISTS, lists, strict=True))


def make_customers(env, terms, price_lists, salesperson):
    """Partners in the order of the table."""
    tags = env["res.partner.category"].create([
        {"name": english, "color": place + 1} for place, (english, *_rest) in enumerate(SEGMENTS.values())
    ])
    name_in_chinese(tags, [chinese for _english, chinese, *_rest in SEGMENTS.values()])
    tag_of = dict(zip(SEGMENTS, tags, strict=True))
    partners = env["res.partner"].create([
        {
            "name": name,
            "company_type": "company",
            "city": city,
            "country_id": env.ref(f"base.{country}").id,
            "email": f"purchasing{number}@customer.example",
            "customer_rank": 1,
            "category_id": [(4, tag_of[segment].id)],
            "user_id": salesperson.id,
            "property_payment_term_id": terms[SEGMENTS[segment][2]].id,
        }
        for number, (name, segment, city, country, _size, _families) in enumerate(CUSTOMERS, start=1)
    ])
    for partner, (_name, segment, *_rest) in zip(partners, CUSTOMERS, strict=True):
        partner.specific_property_product_pricelist = price_lists[SEGMENTS[segment][3]]
    return partners
