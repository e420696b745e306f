from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """During a merge write only what changes.

        Core writes all values of the kept partner back to it, its own included. That
        would compute anew what depends on them, for all its thousands of activities,
        and check a tax number that nobody has touched.
        """
        if "enova_merge" in self.env.context and len(self) == 1:
            vals = {name: v for name, v in vals.items() if self._differs(name, v)}
        return super().write(vals)

    def _differs(self, name, value):
        """Whether writing a value would change it."""
        current = self[name]
        if self._fields[name].type == "many2one":
            current = current.id
        return current != value
