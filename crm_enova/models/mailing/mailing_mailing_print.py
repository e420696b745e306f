import re
from html import unescape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..base.ruled_search import search_under_rules
from .enova_letter_run import AT_ONCE, PAGES_OF_BATCH
from .letter_engine import client
from .letter_words import install_help

# Pictures that the ERP keeps, as its editor names them.
PICTURE = re.compile(r'src="((?:https?://[^"/]+)?/web/(?:image|content)/(\d+)[^"]*)"')
LOGO = "company-logo"
# Whoever mails without the CRM reads nothing of how letters are printed.
CRM = "crm_enova.crm_enova_group_own"
# Printed once: so is what the post has brought back, or what was answered.
ON_PAPER = ("printed", "posted", "answered", "bounced")


class MailingMailing(models.Model):
    """A mail merge as letters: layout, enclosures, and what the engine gets of it."""

    _inherit = "mailing.mailing"

    letter_layout_id = fields.Many2one(
        "enova.letter.layout",
        string="Layout",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=True,
        help="Where address, date and text stand. Empty: the first one there is.",
    )
    letter_order = fields.Selection(
        [
            ("postal_code", "By postal code"),
            ("name", "By name"),
            ("pages", "By number of pages"),
        ],
        string="Order of the letters",
        default="postal_code",
    )
    letter_batch_pages = fields.Integer(
        string="Pages of a batch",
        default=PAGES_OF_BATCH,
        help="A file has so many pages at most: as many as your printer takes.",
    )
    letter_enclosure_ids = fields.Many2many(
        "ir.attachment",
        "enova_letter_enclosure_rel",
        "mailing_id",
        "attachment_id",
        string="Enclosures for all",
        bypass_search_access=True,
        help="PDF files that are printed behind every letter.",
    )
    letter_statement = fields.Boolean(
        string="Statement of account",
        help="Behind each letter: what the contractor has not yet paid.",
    )
    letter_invoices = fields.Boolean(
        string="Unpaid invoices",
        help="Behind each letter: the contractor's unpaid invoices.",
    )
    letter_run_ids = fields.One2many(
        "enova.letter.run",
        "mailing_id",
        string="Printings",
        readonly=True,
        groups=CRM,
        search=search_under_rules("letter_run_ids"),
    )
    letter_batch_ids = fields.One2many(
        "enova.letter.batch",
        "mailing_id",
        string="Batches",
        readonly=True,
        groups=CRM,
        search=search_under_rules("letter_batch_ids"),
    )
    letter_batch_count = fields.Integer(
        string="Number of batches",
        compute="_compute_letter_batch_count",
        groups=CRM,
    )
    letter_printing = fields.Boolean(
        string="Being printed", compute="_compute_letter_batch_count", groups=CRM
    )

    @api.depends("letter_batch_ids", "letter_run_ids.state")
    def _compute_letter_batch_count(self):
        """Count the files, for the button that opens them."""
        for mailing in self:
            mailing.letter_batch_count = len(mailing.letter_batch_ids)
            mailing.letter_printing = any(
                run.state != "done" for run in mailing.letter_run_ids
            )

    @api.constrains("letter_batch_pages")
    def _check_letter_batch_pages(self):
        """Refuse files that nobody could print."""
        for mailing in self:
            if not 1 <= mailing.letter_batch_pages <= 20_000:
                raise UserError(self.env._("A batch has between 1 and 20,000 pages."))

    @api.constrains("letter_enclosure_ids")
    def _check_letter_enclosures(self):
        """Refuse what cannot be printed behind a letter."""
        for file in self.letter_enclosure_ids:
            if file.mimetype != "application/pdf":
                raise UserError(
                    self.env._(
                        "%s is not a PDF file. Save it as PDF and add it again.",
                        file.name,
                    )
                )

    # -- printing ----------------------------------------------------------------------

    def action_print_letters(self):
        """Print the letters: settle the audience, draw every letter, keep the file.

        Up to 2,000 letters are drawn at once; more in the background, which tells when
        it is ready.

        :return: dict, the action that shows the printing
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_letter()
        if not client.is_installed():
            raise UserError(install_help(self.env))
        if self.audience_frozen:
            self._recheck_audience()
        else:
            self.action_put_in_queue()
        # sudo: whether it is being printed, whoever has begun it
        begun = self.sudo().letter_run_ids.filtered(lambda run: run.state != "done")
        if begun:
            return begun[:1].sudo(False)._open()
        events = self._letters_to_print()
        if not events:
            raise UserError(
                self.env._(
                    "%s: there is no letter to print. Look at the list of addressees"
                    " for whom it left out, and why.",
                    self.subject,
                )
            )
        run = self.env["enova.letter.run"]._begin(
            self,
            events,
            self.letter_order or "postal_code",
            self.letter_batch_pages or PAGES_OF_BATCH,
        )
        if len(events) <= AT_ONCE:
            run._finish_now()
        else:
            run._trigger()
        return run.sudo(False)._open()

    def _check_is_letter(self):
        """Refuse e-mails, which are sent."""
        if self.mailing_type != "letter":
            raise UserError(
                self.env._("%s is no letter, and is not printed.", self.subject)
            )

    def _letters_to_print(self):
        """Return the events whose letters are printed.

        Those that wait; where none does, all once more.
        """
        # sudo: the addressees of a mailing that one may write, each of them
        events = self.env["enova.activity"].sudo()
        mine = [("mailing_id", "=", self.id), ("mailing_channel", "=", "letter")]
        waiting = events.search([*mine, ("mailing_state", "=", "prepared")])
        return waiting or events.search([*mine, ("mailing_state", "in", ON_PAPER)])

    def _letters_printed(self, run):
        """Note that all letters of a run are drawn; they wait for the post now.

        :param run: that has ended
        """
        self.ensure_one()
        if self.state in ("draft", "in_queue"):
            # sudo: the state alone, of what one may print
            self.sudo().write({"state": "sending"})
        self.sudo()._finish_letters()  # sudo: as above

    # -- what the engine gets ----------------------------------------------------------

    def _letter_settings(self):
        """Return layout, letterhead and words as they are now, to be kept.

        :return: dict that JSON can hold
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        layout = self.letter_layout_id
        layout = layout or self.env["enova.letter.layout"]._default_layout(company)
        # sudo: what every letter of the company shows
        layout, company = layout.sudo(), company.sudo()
        return {
            "geometry": layout._geometry(),
            "layout": {
                "letterhead": (
                    company._letterhead() if layout.letterhead == "company" else {}
                ),
                "marks": layout.marks,
                "duplex": layout.duplex,
                "words": {
                    "page": self.env._("Page {page} of {pages}"),
                    "enclosures": self.env._("Enclosures:"),
                },
            },
            "sender": company._sender_line() if layout.letterhead == "company" else "",
            "salutation": layout.with_salutation and not self._has_greeting(),
            "closing": (
                "" if is_html_empty(layout.signature) else str(layout.signature)
            ),
        }

    def _has_greeting(self):
        """Tell whether the text greets the addressee by itself."""
        text = self.frozen_body if self.audience_frozen else self.body_html
        return "{salutation}" in (text or "")

    def _letter_job(self, settings, author=None):
        """Return what all letters of a job share.

        :param dict settings: see :meth:`_letter_settings`
        :param author: user under whose rights the pictures of the text are read; left
            out, whoever reads the events
        :return: dict for the engine
        """
        return {
            "kind": "letters",
            "geometry": settings["geometry"],
            "layout": settings["layout"],
            "settings": settings,
            "author": author,
        }

    def _letter_parts(self, job, events):
        """Return a job, the letters of some addressees, and the files for them.

        :param dict job: of :meth:`_letter_job`
        :param events: of addressees of this mailing
        :return: tuple of dict, list of dicts, list of bytes
        """
        self.ensure_one()
        return self._letters_of(job, self._rendered_letters(events), events)

    def _letters_of(self, job, texts, events):
        """Return job, letters and files of texts that are known.

        :param dict texts: by id of event, see :meth:`_rendered_letters`
        """
        settings = job["settings"]
        files, names = self._letter_enclosures(events)
        files_of = names["files"]
        blobs = list(files)
        letters = [
            {
                **self._engine_letter(texts[event.id], settings),
                "key": event.id,
                "enclosures": files_of.get(event.id, []),
                "annexes": names["annexes"].get(event.id, []),
                "enclosure_names": names["names"].get(event.id, []),
            }
            for event in events
            if event.id in texts
        ]
        shown = [letter["body"] for letter in letters[:1]] + [settings["closing"]]
        pictures = {}
        env = events.with_user(job["author"] or events.env.uid).env
        for address, data in self._letter_pictures(settings, shown, env).items():
            pictures[address] = len(blobs)
            blobs.append(data)
        job = {name: job[name] for name in job.keys() - {"settings", "author"}}
        return {**job, "pictures": pictures}, letters, blobs

    @api.model
    def _engine_letter(self, text, settings):
        info = []
        if text.get("date"):
            info.append([self.env._("Date:"), text["date"]])
        if text.get("reference"):
            info.append([self.env._("Our reference:"), text["reference"]])
        return {
            "subject": text.get("subject") or "",
            "salutation": self._greeting(text) if settings["salutation"] else "",
            "body": str(text.get("body") or ""),
            "closing": settings["closing"],
            "address": text.get("address") or [],
            "sender": settings["sender"],
            "info": info,
        }

    @api.model
    def _greeting(self, text):
        """Return the line above the text, which goes on after a comma."""
        greeting = (text.get("salutation") or "").strip()
        return f"{greeting}," if greeting[-1:].isalnum() else greeting

    @api.model
    def _letter_pictures(self, settings, texts, env=None):
        """Return the bytes of pictures that texts show, under one's rights.

        :param env: environment with the rights, where they are not those of the mailing
        :return: dict of bytes by address, as the text names it
        """
        found = {}
        for text in texts:
            for address, id_ in PICTURE.findall(text or ""):
                found[unescape(address)] = int(id_)
        attachments = (env or self.env)["ir.attachment"]
        attachments = attachments.browse(set(found.values())).exists()
        readable = attachments._filtered_access("read")
        data = {file.id: file.raw for file in readable if file.raw}
        pictures = {name: data[id_] for name, id_ in found.items() if id_ in data}
        if settings["layout"]["letterhead"]:
            # sudo: the logo, which every letter of the company shows
            logo = (self.company_id or self.env.company).sudo()._logo_bytes()
            if logo:
                pictures[LOGO] = logo
        return pictures
