from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..models.base.arguments import ids_among
from ..models.mailing.audience import Audience, Settings
from ..models.mailing.audience_table import audience_markup
from ..models.mailing.enova_creator_plan import CHANNELS

NAMED = 10  # of more than so many the window shows the number alone
SELECTED_MODELS = (
    "res.partner",
    "enova.campaign",
    "enova.campaign.member",
    "enova.project",
)


class EnovaMailMerge(models.TransientModel):
    """The window that begins a mail merge: for whom, by which way, with which text."""

    _name = "enova.mail.merge"
    _inherit = ["enova.guard.mixin"]
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
    audience = fields.Selection(
        [
            ("selected", "Chosen contractors and cards"),
            ("domain", "All that fit a filter"),
            ("filter", "All of a saved filter"),
            ("campaign", "Members of the campaign"),
            ("projects", "Contractors of chosen projects"),
        ],
        string="For whom",
        required=True,
        default="selected",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Contractors",
        domain="[('contractor_status', '!=', False)]",
    )
    chosen_ids = fields.Json(
        help="Ids of many contractors: the web client would draw a label for each."
    )
    chosen_count = fields.Integer(
        string="Chosen in the list", compute="_compute_chosen_count"
    )
    partner_domain = fields.Char(
        string="Filter", default="[('contractor_status', '!=', False)]"
    )
    filter_id = fields.Many2one(
        "ir.filters",
        string="Saved filter",
        domain="[('model_id', '=', 'res.partner')]",
        ondelete="set null",
    )
    campaign_id = fields.Many2one("enova.campaign")
    project_ids = fields.Many2many("enova.project", string="Projects")
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
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    can_create = fields.Boolean(compute="_compute_preview")

    # -- what it opens with --------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Begin with what was selected where the window was opened."""
        values = super().default_get(fields)
        selected = self._selected_records()
        if selected._name == "res.partner" and selected:
            values.update(self._prepare_chosen(selected.ids))
        elif selected._name == "enova.campaign.member" and selected:
            values.update(self._prepare_chosen(selected.partner_id.ids))
            values["campaign_id"] = selected.campaign_id[:1].id
        elif selected._name == "enova.project" and selected:
            values.update(project_ids=[Command.set(selected.ids)], audience="projects")
            values["company_id"] = selected[:1].company_id.id
        elif selected._name == "enova.campaign" and selected:
            values.update(self._prepare_campaign(selected))
        elif values.get("audience") == "selected":
            values["audience"] = "domain"
        template = self.env["mailing.mailing"].browse(values.get("template_id") or ())
        values.update(self._text_of(template))
        return values

    @api.model
    def _selected_records(self):
        """Return what was selected where the window was opened, as far as readable."""
        model = self.env.context.get("active_model")
        ids = ids_among(self.env.context.get("active_ids"))
        if model not in SELECTED_MODELS:
            return self.browse()
        # somebody may have deleted it since the list was read
        records = self.env[model].browse(dict.fromkeys(ids)).exists()
        return records._filtered_access("read")

    @api.model
    def _prepare_chosen(self, ids):
        """Return the values that hold contractors who were selected somewhere."""
        values = {"audience": "selected"}
        if len(ids) > NAMED:
            return {**values, "chosen_ids": ids}
        return {**values, "partner_ids": [Command.set(ids)]}

    @api.model
    def _prepare_campaign(self, campaign):
        """Return the values that a campaign proposes.

        :raises UserError: where several were selected
        """
        if len(campaign) > 1:
            raise UserError(
                self.env._("A mail merge is of one campaign. Choose one campaign.")
            )
        return {
            "campaign_id": campaign.id,
            "company_id": campaign.company_id.id,
            "audience": "campaign",
        }

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

    @api.depends("chosen_ids")
    def _compute_chosen_count(self):
        """Say how many there are in the place of their names."""
        for wizard in self:
            wizard.chosen_count = len(ids_among(wizard.chosen_ids))

    @api.onchange("template_id")
    def _onchange_template_id(self):
        """Take the text over."""
        if self.template_id:
            self.update(self._text_of(self.template_id))

    # -- for whom --------------------------------------------------------------------

    def _chosen(self):
        """Return who is chosen now.

        :raises UserError: for a filter that cannot be read
        """
        partners = self.env["res.partner"]
        if self.audience == "selected":
            named = self.partner_ids._origin
            chosen = named.browse(ids_among(self.chosen_ids)).exists() | named
            return chosen._filtered_access("read").filtered("active")
        if self.audience == "campaign":
            return self.campaign_id.member_ids.partner_id._filtered_access("read")
        if self.audience == "projects":
            return self.project_ids._origin.partner_id._filtered_access("read")
        text = self.partner_domain if self.audience == "domain" else ""
        if self.audience == "filter":
            if not self.filter_id:
                return partners
            text = self.filter_id.domain
        return partners._enova_filtered(text)

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
