from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.mailing.audience import Audience, Settings
from ..models.mailing.audience_table import audience_markup
from ..models.mailing.enova_creator_plan import CHANNELS


class EnovaMailMerge(models.TransientModel):
    """The window that begins a mail merge: for whom, by which way, with which text."""

    _name = "enova.mail.merge"
    _inherit = ["enova.guard.mixin", "enova.audience"]
    _description = "New mail merge"

    channel = fields.Selection(
        CHANNELS,
        string="Sent",
        required=True,
        default=lambda self: self._last_channel(),
    )
    purpose = fields.Selection(
        [("marketing", "Marketing"), ("contract", "About a contract")],
        required=True,
        default="marketing",
        help="Marketing goes to nobody who has not consented to the channel. What is"
        " about a contract needs no consent.",
    )
    consent_purpose_id = fields.Many2one(
        "enova.consent.purpose",
        string="Consent for",
        default=lambda self: self.env["mailing.mailing"]._default_consent_purpose_id(),
    )
    addressees = fields.Selection(
        [
            ("company", "Whoever is chosen"),
            ("role", "A contact person by position"),
            ("all", "The company and all contact persons"),
        ],
        string="Addressed to",
        required=True,
        default="company",
        help="By position: where nobody there has it, it goes to the company.",
    )
    addressee_function = fields.Char(
        string="Positions",
        help="Job positions or parts of them, divided by commas, such as: purchas,"
        " logist",
    )
    once_per_address = fields.Boolean(
        string="One letter per postal address",
        default=True,
        help="Switch it off where firms in one building share an address.",
    )
    template_id = fields.Many2one(
        "mailing.mailing",
        string="Text from",
        default=lambda self: self._last_template(),
        domain="[('is_merge', '=', True)]",
        help="An earlier mail merge, whose subject and text are taken over.",
    )
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize="email_outgoing")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    can_create = fields.Boolean(compute="_compute_preview")

    # -- what it opens with --------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Begin with what was selected where the window was opened."""
        values = super().default_get(fields)
        named = values.get("partner_ids") or values.get("chosen_ids")
        if values.get("audience") == "selected" and not named:
            values["audience"] = "domain"
        template = self.env["mailing.mailing"].browse(values.get("template_id") or ())
        values.update(self._text_of(template))
        return values

    @api.model
    def _refuse_campaigns(self):
        return self.env._("A mail merge is of one campaign. Choose one campaign.")

    @api.model
    def _last_template(self):
        """Return the last mail merge of the user, whose text is proposed."""
        return self.env["mailing.mailing"].search(
            [
                ("is_merge", "=", True),
                ("user_id", "=", self.env.uid),
                ("creator_run_id", "=", False),
            ],
            order="id desc",
            limit=1,
        )

    @api.model
    def _last_channel(self):
        """Return the way that the user's last mail merge went."""
        last = self._last_template()
        if last.counterpart_id:
            return "mixed"
        return (
            last.mailing_type if last.mailing_type in ("mail", "letter") else "letter"
        )

    @api.model
    def _text_of(self, template):
        """Return subject and text of an earlier mail merge, or a beginning."""
        if template:
            body = template.body_html or template.body_arch
            return {"subject": template.subject, "body": body}
        return {
            "body": Markup("<p>{},</p><p><br/></p><p>{}<br/>{}</p>").format(
                "{salutation}", "{sender}", "{company}"
            )
        }

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Take the text over."""
        if self.template_id:
            self.update(self._text_of(self.template_id))

    # -- for whom --------------------------------------------------------------------

    def _chosen(self):
        """Return who is chosen now, as far as the user may read them.

        :raises UserError: for a filter that cannot be read
        """
        chosen = super()._chosen()._filtered_access("read")
        return chosen.filtered("active") if self.audience == "selected" else chosen

    def _settings(self):
        """Return how the audience is settled."""
        return Settings(
            channel=self.channel,
            addressees=self.addressees,
            function=self.addressee_function,
            purpose=self.purpose,
            consent_purpose=self.consent_purpose_id,
            company=self.company_id,
            once=self.once_per_address,
        )

    @api.depends(
        "channel",
        "purpose",
        "consent_purpose_id",
        "audience",
        "partner_ids",
        "chosen_ids",
        "partner_domain",
        "filter_id",
        "campaign_id",
        "project_ids",
        "addressees",
        "addressee_function",
        "once_per_address",
        "company_id",
    )
    def _compute_preview(self):
        """Show who gets it and who is left out, or what is wrong."""
        for wizard in self:
            try:
                split = Audience(wizard._chosen(), wizard._settings()).split()
                wizard.preview = audience_markup(wizard.env, split)
                wizard.can_create = bool(split)
            except (UserError, AccessError) as error:
                wizard.can_create = False
                wizard.preview = Markup('<p class="o_enova_alarm">{}</p>').format(
                    str(error)
                )

    # -- what comes of it ----------------------------------------------------------

    def action_write(self):
        """Make the mail merge, both halves of one that goes either way, as a draft.

        :return: dict, the action that opens it
        :raises UserError: when nobody is chosen, or there is no subject
        """
        self.ensure_one()
        if not (self.subject or "").strip():
            raise UserError(self.env._("Write the subject of the mail merge."))
        if not self._chosen():
            raise UserError(self.env._("Nobody is chosen. Choose for whom first."))
        mailings = self.env["mailing.mailing"]
        run = mailings._create_run(self.channel, self._prepare_mailing())
        return run[0].get_formview_action()

    def _prepare_mailing(self):
        """Return the values of the mail merge."""
        audience, domain = self.audience, self.partner_domain
        if audience == "filter":
            # what it finds now: somebody may change the filter
            audience, domain = "domain", self.filter_id.domain
        elif audience != "domain":
            domain = repr([("id", "in", self._chosen().ids)])
        values = {
            "subject": self.subject.strip(),
            "body_html": self.body or "",
            "purpose": self.purpose,
            "consent_purpose_id": self.consent_purpose_id.id,
            "audience": audience,
            "mailing_domain": domain,
            "addressees": self.addressees,
            "addressee_function": self.addressee_function,
            "once_per_address": self.once_per_address,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
        }
        if self.campaign_id:
            # sudo: the id of the ERP's campaign behind one that the user may read
            values["campaign_id"] = self.campaign_id.sudo().campaign_id.id
        if audience == "projects":
            values["project_ids"] = [Command.set(self.project_ids._origin.ids)]
        return values
