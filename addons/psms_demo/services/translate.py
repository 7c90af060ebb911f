"""Chinese beside English for whatever the factory names."""

ENGLISH, CHINESE = "en_US", "zh_CN"


def activate_languages(env):
    """Both languages active, with the terms of every installed module loaded."""
    language = env["res.lang"]._activate_lang(CHINESE)
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    installed._update_translations(CHINESE)
    return language


def name_in_chinese(records, names, field="name"):
    """Give each record its Chinese `field`; `names` runs parallel to `records`."""
    for record, name in zip(records, names, strict=True):
        record.update_field_translations(field, {CHINESE: name})
