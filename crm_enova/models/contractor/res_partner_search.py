import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.large_index import LargeTableIndex, part_of_text
from .name_key import name_key
from .phone_numbers import typed_numbers

# Fewer digits than this find half the base, and cost a scan of it.
MIN_DIGITS = 4
# So many are a telephone, a tax or a registry number rather than a part of a name.
MIN_NUMBER = 7
NUMBER = re.compile(r"[\d\s+()./-]+")
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


def _part_index(column):
    """Return the definition of an index for a part of what a column says, if any."""
    definition = f"USING gin ({column} gin_trgm_ops) WHERE {column} IS NOT NULL"
    return lambda registry: registry.has_trigram and definition


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
    # For a part of what core indexes as a whole. Few partners have them.
    _enova_ref_part_idx = models.Index(_part_index("ref"))
    _enova_registry_part_idx = models.Index(_part_index("company_registry"))
    # The rest of what core reads for a name. With each of them indexed, a search by
    # name reads no other partner.
    _enova_complete_name_part_idx = LargeTableIndex(part_of_text("complete_name"))
    _enova_email_part_idx = LargeTableIndex(part_of_text("email"))
    _enova_vat_part_idx = LargeTableIndex(part_of_text("vat"))

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
        """Let every choice of a partner take a number in any writing, and the notes.

        Core reads all names for it. Whoever works with the CRM asks for a whole number
        while the telephone rings, and that is looked up in the indexes alone.
        """
        if operator in ("ilike", "like") and self._is_looked_up(value):
            return Domain.OR(self._number_domains(value))
        if operator in ("not ilike", "not like") and _is_number(value):
            # whoever is found by it is who is meant
            return NotImplemented
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or operator not in ("ilike", "like", "in"):
            return domain
        texts = [value] if isinstance(value, str) else value
        return Domain.OR([domain, *self._key_domains(texts, operator == "in")])

    @api.model
    def _is_looked_up(self, text):
        """Tell whether a text is a whole number that somebody of the CRM types."""
        is_number = isinstance(text, str) and NUMBER.fullmatch(text)
        return bool(
            is_number
            and len(re.sub(r"\D", "", text)) >= MIN_NUMBER
            and self.env.user.has_group("crm_enova.crm_enova_group_own")
        )

    @api.model
    def _number_domains(self, text):
        """Yield the domains that find a whole number, each by an index of its own.

        It may stand in the name, too: firms are called by one, and so is a card that
        was made while an unknown number rang. An e-mail that holds it is not looked
        for, nor the people of a firm whose name holds it.
        """
        yield from self._key_domains([text], exact=False)
        digits = re.sub(r"\D", "", text)
        for key in dict.fromkeys((name_key(text), digits)):
            yield Domain("enova_name_key", "like", key)
        for typed in dict.fromkeys((text.strip(), digits)):
            yield Domain("ref", "like", typed)
            yield Domain("company_registry", "like", typed)

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
