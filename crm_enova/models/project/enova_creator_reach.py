from odoo import api, fields, models

# What a task of a channel needs: the reason without it, and the channel of consents.
REACH = {
    "phone": ("no_phone", "phone"),
    "email": ("no_email", "email"),
    "letter": ("no_address", "post"),
}


class EnovaCreatorPlan(models.AbstractModel):
    """Whom calls, e-mails and letters of a template would not reach, or must not."""

    _inherit = "enova.creator.plan"

    need_address = fields.Boolean(
        string="Leave out whom nothing reaches",
        default=True,
        help="Whoever has no phone number where the template has a call, no e-mail"
        " address where it has an e-mail, no street and town where it has a letter.",
    )
    consent = fields.Selection(
        [
            ("withdrawn", "Leave out who has withdrawn it"),
            ("given", "Only those who have given it"),
            ("any", "Do not ask"),
        ],
        required=True,
        default="withdrawn",
        help="To calls, e-mails or letters, whichever the template has.",
    )
    consent_purpose_id = fields.Many2one(
        "enova.consent.purpose",
        string="Purpose",
        default=lambda self: self._default_consent_purpose_id(),
        help="What the consent is for.",
    )
    asks_reach = fields.Boolean(compute="_compute_asks_reach")

    @api.model
    def _default_consent_purpose_id(self):
        purposes = self.env["enova.consent.purpose"]
        return purposes.search([], order="is_mailing desc, sequence, id", limit=1)

    @api.depends("playbook_id")
    def _compute_asks_reach(self):
        """Ask only where the template has something that has to arrive."""
        for plan in self:
            plan.asks_reach = bool(plan._reach_channels())

    def _reach_channels(self):
        """Return the channels of the template's lines that need an address."""
        channels = set(self.playbook_id.line_ids.type_id.mapped("channel"))
        return [channel for channel in REACH if channel in channels]

    def _out_of_reach(self, people):
        """Return whom the template would not reach, and why; one query for all.

        :param dict people: ids of contractor and person there, by any key
        :return: dict of the names of reasons by key
        """
        channels = self._reach_channels()
        if not channels:
            return {}
        ids = {person_id for persons in people.values() for person_id in persons}
        # sudo: whether a person of a chosen contractor can be reached, nothing else
        everyone = {p.id: p for p in self.env["res.partner"].sudo().browse(ids)}
        told = self._consents(ids, channels)
        reasons = {}
        for key, persons in people.items():
            for channel in channels:
                lacking, consent = REACH[channel]
                if self.need_address and not any(
                    self._has_address(everyone[person], channel) for person in persons
                ):
                    reasons.setdefault(key, lacking)
                answers = {told.get((person, consent)) for person in persons}
                if self._refused(answers):
                    reasons.setdefault(key, "no_consent")
        return reasons

    def _refused(self, answers):
        """Whether contractor and person have said no, or not yes where that counts."""
        if self.consent == "given" and "given" not in answers:
            return True
        return self.consent != "any" and "withdrawn" in answers

    @api.model
    def _has_address(self, person, channel):
        """Whether a call, an e-mail or a letter finds somebody."""
        if channel == "letter":
            return person.street and person.city
        return person[channel]

    def _consents(self, ids, channels):
        """Return what people have said last, by id and channel of the consent."""
        if self.consent == "any":
            return {}
        # sudo: yes or no of those that the user has chosen, and nothing else of it
        lines = (
            self.env["enova.consent"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", list(ids)),
                    ("channel", "in", [REACH[channel][1] for channel in channels]),
                    ("purpose_id", "=", self.consent_purpose_id.id),
                    ("is_current", "=", True),
                ]
            )
        )
        return {(line.partner_id.id, line.channel): line.state for line in lines}
