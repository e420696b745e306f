import json

from odoo import fields, models

from ..base.arguments import read_arguments

FIELD = "enova_view_state"


def _settings(value):
    """Read settings, of which ours are such that the database can hold them."""
    if not isinstance(value, dict):
        raise TypeError
    written = json.dumps(value.get(FIELD), ensure_ascii=False)
    written.encode()  # halves of letters are none
    if "\\u0000" in written:
        raise ValueError
    return value


class ResUsersSettings(models.Model):
    """How each user has left the screens of the CRM."""

    _inherit = "res.users.settings"

    # By the name of a screen or of a part of it; nothing but its look hangs on it.
    enova_view_state = fields.Json(default=dict)

    @read_arguments(new_settings=_settings)
    def set_res_users_settings(self, new_settings):
        """Change the screens alone that are named; the others stay as they are.

        Two tabs of the browser each know how they have left their own screens, not how
        the other has.

        :param dict new_settings: values by name of a field
        :return: dict of what has changed, and of all screens where one was named
        """
        changed = new_settings.get(FIELD)
        if not isinstance(changed, dict):
            return super().set_res_users_settings(new_settings)
        self.ensure_one()
        former = self[FIELD] if isinstance(self[FIELD], dict) else {}
        screens = {**former, **changed}
        told = super().set_res_users_settings({**new_settings, FIELD: screens})
        # what another tab has changed meanwhile, also where this one changes nothing
        return {FIELD: self[FIELD], **told}
