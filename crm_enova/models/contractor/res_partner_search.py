import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.res_company import POLISH_CODE

# Fewer digits than this find half the base, and cost a scan of it.
MIN_PHONE_DIGITS = 4
# A Polish number has nine digits, with or without the prefix of the country.
POLISH_LENGTH = 9


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


def phone_key(phone, code=POLISH_CODE):
    """Return the number as it is compared.

    A Polish one is its last nine digits, so that it is found with and without the
    prefix of the country; any other is whole, the prefix of its country included.

    :param phone: a number in any writing (``+48 600-100-200``, ``0048600100200``)
    :param int code: the prefix of the country whose number it is where it names none
    :return: ``"600100200"``; ``False`` where there is no digit
    """
    digits = re.sub(r"[^0-9]", "", phone or "")
    number = digits.lstrip("0")
    if not is_international(phone):
        if code == POLISH_CODE:
            return digits[-POLISH_LENGTH:] or False
        number = number and f"{code}{number}"
    if number.startswith(str(POLISH_CODE)):
        number = number.removeprefix(str(POLISH_CODE))[-POLISH_LENGTH:]
    return number or False


def phone_key_sql(column, code):
    """Return the SQL expression of :func:`phone_key` of a column and a prefix.

    :param SQL column: the column, or any expression of a text
    :param code: SQL or str, the prefix of the country whose number it is where it names
        none
    :return: SQL; ``NULL`` where there is no digit
    """
    column = SQL("COALESCE(%s, '')", column)
    digits = SQL("regexp_replace(%s, '[^0-9]', '', 'g')", column)
    number = SQL("ltrim(%s, '0')", digits)
    international = SQL("(%s ~ '^[^0-9]*[+]' OR %s LIKE '00%%')", column, digits)
    whole = SQL(
        "CASE WHEN %s OR %s = '' THEN %s ELSE concat(%s, %s) END",
        international,
        number,
        number,
        code,
        number,
    )
    return SQL(
        "NULLIF(CASE WHEN NOT %(international)s AND %(code)s = %(polish)s"
        " THEN right(%(digits)s, %(length)s)"
        " WHEN %(whole)s LIKE %(prefix)s THEN right(substr(%(whole)s, %(after)s),"
        " %(length)s) ELSE %(whole)s END, '')",
        international=international,
        code=code,
        polish=POLISH_CODE,
        digits=digits,
        length=POLISH_LENGTH,
        whole=whole,
        prefix=f"{POLISH_CODE}%",
        after=len(str(POLISH_CODE)) + 1,
    )


def is_international(phone):
    """Tell whether a number says of which country it is: ``+49…``, ``0049…``.

    :param phone: a number in any writing, or a false value
    :return: bool
    """
    digits = re.sub(r"[^0-9]", "", phone or "")
    return bool(re.match(r"[^0-9]*\+", phone or "")) or digits.startswith("00")


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

    @api.depends("phone", "country_id", "company_id")
    def _compute_enova_phone_key(self):
        """Store the telephone number as it is compared.

        One without prefix is of the partner's country, else of the company's.
        """
        codes = {}
        for partner in self:
            if not partner.phone:
                partner.enova_phone_key = False
                continue
            place = partner.country_id or partner.company_id
            if place not in codes:
                codes[place] = partner._phone_code()
            partner.enova_phone_key = phone_key(partner.phone, codes[place])

    def _phone_code(self):
        """Return the prefix of the country whose numbers name none.

        Without a country and a company it is that of the first company: the key is
        stored, and must not depend on who looks.
        """
        if self.country_id:
            return self.country_id.phone_code
        company = self.company_id or self.env.ref("base.main_company")
        return company._enova_calling_code()

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
        exact = operator == "in"
        return self._search_by_key(
            "enova_phone_key",
            lambda text: self._typed_phone_key(text, exact),
            operator,
            value,
        )

    @api.model
    def _typed_phone_key(self, text, exact=False):
        """Return the key of a number that somebody types in this company.

        Part of a number without prefix may be part of any country's.
        """
        code = self.env.company._enova_calling_code()
        if exact or is_international(text):
            return phone_key(text, code)
        if code == POLISH_CODE:
            return (phone_key(text) or "").lstrip("0") or False
        return re.sub(r"[^0-9]", "", text or "").lstrip("0") or False

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
            if isinstance(text, str)
            and len(self._typed_phone_key(text) or "") >= MIN_PHONE_DIGITS
        ]
        if not numbers:
            return []
        # a company that has a digit or two in its name is no telephone number
        phones = [text for text in numbers if not re.search(r"[^\d\s+()./-]", text)]
        if operator == "in":
            return [
                Domain("enova_vat_key", "in", [vat_key(text) for text in numbers]),
                Domain(
                    "enova_phone_key",
                    "in",
                    [self._typed_phone_key(text, exact=True) for text in phones],
                ),
            ]
        return [
            *(Domain("enova_vat_key", operator, vat_key(text)) for text in numbers),
            *(
                Domain("enova_phone_key", operator, self._typed_phone_key(text))
                for text in phones
            ),
        ]
