{
    "name": "PSMS Picking and Delivery Methods",
    "summary": "Waves by carrier, the cut-off of each carrier, carrier on the shipping marks",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_picking", "stock_delivery"],
    "data": [
        "security/ir.model.access.csv",
        "views/delivery_carrier_views.xml",
        "views/psms_release_views.xml",
    ],
    "auto_install": True,
}
