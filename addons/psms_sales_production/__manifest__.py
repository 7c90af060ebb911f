{
    "name": "PSMS Sales and Production",
    "summary": "Plan and production of an order on its timeline",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Sales/Sales",
    "depends": ["psms_sales", "psms_production"],
    "auto_install": True,
}
