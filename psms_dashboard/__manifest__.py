{
    "name": "PSMS Dashboard",
    "summary": "Order fulfilment, inventory turnover, production efficiency and gross margin by week",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain",
    "depends": ["psms_base", "sale_stock", "mrp_account"],
    "data": [
        "security/psms_dashboard_groups.xml",
        "data/psms_indicators.xml",
        "views/account_move_line_views.xml",
        "views/mrp_workorder_views.xml",
        "views/sale_order_line_views.xml",
        "views/stock_move_views.xml",
        "views/psms_dashboard_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "psms_dashboard/static/src/dashboard/*",
        ],
        "web.assets_tests": [
            "psms_dashboard/static/tests/tours/*",
        ],
    },
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
