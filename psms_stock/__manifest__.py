{
    "name": "PSMS Warehouse",
    "summary": "Zones in a warehouse, and a page that receives and picks by scanning",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_base", "stock_account", "barcodes"],
    "data": [
        "security/psms_stock_groups.xml",
        "security/ir.model.access.csv",
        "security/psms_stock_rules.xml",
        "data/ir_cron.xml",
        "views/psms_stock_zone_views.xml",
        "views/psms_stock_scan_views.xml",
        "views/stock_location_views.xml",
        "views/stock_quant_views.xml",
        "views/stock_picking_views.xml",
        "views/psms_stock_class_views.xml",
        "views/res_config_settings_views.xml",
        "views/psms_stock_correction_views.xml",
        "views/psms_stock_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "psms_stock/static/src/**/*",
        ],
        "web.assets_tests": [
            "psms_stock/static/tests/tours/**/*",
        ],
    },
    "application": True,
    "uninstall_hook": "_uninstall_hook",
}
