from odoo import api, models
from odoo.fields import Command

from ..base.context import OWN_IDENTITY
from .import_run import ImportRun


class ResPartner(models.Model):
    """Contractors that come by themselves are shared out by the rules of a manager.

    Those of an import, those that a portal or a website makes, and business cards,
    where nobody is named as caretaker. What a member of the group "Own contractors"
    enters is theirs, by whatever road.
    """

    _inherit = "res.partner"

    @api.model
    def _enova_fill_values(self, vals_list):
        """Propose the caretaker of the first rule that fits."""
        vals_list = super()._enova_fill_values(vals_list)
        if OWN_IDENTITY.is_on(self.env) or self._keeps_what_it_enters():
            return vals_list
        shared = [vals for vals in vals_list if self._is_shared_out(vals)]
        rules = self.env["enova.sharing.rule"]._rules() if shared else None
        if not rules:
            return vals_list
        return [
            {**vals, "user_id": self._shared_user(rules, vals).id}
            if self._is_shared_out(vals)
            else vals
            for vals in vals_list
        ]

    @api.model
    def _keeps_what_it_enters(self):
        """Whether the user is a member of "Own contractors", and of no group above."""
        user = self.env.user
        own, everyone = "crm_enova.crm_enova_group_own", "crm_enova.crm_enova_group_all"
        return user.has_group(own) and not user.has_group(everyone)

    @api.model
    def _is_shared_out(self, vals):
        """Whether rules say whose a new partner is."""
        context = self.env.context
        if vals.get("parent_id") or context.get("default_parent_id"):
            return False
        if vals.get("user_id") or context.get("default_user_id"):
            return False
        usual = context.get("default_contractor_status", "contractor")
        status = vals.get("contractor_status", usual)
        comes_by_itself = self.env.user.share or ImportRun.of(self.env)
        return status == "card" or bool(status and comes_by_itself)

    @api.model
    def _shared_user(self, rules, vals):
        """Return the caretaker of a partner with these values."""
        company = self.env["res.company"].browse(vals.get("company_id") or ())
        return rules._user_for(
            vals.get("zip"),
            vals.get("country_id"),
            _linked_ids(vals.get("category_id")),
            company,
        )

    def _shared_users(self):
        """Return who would be the caretaker of each of these contractors, by rules.

        :return: dict of recordsets of partners by user; an empty one for those left
        """
        rules = self.env["enova.sharing.rule"]._rules()
        return self.grouped(
            lambda partner: rules._user_for(
                partner.zip,
                partner.country_id.id,
                set(partner.category_id.ids),
                partner.company_id,
            )
        )


def _linked_ids(commands):
    """Return the ids that commands of a new record link."""
    ids = set()
    for command in commands or ():
        if not isinstance(command, (list, tuple)):
            ids.add(command)
        elif command[0] == Command.LINK:
            ids.add(command[1])
        elif command[0] == Command.SET:
            ids.update(command[2])
    return ids
