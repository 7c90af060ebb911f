"""Words in Chinese and English side by side, for papers that both a customs officer and a customer read."""

LANGUAGES = ("zh_CN", "en_US")


def both(env, term, between=" / "):
    """Return ``term`` in both languages, once where they are the same.

    :param term: function of an environment, so that the words stand in the source to be translated:
        ``both(env, lambda env: env._("Carton"))``
    """
    words = (term(env(context={**env.context, "lang": lang})) for lang in LANGUAGES)
    return between.join(dict.fromkeys(word for word in words if word))
