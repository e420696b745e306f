from odoo import models


class EnovaThreadMixin(models.AbstractModel):
    """A record with a discussion of its own."""

    _name = "enova.thread.mixin"
    _description = "Record with a discussion"
    _inherit = "mail.thread"

    def _creation_message(self):
        """Say that the record was made, in words that agree with any name of a model.

        The host says "%s created": the verb has the gender of one name in the
        languages that have genders, and where no language is in the context, as in
        a nightly job, its two words are of two languages.

        :return: str
        """
        self.ensure_one()
        lang = self.env.lang or self.env.user.lang
        env = self.with_context(lang=lang).env
        return env._("New: %(kind)s", kind=env["ir.model"]._get(self._name).name)
