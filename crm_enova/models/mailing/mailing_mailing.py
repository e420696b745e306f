from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..base.context import SYSTEM
from ..base.ruled_search import search_under_rules

# What the audience has been settled by, and what they are sent.
SETTLED_FIELDS = {
    "subject",
    "body_html",
    "body_arch",
    "mailing_type",
    "mailing_model_id",
    "mailing_domain",
    "audience",
    "addressees",
    "addressee_function",
    "purpose",
    "consent_purpose_id",
    "once_per_address",
    "project_ids",
    "company_id",
}
CONTRACTORS = [("contractor_status", "!=", False)]


class MailingMailing(models.Model):
    """A mail merge: one text, as e-mails or as letters, to an audience that is frozen.

    E-mails stay core's, from the editor to the statistics. What is ours is the letter,
    which core's queue must never send; the audience, which is settled once, when the
    mail merge is queued; and the event of each addressee, those left out included.
    A mailing of core's that has no purpose is none of ours, and is left as it is.

    A run that goes by e-mail where possible and else by letter is two mailings, each
    the other's counterpart, of one audience.
    """

    _name = "mailing.mailing"
    _inherit = ["mailing.mailing", "enova.guard.mixin"]

    mailing_type = fields.Selection(
        selection_add=[("letter", "Letter")],
        ondelete={"letter": lambda mailings: mailings._letters_uninstalled()},
    )
    # whoever may make a mailing, but knows nothing of models or mail servers
    mailing_model_real = fields.Char(compute_sudo=True)
    mail_server_id = fields.Many2one(
        # sudo: the id of the server that the settings name
        default=lambda self: self.sudo()._get_default_mail_server_id()
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index="btree_not_null",
        help="Whose letterhead and whose history it is.",
    )
    purpose = fields.Selection(
        [("marketing", "Marketing"), ("contract", "About a contract")],
        compute="_compute_purpose",
        store=True,
        readonly=False,
        precompute=True,
        help="Marketing goes to nobody who has not consented to the channel. What is"
        " about a contract needs no consent. Each addressee of either has it in the"
        " history. Empty: a mailing of the ERP alone, without history.",
    )
    consent_purpose_id = fields.Many2one(
        "enova.consent.purpose",
        string="Consent for",
        default=lambda self: self._default_consent_purpose_id(),
        ondelete="restrict",
        help="What the addressees have to have consented to.",
    )
    audience = fields.Selection(
        [
            ("selected", "Chosen contractors and cards"),
            ("domain", "All that fit a filter"),
            ("campaign", "Members of the campaign"),
            ("projects", "Contractors of chosen projects"),
        ],
        default="domain",
    )
    addressees = fields.Selection(
        [
            ("company", "Whoever is chosen"),
            ("role", "A contact person by position"),
            ("all", "The company and all contact persons"),
        ],
        string="Addressed to",
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
    project_ids = fields.Many2many(
        "enova.project",
        "enova_mailing_project_rel",
        "mailing_id",
        "project_id",
        string="Projects",
        copy=False,
        search=search_under_rules("project_ids"),
    )
    counterpart_id = fields.Many2one(
        "mailing.mailing",
        string="Other half of the run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The letters of a run that goes by e-mail where possible, or its e-mails.",
    )
    audience_frozen = fields.Datetime(
        string="Audience settled on",
        readonly=True,
        copy=False,
        help="From then on neither the filter nor a new consent adds anybody.",
    )
    frozen_subject = fields.Char(readonly=True, copy=False)
    # what was sanitised on the way into the body
    frozen_body = fields.Html(readonly=True, copy=False, sanitize=False)
    event_ids = fields.One2many(
        "enova.activity",
        "mailing_id",
        string="Addressees",
        search=search_under_rules("event_ids"),
    )

    @api.model
    def _default_consent_purpose_id(self):
        """Return the purpose that mailings are about."""
        # sudo: the id alone, of what everybody with the CRM may read
        purposes = self.env["enova.consent.purpose"].sudo()
        return purposes.search([], order="is_mailing desc, sequence, id", limit=1)

    @api.depends("mailing_type")
    def _compute_purpose(self):
        """Take letters for marketing until somebody says otherwise."""
        for mailing in self:
            if mailing.mailing_type == "letter" and not mailing.purpose:
                mailing.purpose = "marketing"

    @api.depends("mailing_type")
    def _compute_medium_id(self):
        """Keep letters apart in the statistics of the ERP."""
        result = super()._compute_medium_id()
        email = self.env.ref("utm.utm_medium_email", raise_if_not_found=False)
        letter = self.env.ref("crm_enova.utm_medium_letter", raise_if_not_found=False)
        for mailing in self:
            is_letter = mailing.mailing_type == "letter"
            if is_letter and (not mailing.medium_id or mailing.medium_id == email):
                mailing.medium_id = letter
            elif not is_letter and letter and mailing.medium_id == letter:
                mailing.medium_id = email
        return result

    @api.constrains("mailing_type", "purpose", "mailing_model_id")
    def _check_recipients_model(self):
        """Refuse a mail merge to anything but contacts: only they have a history."""
        for mailing in self._merges():
            if mailing.mailing_model_real != "res.partner":
                raise ValidationError(
                    self.env._(
                        "%(mailing)s: a mail merge goes to contacts. Choose Contact as"
                        " the recipients, or leave the purpose empty.",
                        mailing=mailing.subject,
                    )
                )

    @api.constrains("mailing_type", "purpose")
    def _check_letter_purpose(self):
        """A letter without a purpose would ask nobody's consent, and leave no event."""
        for mailing in self:
            if mailing.mailing_type == "letter" and not mailing.purpose:
                raise ValidationError(
                    self.env._(
                        "%s: say whether the letters are marketing or about a"
                        " contract.",
                        mailing.subject,
                    )
                )

    @api.constrains("mailing_type", "ab_testing_enabled")
    def _check_letter_test(self):
        """Nobody learns which of two letters was opened more often."""
        for mailing in self:
            if mailing.mailing_type == "letter" and mailing.ab_testing_enabled:
                raise ValidationError(
                    self.env._(
                        "%s: letters cannot be tested against each other. Switch the"
                        " A/B test off.",
                        mailing.subject,
                    )
                )

    @api.constrains("addressees", "addressee_function")
    def _check_addressee_function(self):
        """A contact person by position needs the position."""
        for mailing in self:
            wanted = (mailing.addressee_function or "").replace(",", " ").strip()
            if mailing.addressees == "role" and not wanted:
                raise ValidationError(
                    self.env._(
                        "%s: say which positions the contact persons have.",
                        mailing.subject,
                    )
                )

    @api.constrains("subject", "body_html", "body_arch", "preview", "purpose")
    def _check_placeholders(self):
        """Refuse what nobody can fill in, and what would be evaluated."""
        for mailing in self._merges():
            mailing._check_texts()

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create; a mail merge goes to contacts unless told otherwise."""
        values = [self._fill_merge_values(vals) for vals in vals_list]
        mailings = super().create(values)
        mailings._settle_queued()
        return mailings

    def write(self, vals):
        """Refuse to change what the audience has been settled by.

        What comes into the queue has its audience settled, by whichever road it comes:
        core would find it as the system, later.
        """
        self._check_not_settled(vals)
        mails = self.filtered(lambda m: m.purpose and m.mailing_type == "mail")
        if "body_html" in vals and "body_arch" not in vals and mails == self:
            # what was written without core's editor is what it shows
            vals = {**vals, "body_arch": vals["body_html"]}
        result = super().write(vals)
        if "state" in vals:
            self._settle_queued()
        return result

    def copy_data(self, default=None):
        """Let a copy of a half of a run be a mail merge of its own."""
        copies = super().copy_data(default)
        for mailing, vals in zip(self, copies, strict=True):
            if not vals.get("contact_list_ids"):
                # core gives none, too, which not everybody with the CRM may write
                vals.pop("contact_list_ids", None)
            if vals and mailing.audience == "projects":
                vals["project_ids"] = [fields.Command.set(mailing.project_ids.ids)]
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_events(self):
        """Refuse: the history of the addressees leads here.

        :raises UserError: naming the mailings
        """
        # sudo: whether there are any, whoever may see them
        events = self.env["enova.activity"].sudo().with_context(active_test=False)
        kept = events.search_fetch(
            [("mailing_id", "in", self.ids)], ["mailing_id"]
        ).mailing_id
        if kept:
            raise UserError(
                self.env._(
                    "Their addressees have these in their history: %s. Archive them"
                    " instead.",
                    ", ".join(kept.mapped("subject")),
                )
            )

    @api.model
    def _fill_merge_values(self, vals):
        """Return values of a new mailing; a mail merge knows whom it is for."""
        default = self.env.context.get
        kind = vals.get("mailing_type") or default("default_mailing_type")
        purpose = vals.get("purpose") or default("default_purpose")
        model = vals.get("mailing_model_id") or default("default_mailing_model_id")
        if (kind != "letter" and not purpose) or model:
            return vals
        filled = {
            **vals,
            # sudo: the id of a model
            "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
        }
        if not default("default_mailing_domain"):
            filled.setdefault("mailing_domain", repr(CONTRACTORS))
        return filled

    def _check_not_settled(self, vals):
        """Refuse what would make the history say what was not sent.

        :raises UserError: naming the mailings and what to do
        """
        names = SETTLED_FIELDS & vals.keys()
        if not names or SYSTEM.is_on(self.env):
            return
        for mailing in self.filtered("audience_frozen"):
            changed = [name for name in sorted(names) if mailing._differs(name, vals)]
            if changed:
                label = self._fields[changed[0]]._description_string(self.env)
                raise UserError(
                    self.env._(
                        "%(mailing)s is queued: its text and its audience stay as they"
                        " are (%(field)s). Cancel it first, or duplicate it.",
                        mailing=mailing.subject,
                        field=label,
                    )
                )

    def _differs(self, name, vals):
        """Tell whether values would change a field of one mailing."""
        field = self._fields[name]
        if field.type == "many2many":
            return True
        new = field.convert_to_cache(vals[name], self)
        return new != field.convert_to_cache(self[name], self)

    # -- which of them are ours ----------------------------------------------------

    def _merges(self):
        """Return those that are mail merges: letters, and e-mails with a purpose."""
        return self.filtered(lambda m: m.mailing_type == "letter" or m.purpose)

    def _letters(self):
        """Return those that are letters."""
        return self.filtered(lambda mailing: mailing.mailing_type == "letter")

    @api.model
    def _merge_domain(self):
        """Return the domain of mail merges; see :meth:`_merges`."""
        return Domain("mailing_type", "=", "letter") | Domain("purpose", "!=", False)

    def _get_default_mailing_domain(self):
        """Propose contractors and cards for a mail merge."""
        if self._merges() and self.mailing_model_name == "res.partner":
            return Domain(CONTRACTORS)
        return super()._get_default_mailing_domain()
