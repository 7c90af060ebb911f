{
    "name": "PSMS Sales",
    "summary": "One timeline from quotation to payment on every order, and who buys again",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Sales/Sales",
    "depends": ["psms_base", "sale_management", "sale_stock", "sale_crm"],
    "data": [
        "security/psms_sales_groups.xml",
        "security/ir.model.access.csv",
        "security/psms_sales_rules.xml",
        "views/sale_order_views.xml",
        "views/psms_customer_report_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/psms_sales_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "psms_sales/static/src/**/*",
        ],
        "web.assets_tests": [
            "psms_sales/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
