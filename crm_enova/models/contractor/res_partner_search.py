import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .phone_numbers import typed_numbers

# Fewer digits than this find half the base, and cost a scan of it.
MIN_DIGITS = 4
LIKE = ("ilike", "like", "=ilike", "=like")


def vat_key(vat):
    """Return the tax number as it is compared: letters and digits, no Polish prefix.

    The prefix is a part of the number and says by itself that it is a NIP, whatever
    the country of the company that stores it; no other country's number begins so.

    :param vat: a tax number in any writing, or a false value
    :return: ``"5260001246"`` for ``"PL 526-000-12-46"``; ``False`` for nothing
    """
    key = re.sub(r"[^0-9A-Z]", "", (vat or "").upper())
    return re.sub(r"^PL(?=[0-9])", "", key) or False


def vat_key_sql(column):
    """Return the SQL expression of :func:`vat_key` of a column.

    :param SQL column: the column, or any expression of a text
    :return: SQL; ``NULL`` where there is no number
    """
    return SQL(
        "NULLIF(regexp_replace(regexp_replace(upper(%s), '[^0-9A-Z]', '', 'g'),"
        " '^PL(?=[0-9])', ''), '')",
        column,
    )


class ResPartner(models.Model):
    """Find a partner by tax number or telephone in any writing, everywhere."""

    _inherit = "res.partner"

    # A hidden column, because only a normalised column can be indexed.
    enova_vat_key = fields.Char(
        compute="_compute_enova_vat_key", store=True, precompute=True, index="trigram"
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

    # The trigram index serves a part of a number, this one a whole one.
    _enova_vat_key_idx = models.Index("(enova_vat_key) WHERE enova_vat_key IS NOT NULL")

    @api.depends("vat")
    def _compute_enova_vat_key(self):
        """Store the tax number as it is compared."""
        for partner in self:
            partner.enova_vat_key = vat_key(partner.vat)

    def _compute_search_only(self):
        """These fields exist to be searched; they show nothing."""
        self.nip_search = False
        self.phone_search = False

    @api.model
    def _search_nip_search(self, operator, value):
        """Search the tax number in any writing."""
        if operator == "in":
            return Domain("enova_vat_key", "in", [vat_key(item) for item in value])
        if operator not in LIKE:
            return NotImplemented
        key = vat_key(value)
        return Domain("enova_vat_key", "ilike", key) if key else Domain.FALSE

    @api.model
    def _search_phone_search(self, operator, value):
        """Search the telephone number in any writing."""
        if operator != "in" and operator not in LIKE:
            return NotImplemented
        texts = value if operator == "in" else [value]
        numbers = self._numbers_of(texts, operator == "in")
        phones = self.env["enova.partner.phone"]
        return Domain("id", "in", phones._partner_query(numbers, operator == "in"))

    @api.model
    def _numbers_of(self, texts, exact):
        """Return the numbers that somebody types in this company; see the reader."""
        region = self.env.company._enova_region()
        return [
            number
            for text in texts
            if isinstance(text, str)
            for number in typed_numbers(text, region, exact)
        ]

    @api.model
    def _search_display_name(self, operator, value):
        """Let every choice of a partner take a number in any writing, and the notes."""
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or operator not in ("ilike", "like", "in"):
            return domain
        texts = [value] if isinstance(value, str) else value
        return Domain.OR([domain, *self._key_domains(texts, operator == "in")])

    @api.model
    def _key_domains(self, texts, exact):
        """Yield the domains that find the numbers among what was typed."""
        yield self._domain_of_notes(texts)
        texts = [text for text in texts if _is_number(text)]
        keys = [vat_key(text) for text in texts]
        if exact:
            yield Domain("enova_vat_key", "in", keys)
        else:
            yield from (Domain("enova_vat_key", "ilike", key) for key in keys)
        numbers = [
            number
            for number in self._numbers_of(texts, exact)
            if len(number.number) >= MIN_DIGITS
        ]
        if numbers:
            phones = self.env["enova.partner.phone"]
            yield Domain("id", "in", phones._named_partners(numbers, exact))


def _is_number(text):
    """Tell whether a text has the digits of a number."""
    return isinstance(text, str) and len(re.sub(r"\D", "", text)) >= MIN_DIGITS
