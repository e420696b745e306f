from odoo import fields, models


class MailingMailing(models.Model):
    """A mail merge: one text, as e-mails or as letters, to an audience that is frozen.

    E-mails stay core's, from the editor to the statistics. What is ours is the letter,
    which core's queue must never send; the audience, which is settled once, when the
    mail merge is queued; and the event of each addressee, those left out included.

    A run that goes by e-mail where possible and else by letter is two mailings, each
    the other's counterpart, of one audience.
    """

    _inherit = "mailing.mailing"

    mailing_type = fields.Selection(
        selection_add=[("letter", "Letter")],
        ondelete={"letter": lambda mailings: mailings._letters_uninstalled()},
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index="btree_not_null",
        help="Whose letterhead and whose history it is.",
    )
    purpose = fields.Selection(
        [("marketing", "Marketing"), ("contract", "About a contract")],
        default="marketing",
        required=True,
        help="Marketing goes to nobody who has not consented to the channel. What is"
        " about a contract needs no consent.",
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
        help="From then on neither the filter nor a new consent changes who gets it.",
    )
    frozen_subject = fields.Char(readonly=True, copy=False)
    frozen_body = fields.Html(readonly=True, copy=False, sanitize=False)
    event_ids = fields.One2many("enova.activity", "mailing_id", string="Addressees")

    def _letters_uninstalled(self):
        """Archive queued letters, so that no queue takes them for e-mails."""

    def _freeze_audience(self):
        """Settle who gets the mailing, and give each of them an event.

        :return: the events of those who get it and of those left out
        """
        return self.env["enova.activity"]

    def _rendered_letters(self, events):
        """Return what each addressee gets, as it was when the audience was settled.

        :param events: of this mailing
        :return: dict by id of event of dicts: ``subject`` (str), ``body`` (sanitised
            HTML), ``address`` (list of lines), ``salutation``, ``date``, ``reference``
        """
        return {}
