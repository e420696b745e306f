from odoo import api, models, tools
from odoo.exceptions import UserError

from .enova_guard_mixin import ADDON
from .moment import FIRST_DAY, LAST_DAY, is_within_reach


class EnovaGuardMixin(models.AbstractModel):
    """No day so far away that no hour can be added to it in some zone."""

    _inherit = "enova.guard.mixin"

    @api.model
    @tools.ormcache("self._name")
    def _guarded_days(self):
        """Return the names of our fields that hold a day or a moment.

        :return: tuple
        """
        whole = self._is_ours()
        return tuple(
            name
            for name, field in self._fields.items()
            if field.type in ("date", "datetime")
            and (whole or field._module == ADDON)
            and name not in models.MAGIC_COLUMNS
        )

    @api.model
    def _check_reach(self, vals_list):
        """Refuse days at the ends of the calendar."""
        super()._check_reach(vals_list)
        if self.env.su:  # what is there already must not stop a job of the system
            return
        for name in self._guarded_days():
            for vals in vals_list:
                value = vals.get(name)
                if value and not is_within_reach(value):
                    raise UserError(
                        self.env._(
                            "%(field)s: choose a day between %(first)s and %(last)s.",
                            field=self._fields[name]._description_string(self.env),
                            first=FIRST_DAY,
                            last=LAST_DAY,
                        )
                    )
