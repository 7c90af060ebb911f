{
    "name": "PSMS Background Work",
    "summary": "Long work that people ask for, follow in a dialog and cancel, done by jobs of queue_job",
    "version": "19.0.1.0.0",
    "author": "PSMS",
    "license": "LGPL-3",
    "category": "Supply Chain",
    "depends": ["psms_base", "queue_job"],
    "assets": {
        "web.assets_backend": ["psms_job/static/src/**/*"],
        "web.assets_unit_tests": ["psms_job/static/tests/*.test.js"],
    },
}
