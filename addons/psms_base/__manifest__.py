{
    "name": "PSMS Base",
    "summary": "Roles, safe repeats, outbox, documents and indicators that the PSMS apps share",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain",
    "depends": ["base", "mail", "web"],
    "data": [
        "security/psms_groups.xml",
    ],
}
