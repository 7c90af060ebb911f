{
    "name": "PSMS Warehouse and Purchase",
    "summary": "Vendors are named without their prices to who may not see these; receipts know their orders",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_stock", "purchase_stock"],
    "auto_install": True,
}
