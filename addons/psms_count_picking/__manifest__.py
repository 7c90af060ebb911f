{
    "name": "PSMS Counts and Picking",
    "summary": "What a picker does not find is asked to be counted",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_count", "psms_picking"],
    "auto_install": True,
}
