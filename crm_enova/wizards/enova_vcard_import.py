import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import dicts_of, read_arguments
from ..models.contractor.vcard_reader import read_cards
from ..models.contractor.vcard_text import count_cards
from .vcard_photo import PhotoShop
from .vcard_values import encoded

MAX_BYTES = 20 * 1024 * 1024
MAX_CARDS = 10_000


class EnovaVcardImport(models.TransientModel):
    """Business cards from ``.vcf`` files: read, looked through, then imported."""

    _name = "enova.vcard.import"
    _inherit = "enova.guard.mixin"
    _description = "vCard import"

    line_ids = fields.One2many("enova.vcard.import.line", "wizard_id")
    state = fields.Selection(
        [("read", "To check"), ("done", "Done")], default="read", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Main caretaker",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Of the business cards that are created.",
    )
    card_count = fields.Integer(string="Cards", compute="_compute_counts")
    duplicate_count = fields.Integer(
        string="With a duplicate", compute="_compute_counts"
    )
    broken_count = fields.Integer(string="Cannot be read", compute="_compute_counts")
    created_count = fields.Integer(string="Created", compute="_compute_counts")
    updated_count = fields.Integer(string="Updated", compute="_compute_counts")
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")
    failed_count = fields.Integer(string="Refused", compute="_compute_counts")

    @api.depends(
        "line_ids.state", "line_ids.duplicate_id", "line_ids.duplicate_line_id"
    )
    def _compute_counts(self):
        """Count the lines by what became of them, in one query."""
        groups = self.env["enova.vcard.import.line"]._read_group(
            [("wizard_id", "in", self.ids)],
            ["wizard_id", "state", "duplicate_reason"],
            ["__count"],
        )
        for wizard in self:
            counts = [(s, t, n) for w, s, t, n in groups if w == wizard]
            wizard.card_count = sum(n for _s, _t, n in counts)
            wizard.duplicate_count = sum(n for _s, duplicate, n in counts if duplicate)
            for state in ("broken", "created", "updated", "skipped", "failed"):
                wizard[f"{state}_count"] = sum(n for s, _t, n in counts if s == state)

    @api.depends("state")
    def _compute_display_name(self):
        """Name the window by what it does."""
        for wizard in self:
            wizard.display_name = self.env._("Import of business cards")

    @api.model
    @read_arguments(files=dicts_of("name", "data"))
    def action_read_files(self, files):
        """Read files that the browser sends, look for duplicates, and show the lines.

        :param list files: ``{"name": str, "data": base64}`` each
        :return: action of the window with the lines
        """
        self.env["res.partner"].check_access("create")
        contents = self._contents(files)
        wizard = self.create({})
        wizard._prepare_lines(contents)
        wizard._find_duplicates(wizard.line_ids)
        return wizard._window()

    def _window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import of business cards"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _contents(self, files):
        """Return the names and bytes of the files; refuse what is too much.

        :return: list of pairs
        """
        if sum(len(file["data"]) for file in files) * 3 // 4 > MAX_BYTES:
            raise UserError(
                self.env._(
                    "The files have more than %s MB together. Import them in parts.",
                    MAX_BYTES // 2**20,
                )
            )
        try:
            contents = [
                (str(file["name"])[:256], base64.b64decode(file["data"]))
                for file in files
            ]
        except (binascii.Error, TypeError) as error:
            raise UserError(self.env._("The files did not arrive whole.")) from error
        count = sum(count_cards(content) for _name, content in contents)
        if count > MAX_CARDS:
            raise UserError(
                self.env._(
                    "There are %(count)s business cards; %(limit)s can be imported at"
                    " once. Import them in parts.",
                    count=count,
                    limit=MAX_CARDS,
                )
            )
        if not count:
            raise UserError(
                self.env._("There is no business card (vCard) in these files.")
            )
        return contents

    def _prepare_lines(self, contents):
        """Make a line for each card of the files."""
        shop = PhotoShop()
        rows = []
        for name, content in contents:
            cards = read_cards(content)
            rows += [self._prepare_line(name, card, shop) for card in cards]
            if not cards:
                rows.append(self._prepare_empty_line(name))
        self.env["enova.vcard.import.line"]._as_system().create(rows)

    def _prepare_empty_line(self, name):
        return {
            "wizard_id": self.id,
            "source": name,
            "state": "broken",
            "message": self.env._("There is no business card (vCard) in this file."),
        }

    def _prepare_line(self, source, card, shop):
        """Return the values of a card's line.

        :param dict card: as the reader gives it
        :param shop: :class:`PhotoShop` of this import
        """
        photo = self._photo(card, shop)
        error = card["error"]
        return {
            "wizard_id": self.id,
            "source": source,
            "line": card["line"],
            "company": card["company"],
            "person": card["person"],
            "email": next(iter(card["emails"]), False),
            "phone": next((number for number, _kind in card["phones"]), False),
            "nip": card["nip"],
            "remarks": "\n".join(self._worded(*item) for item in card["warnings"]),
            "state": "broken" if error else "ready",
            "message": error and self._worded(error, ""),
            "decision": not error and "create",
            "photo": encoded(photo),
            "card": {
                key: value
                for key, value in card.items()
                if key not in ("photo", "logo", "warnings", "error")
            },
        }

    @staticmethod
    def _photo(card, shop):
        """Return the photo of the person, else the company's sign, if usable."""
        for key in ("photo", "logo"):
            if card[key]:
                photo, problem = shop.process(card[key])
                if photo:
                    return photo
                card["warnings"].append([problem, key])
        return None
