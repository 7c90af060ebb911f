"""The rights in Odoo's apps that an app of PSMS gives to the roles of psms_base."""

from odoo.fields import Command


def take_back(env, links):
    """Unlink the rights from the roles again when the app that gave them goes.

    :param dict links: external id of a role -> external ids of the rights that the app's security file gave it;
        what is gone already is passed over
    """
    for role, rights in links.items():
        if group := env.ref(role, raise_if_not_found=False):
            found = (env.ref(right, raise_if_not_found=False) for right in rights)
            group.implied_ids = [Command.unlink(right.id) for right in found if right]
