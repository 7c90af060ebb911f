"""The company itself: name, currency, chart of accounts, the Odoo options that a factory switches on."""
from .translate import name_in_chinese

COMPANY_NAME = "Haiyun Appliances 海韵电器"

SETTINGS = [
    "group_stock_multi_locations",
    "group_stock_adv_location",
    "group_stock_production_lot",
    "group_stock_tracking_lot",
    "group_mrp_routings",
    "group_product_variant",
    "group_product_pricelist",
    "group_uom",
]


def set_up_company(env):
    """Turn the main company into the factory, or a new one where the main company is in use; return it."""
    company = env.ref("base.main_company")
    if _is_in_use(env, company):
        company = env["res.company"].create({"name": COMPANY_NAME, "country_id": env.ref("base.cn").id})
    currency = env.ref("base.CNY")
    currency.active = True
    company.partner_id.write({
        "name": COMPANY_NAME,
        "street": "168 Beijiao Industrial Avenue 北滘工业大道168号",
        "city": "Foshan 佛山",
        "state_id": env.ref("base.state_cn_GD").id,
        "zip": "528311",
        "country_id": env.ref("base.cn").id,
        "phone": "+86 757 2660 0168",
        "email": "info@haiyun.example",
        "tz": "Asia/Shanghai",
        "lang": "en_US",
    })
    if company.currency_id != currency:
        company.currency_id = currency
    if company.chart_template != "cn":
        env["account.chart.template"].try_loading("cn", company)
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    env["res.config.settings"].create(dict.fromkeys(SETTINGS, True)).execute()
    return company


def _is_in_use(env, company):
    domain = [("company_id", "=", company.id)]
    return any(
        env[model].with_context(active_test=False).search_count(domain, limit=1)
        for model in ("account.move", "stock.move", "sale.order", "purchase.order")
    )


def set_up_accounting(env, company):
    """Bank with direct settlement, payment terms, and stock accounts of raw and finished goods."""
    bank = env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "bank")], limit=1)
    # Community has no bank reconciliation: payments go straight to the bank account, so that paid means paid.
    (bank.inbound_payment_method_line_ids | bank.outbound_payment_method_line_ids).write({
        "payment_account_id": bank.default_account_id.id,
    })
    accounts = {code: _account(env, company, code) for code in ("1403", "1405", "5401")}
    # The chart sends stock variation to selling expenses; the cost of what was sold is its proper place.
    accounts["1403"].account_stock_variation_id = accounts["5401"]
    accounts["1405"].account_stock_variation_id = accounts["5401"]
    return bank, accounts


def _account(env, company, code):
    return env["account.account"].with_company(company).search([
        ("company_ids", "in", company.id), ("code", "=like", code + "%"),
    ], order="code", limit=1)


# (days, English, Chinese)
TERMS = [
    (30, "30 days after invoice", "开票后30天"),
    (45, "45 days after invoice", "开票后45天"),
    (60, "60 days after invoice", "开票后60天"),
]


def payment_terms(env):
    """{days: payment term}; 0 is payment at once."""
    terms = env["account.payment.term"].create([
        {
            "name": english,
            "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": days})],
        }
        for days, english, _chinese in TERMS
    ])
    name_in_chinese(terms, [chinese for _days, _english, chinese in TERMS])
    return {0: env.ref("account.account_payment_term_immediate")} | {
        days: term for (days, _e, _c), term in zip(TERMS, terms, strict=True)
    }
