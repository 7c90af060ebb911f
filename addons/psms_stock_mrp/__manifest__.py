{
    "name": "PSMS Warehouse and Manufacturing",
    "summary": "Finished manufacturing orders write their done moves as the warehouse's rules ask",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_stock", "mrp"],
    "auto_install": True,
}
