{
    "name": "PSMS Traceability and Production",
    "summary": "The material plan does not count on blocked lots",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain/Inventory",
    "depends": ["psms_trace", "psms_production"],
    "auto_install": True,
}
