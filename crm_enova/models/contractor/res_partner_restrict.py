from odoo import api, fields, models


class ResPartner(models.Model):
    """Contractors to their caretakers alone: a setting, off by default.

    It binds the group "Own contractors" alone, whatever other groups a person has.
    Partners without status stay readable: own companies, colleagues, oneself.
    """

    _inherit = "res.partner"

    is_own_contractor = fields.Boolean(
        compute="_compute_is_own_contractor",
        search="_search_is_own_contractor",
        exportable=False,
        help="I am a caretaker today, or it is nobody's contractor.",
    )

    @api.depends(
        "commercial_partner_id.contractor_status",
        "commercial_partner_id.caretaker_user_ids",
        "commercial_partner_id.user_id",
    )
    @api.depends_context("uid")
    def _compute_is_own_contractor(self):
        """Agree with the search, for partners that are being created."""
        user = self.env.user
        # sudo: asked for one's own name, and whether there is a status
        for partner, known in zip(self, self.sudo(), strict=True):
            company = known.commercial_partner_id
            # the salesperson, whom most are asked for, is a caretaker without a look
            # at the periods; that of a partner that is being created has none yet
            mine = company.user_id == user or user in company.caretaker_user_ids
            partner.is_own_contractor = mine or company._is_nobodys()

    @api.model
    def _search_is_own_contractor(self, operator, value):
        """Search by companies, which contact persons belong to."""
        if operator != "in":
            return NotImplemented
        domain = self._own_contractors_domain() | self._nobodys_domain()
        return domain if True in value else ~domain

    @api.model
    def _contractors_are_restricted(self):
        """Whether the setting is on, and binds the user."""
        # sudo: whether a rule is active
        rule = self.env.ref("crm_enova.res_partner_rule_own").sudo()
        user = self.env.user
        return (
            rule.active
            and user.has_group("crm_enova.crm_enova_group_own")
            and not user.has_group("crm_enova.crm_enova_group_all")
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever sees only his own becomes the caretaker of what he enters."""
        if self.env.su or not self._contractors_are_restricted():
            return super().create(vals_list)
        return super().create(
            [
                vals
                if self._belongs_to_parent(vals)
                else {"user_id": self.env.uid, **vals}
                for vals in vals_list
            ]
        )

    @api.model
    def _belongs_to_parent(self, vals):
        """Whether a contact person is created: a company under another is its own."""
        return vals.get("parent_id") and not vals.get("is_company")
