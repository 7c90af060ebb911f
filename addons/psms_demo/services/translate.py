"""Chinese beside English for whatever the factory names."""

ENGLISH, CHINESE = "en_US", "zh_CN"


def activate_languages(env):
    """Both languages active, with the terms of every installed module loaded."""
    if CHINESE in dict(env["res.lang"].get_installed()):
        # The terms came with each module already, and loading them all again takes a while.
        return
    env["res.lang"]._activate_lang(CHINESE)
    env["ir.module.module"].search([("state", "=", "installed")])._update_translations(CHINESE)


def name_in_chinese(records, names, field="name"):
    """Give each record its Chinese `field`; `names` runs parallel to `records`."""
    for record, name in zip(records, names, strict=True):
        record.update_field_translations(field, {CHINESE: name})
