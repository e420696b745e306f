from odoo import api, fields, models
from odoo.exceptions import UserError

CORE_FORM = "mass_mailing.view_mail_mass_mailing_form"
MAILING_USER = "mass_mailing.group_mass_mailing_user"


class MailingMailing(models.Model):
    """What the screens of mail merges show and open."""

    _inherit = "mailing.mailing"

    is_merge = fields.Boolean(
        compute="_compute_is_merge",
        search="_search_is_merge",
        help="A letter, or an e-mail whose addressees have it in their history.",
    )
    addressee_count = fields.Integer(
        string="Gets it", compute="_compute_addressee_counts"
    )
    left_out_count = fields.Integer(
        string="Left out", compute="_compute_addressee_counts"
    )
    posted_count = fields.Integer(
        string="Gone out", compute="_compute_addressee_counts"
    )
    answered_count = fields.Integer(
        string="Answered", compute="_compute_addressee_counts"
    )
    run_label = fields.Char(
        string="Goes by", compute="_compute_run_label", compute_sudo=False
    )

    @api.depends("mailing_type", "purpose")
    def _compute_is_merge(self):
        """Tell letters and e-mails with a purpose from mailings of the ERP alone."""
        for mailing in self:
            mailing.is_merge = bool(mailing._merges())

    @api.model
    def _search_is_merge(self, operator, value):
        """Agree with the compute."""
        if operator != "in":
            return NotImplemented
        domain = self._merge_domain()
        return domain if True in value else ~domain

    @api.depends("event_ids.mailing_state")
    @api.depends_context("uid")
    def _compute_addressee_counts(self):
        """Count the events that the reader may see."""
        events = self.env["enova.activity"]
        counted = {}
        if events.has_access("read"):
            groups = events._read_group(
                [("mailing_id", "in", self.ids)],
                ["mailing_id", "mailing_state", "state"],
                ["__count"],
            )
            for mailing, delivery, state, count in groups:
                figures = counted.setdefault(mailing.id, {})
                for name in (delivery, f"event_{state}"):
                    figures[name] = figures.get(name, 0) + count
        for mailing in self:
            figures = counted.get(mailing._origin.id, {})
            states = sum(n for key, n in figures.items() if key[:6] != "event_")
            mailing.left_out_count = figures.get("left_out", 0)
            mailing.addressee_count = states - mailing.left_out_count
            mailing.posted_count = figures.get("event_done", 0)
            mailing.answered_count = figures.get("answered", 0)

    @api.depends("mailing_type", "counterpart_id")
    @api.depends_context("lang")
    def _compute_run_label(self):
        """Say by which way it goes, and whether the others go by another."""
        for mailing in self:
            if mailing.counterpart_id:
                label = self.env._("E-mail and letter")
            elif mailing.mailing_type == "letter":
                label = self.env._("Letter")
            else:
                label = self.env._("E-mail")
            mailing.run_label = label

    def action_open_counterpart(self):
        """Open the other half of the run.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        if not self.counterpart_id:
            raise UserError(self.env._("%s goes one way only.", self.subject))
        return self.counterpart_id.get_formview_action()

    def action_open_editor(self):
        """Open the e-mails in the editor of the ERP.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(CORE_FORM).id, "form")],
        }

    def action_open_addressees(self):
        """Open the events of those who get it.

        :return: dict, the action that the client runs next
        """
        return self._action_events([("mailing_state", "!=", "left_out")])

    def action_open_left_out(self):
        """Open the events of those who were left out, with the reasons.

        :return: dict, the action that the client runs next
        """
        return self._action_events([("mailing_state", "=", "left_out")])

    def _action_events(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action_mailing"
        )
        return {
            **action,
            "display_name": self.subject,
            "domain": [("mailing_id", "=", self.id), *domain],
        }

    def action_review(self):
        """Open the window that says who gets it, and who is left out, and asks.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_mailing_review_action"
        )
        return {**action, "context": {"default_mailing_id": self.id}}
