import re

from odoo import api, fields, models
from odoo.fields import Domain

# Fewer digits than this find half the base, and cost a scan of it.
MIN_PHONE_DIGITS = 4
PHONE_KEY_LENGTH = 9


def vat_key(vat):
    """Return the tax number as it is compared: letters and digits, no Polish prefix.

    :param vat: a tax number in any writing, or a false value
    :return: ``"5260001246"`` for ``"PL 526-000-12-46"``; ``False`` for nothing
    """
    key = re.sub(r"[^0-9A-Z]", "", (vat or "").upper())
    return key.removeprefix("PL") or False


def phone_key(phone):
    """Return the last nine digits of a number: a Polish number without its prefix.

    :param phone: a number in any writing (``+48 600-100-200``, ``0048600100200``)
    :return: ``"600100200"``; ``False`` where there is no digit
    """
    return re.sub(r"[^0-9]", "", phone or "")[-PHONE_KEY_LENGTH:] or False


class ResPartner(models.Model):
    """Find a partner by tax number or telephone in any writing, everywhere."""

    _inherit = "res.partner"

    # Two hidden columns, because only a normalised column can be indexed.
    enova_vat_key = fields.Char(
        compute="_compute_enova_vat_key", store=True, precompute=True, index="trigram"
    )
    enova_phone_key = fields.Char(
        compute="_compute_enova_phone_key",
        store=True,
        precompute=True,
        index="trigram",
    )
    nip_search = fields.Char(
        string="NIP",
        compute="_compute_search_only",
        search="_search_nip_search",
        exportable=False,
        help="Search by tax number in any writing, with or without PL.",
    )
    phone_search = fields.Char(
        string="Phone (any writing)",
        compute="_compute_search_only",
        search="_search_phone_search",
        exportable=False,
        help="Search by telephone number in any writing.",
    )

    # The trigram indexes serve a part of a number, these a whole one.
    _enova_vat_key_idx = models.Index("(enova_vat_key) WHERE enova_vat_key IS NOT NULL")
    _enova_phone_key_idx = models.Index(
        "(enova_phone_key) WHERE enova_phone_key IS NOT NULL"
    )

    @api.depends("vat")
    def _compute_enova_vat_key(self):
        """Store the tax number as it is compared."""
        for partner in self:
            partner.enova_vat_key = vat_key(partner.vat)

    @api.depends("phone")
    def _compute_enova_phone_key(self):
        """Store the telephone number as it is compared."""
        for partner in self:
            partner.enova_phone_key = phone_key(partner.phone)

    def _compute_search_only(self):
        """These fields exist to be searched; they show nothing."""
        self.nip_search = False
        self.phone_search = False

    @api.model
    def _search_nip_search(self, operator, value):
        """Search the tax number in any writing."""
        return self._search_by_key("enova_vat_key", vat_key, operator, value)

    @api.model
    def _search_phone_search(self, operator, value):
        """Search the telephone number in any writing."""
        return self._search_by_key("enova_phone_key", phone_key, operator, value)

    @api.model
    def _search_by_key(self, field, normalise, operator, value):
        """Search a key column for a number as somebody wrote it."""
        if operator == "in":
            return Domain(field, "in", [normalise(item) for item in value])
        if operator not in ("ilike", "like", "=ilike", "=like"):
            return NotImplemented
        key = normalise(value)
        return Domain(field, "ilike", key) if key else Domain.FALSE

    @api.model
    def _search_display_name(self, operator, value):
        """Let every choice of a partner take a NIP or a telephone in any writing."""
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or operator not in ("ilike", "like", "in"):
            return domain
        texts = [value] if isinstance(value, str) else value
        return Domain.OR([domain, *self._key_domains(texts, operator)])

    @api.model
    def _key_domains(self, texts, operator):
        """Return the domains that find the numbers among what was typed."""
        numbers = [
            text
            for text in texts
            if isinstance(text, str) and len(phone_key(text) or "") >= MIN_PHONE_DIGITS
        ]
        if not numbers:
            return []
        # a company that has a digit or two in its name is no telephone number
        phones = [text for text in numbers if not re.search(r"[^\d\s+()./-]", text)]
        if operator == "in":
            return [
                Domain("enova_vat_key", "in", [vat_key(text) for text in numbers]),
                Domain("enova_phone_key", "in", [phone_key(text) for text in phones]),
            ]
        return [
            *(Domain("enova_vat_key", operator, vat_key(text)) for text in numbers),
            *(Domain("enova_phone_key", operator, phone_key(text)) for text in phones),
        ]
