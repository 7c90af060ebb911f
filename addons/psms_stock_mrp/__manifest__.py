{
    "name": "PSMS Warehouse and Manufacturing",
    "summary": "Manufacturing orders claim the stock that they move, and write their done moves as the warehouse asks",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_stock", "mrp"],
    "auto_install": True,
}
