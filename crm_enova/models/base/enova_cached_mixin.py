from odoo import api, models


class EnovaCachedMixin(models.AbstractModel):
    """Lines of configuration of which an answer is remembered until one changes.

    The inheriting model has a method under ``tools.ormcache``.
    """

    _name = "enova.cached.mixin"
    _description = "Configuration that is remembered"

    @api.model_create_multi
    def create(self, vals_list):
        """Forget what was remembered of the lines."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Forget what was remembered of the lines."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Forget what was remembered of the lines."""
        self.env.registry.clear_cache()
        return super().unlink()
