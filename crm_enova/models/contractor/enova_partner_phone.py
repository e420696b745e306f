from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.res_company import POLAND
from .phone_numbers import phone_numbers

# The second one was core's once, and comes back with addons.
PHONE_FIELDS = ("phone", "mobile")
BATCH = 5000
# More than these are searched for where they stand instead of being named one by one.
MAX_NAMED = 1000


class EnovaPartnerPhone(models.Model):
    """The telephone numbers of partners as they are compared, one a row.

    Made of what people have written; see :mod:`.phone_numbers`. Nobody has access: what
    is found here are partners, and those are seen by their own rules. Rows are written
    by statements of many, without a log.
    """

    _name = "enova.partner.phone"
    _description = "Phone number of a partner"
    _log_access = False
    _rec_name = "number"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    number = fields.Char(
        required=True,
        help="Digits alone: nine of a Polish number, else with the country's prefix.",
    )
    extension = fields.Char()

    # One for a whole number, the other one for a part of it; not index="trigram", which
    # is of another expression where unaccent is installed.
    _number_idx = models.Index("(number)")
    _number_part_idx = models.Index(
        lambda registry: registry.has_trigram and "USING gin (number gin_trgm_ops)"
    )

    @api.model
    def _fill_all(self):
        """Store the numbers of all partners, a batch at a time."""
        self.env["res.partner"].flush_model()
        self.env.cr.execute(SQL("SELECT id FROM res_partner ORDER BY id"))
        ids = [row[0] for row in self.env.cr.fetchall()]
        for start in range(0, len(ids), BATCH):
            self._store(ids[start : start + BATCH])

    @api.model
    def _store(self, partner_ids, are_new=False):
        """Store the numbers of partners, in a few statements for any number of them.

        :param list partner_ids: ids of partners whose rows are flushed
        :param bool are_new: whether they can have none yet
        """
        if not are_new:
            self._forget(partner_ids)
        found = [
            (partner_id, number, extension)
            for partner_id, region, *texts in self._written(partner_ids)
            for text in texts
            for number, extension in phone_numbers(text, region)
        ]
        if not found:
            return
        columns = [list(column) for column in zip(*dict.fromkeys(found), strict=True)]
        self.env.cr.execute(
            SQL(
                "INSERT INTO enova_partner_phone (partner_id, number, extension)"
                " SELECT * FROM unnest(%s::int4[], %s::varchar[], %s::varchar[])",
                *columns,
            )
        )

    @api.model
    def _forget(self, partner_ids):
        """Delete the numbers of partners."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM enova_partner_phone WHERE partner_id = ANY(%s)",
                partner_ids,
            )
        )

    @api.model
    def _written(self, partner_ids):
        """Return what stands in the fields of telephones, with whose numbers it is.

        Without a prefix they are of the partner's country, else of the company's,
        else of the first company's: what is stored must not depend on who looks.

        :return: rows of id, code of a country, and texts
        """
        names = self._phone_fields()
        texts = [SQL("partner.%s", SQL.identifier(name)) for name in names]
        return self.env.execute_query(
            SQL(
                """
                SELECT partner.id, COALESCE(country.code, %s), %s
                  FROM res_partner AS partner
                  JOIN res_company AS company
                    ON company.id = COALESCE(partner.company_id, (
                           SELECT res_id FROM ir_model_data
                            WHERE module = 'base' AND name = 'main_company'))
                  JOIN res_partner AS seat ON seat.id = company.partner_id
                  LEFT JOIN res_country AS country
                    ON country.id = COALESCE(partner.country_id, seat.country_id)
                 WHERE partner.id = ANY(%s) AND (%s)
                """,
                POLAND,
                SQL(", ").join(texts),
                partner_ids,
                SQL(" OR ").join(SQL("%s IS NOT NULL", text) for text in texts),
            )
        )

    @api.model
    def _phone_fields(self):
        """Return the names of the fields that hold telephones."""
        known = self.env["res.partner"]._fields
        return [name for name in PHONE_FIELDS if name in known and known[name].store]

    @api.model
    def _domain_of(self, numbers, exact=False):
        """Return the condition of the rows of numbers.

        Behind a switchboard, an extension tells people apart where both sides name one.

        :param numbers: list of :class:`PhoneNumber`; parts of them unless ``exact``
        """
        domains = [Domain.FALSE]
        for number, extension in numbers:
            domain = Domain("number", "=" if exact else "like", number)
            if extension:
                domain &= Domain("extension", "in", [extension, False])
            domains.append(domain)
        return Domain.OR(domains)

    @api.model
    def _partner_query(self, numbers, exact=False):
        """Return the ids of whoever has one of these numbers, as a sub-query."""
        # sudo: the ids are a condition on partners, and their rules hold beside it
        rows = self.sudo()._search(self._domain_of(numbers, exact))
        return rows.subselect("partner_id")

    @api.model
    def _named_partners(self, numbers, exact=False):
        """Return the same ids one by one, to be joined with other conditions.

        PostgreSQL gathers them by index beside the hits of other columns; a sub-query
        would have it read all partners. Only very many of them are a sub-query.
        """
        # sudo: as above
        rows = self.sudo()._search(self._domain_of(numbers, exact))
        found = self.env.execute_query(rows.select("partner_id"))
        if len(found) > MAX_NAMED:
            return self._partner_query(numbers, exact)
        return [row[0] for row in found]

    @api.model
    def _numbers_by_partner(self, numbers):
        """Return who has which of some numbers.

        :param numbers: as they are compared
        :return: dict of lists of numbers by a partner's id
        """
        # sudo: the caller shows of the partners only what their rules allow
        groups = self.sudo()._read_group(
            [("number", "in", list(numbers))], ["partner_id"], ["number:array_agg"]
        )
        return {partner.id: found for partner, found in groups}
