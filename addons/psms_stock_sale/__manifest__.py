{
    "name": "PSMS Warehouse and Sales",
    "summary": "Orders for the same scarce product are confirmed one after the other",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_stock", "sale_stock"],
    "auto_install": True,
}
