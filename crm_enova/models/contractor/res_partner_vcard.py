import base64
import re

import vobject
from vobject.base import backslashEscape
from vobject.vcard import Address, Name

from odoo import models
from odoo.exceptions import AccessError

from .notes_text import note_lines
from .vcard_reader import PRODID
from .vcard_rest import one_line

# by what an image begins with
IMAGES = {b"\xff\xd8": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"RIFF": "WEBP"}
# A value with these words must not look like the end of a card.
BOUNDARY = re.compile(r"\b(BEGIN|END)(\s*:\s*VC)(?=ARD)", re.I)


class ResPartner(models.Model):
    """Give partners away as business cards: one vCard 3.0 file for many."""

    _inherit = "res.partner"

    def action_export_vcard(self):
        """Let the browser fetch these partners, and their people, as one file.

        :return: dict, the action by which the browser fetches the file
        :raises AccessError: when the user may not export data, or not read these
        """
        self._check_vcard_export()
        return {
            "type": "ir.actions.client",
            "tag": "crm_enova.vcard_export",
            "params": {"ids": self.ids},
        }

    def _check_vcard_export(self):
        """Ask for the rights that any export asks for."""
        self.check_access("read")
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You may not export data."))

    def _vcard_file(self):
        """Return the partners as the text of a ``.vcf`` file (3.0, UTF-8).

        A company is followed by its contact persons, who bear its name. The user gets
        what they may read, and nothing else.
        """
        self._check_vcard_export()
        people = self.search(
            [("parent_id", "in", self.ids), ("type", "=", "contact")], order="id"
        )
        by_company = people.grouped("parent_id")
        none = self.browse()
        ordered = none.union(*(p | by_company.get(p, none) for p in self))
        return "".join(partner._vcard_text() for partner in ordered)

    def _vcard_text(self):
        """Return the partner as the text of a card."""
        begin, *lines, end = self._vcard().serialize().splitlines(keepends=True)
        # a line may be folded anywhere
        inner = BOUNDARY.sub("\\1\\2\r\n ", "".join(lines))
        return begin + inner + end

    def _vcard(self):
        """Return the partner as a card of vobject."""
        self.ensure_one()
        card = vobject.vCard()
        name = one_line(self.name or self.display_name or "")
        company = name if self.is_company else one_line(self.parent_id.name or "")
        given, _blank, family = (
            ("", "", "") if self.is_company else name.rpartition(" ")
        )
        card.add("prodid").value = PRODID
        card.add("n").value = Name(family=family, given=given)
        card.add("fn").value = name
        if company:
            card.add("org").value = [company]
        if self.is_company:
            card.add("x-abshowas").value = "COMPANY"
        self._vcard_address(card)
        self._vcard_line(card, "tel", self.phone, "WORK")
        self._vcard_line(card, "email", self.email, "INTERNET")
        self._vcard_line(card, "url", self.website)
        self._vcard_line(card, "title", self.function)
        self._vcard_line(card, "x-nip", not self.parent_id and self.vat)
        self._vcard_line(card, "note", "\n".join(note_lines(self.comment)))
        self._vcard_tags(card)
        self._vcard_photo(card)
        return card

    @staticmethod
    def _vcard_line(card, name, value, kind=None):
        if value:
            line = card.add(name)
            line.value = value if name == "note" else one_line(value)
            if kind:
                line.type_param = kind

    def _vcard_address(self, card):
        """Add the address; a person without one has that of the company."""
        parts = {
            "street": self.street,
            "extended": self.street2,
            "city": self.city,
            "region": self.state_id.name,
            "code": self.zip,
            "country": self.country_id.name,
        }
        parts = {name: one_line(text or "") for name, text in parts.items()}
        if any(parts.values()):
            card.add("adr").value = Address(**parts)

    def _vcard_tags(self, card):
        if self.category_id:
            line = card.add("categories")
            # escaped here, as vobject would escape the commas between them
            line.value = ",".join(map(backslashEscape, self.category_id.mapped("name")))
            line.encoded = True

    def _vcard_photo(self, card):
        """Add the photo that somebody has chosen, never the drawn initials."""
        content = base64.b64decode(self.image_512 or b"")
        kinds = [kind for start, kind in IMAGES.items() if content.startswith(start)]
        if kinds:
            photo = card.add("photo")
            photo.value = content
            photo.encoding_param = "b"
            photo.type_param = kinds[0]
