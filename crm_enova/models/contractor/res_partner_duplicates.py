from collections import defaultdict, namedtuple

from odoo import api, fields, models
from odoo.tools import SQL

from .name_key import COMMON_WORDS, name_key

# From this share of common trigrams on, two names are offered as similar; to be found
# at all, one must have something like a telling word of the other. To search for whole
# names would read the longest lists of the index, those of what all names share.
SIMILAR = 0.5
SIMILAR_WORD = 0.7
TELLING_WORDS = 2
# Short numbers are extensions and hotlines, which many share.
MIN_PHONE_KEY = 7
DUPLICATES_SHOWN = 10

Duplicate = namedtuple("Duplicate", "partner reasons score")

# Who is looked for: the people of some partners, each with the company's id.
STORED = """
    SELECT commercial_partner_id AS id, company_id, enova_vat_key AS vat,
           email_normalized AS email, enova_name_key AS name,
           ARRAY(SELECT number FROM enova_partner_phone AS phone
                  WHERE phone.partner_id = res_partner.id
                    AND length(number) >= %(digits)s) AS phones
      FROM res_partner
     WHERE commercial_partner_id = ANY(%(ids)s) AND active
"""
# Or somebody who is just being typed.
TYPED = """
    SELECT %(id)s::int4 AS id, NULL::int4 AS company_id, %(vat)s::varchar AS vat,
           %(email)s::varchar AS email, %(name)s::varchar AS name,
           %(phones)s::varchar[] AS phones
"""
# Each criterion alone, so that each can use its own index.
DUPLICATES = """
WITH source AS (%(source)s), card AS MATERIALIZED (
    SELECT source.*,
           ARRAY(SELECT word FROM unnest(string_to_array(name, ' ')) AS word
                  ORDER BY word = ANY(%(common)s), length(word) DESC, word
                  LIMIT %(telling)s) AS words
      FROM source
)
SELECT card.id, owner.id, array_agg(DISTINCT found.reason), max(found.score)
  FROM card
 CROSS JOIN LATERAL (
       (SELECT 'vat' AS reason, commercial_partner_id AS id, 1.0::real AS score
          FROM res_partner
         WHERE enova_vat_key = card.vat AND active
         LIMIT %(limit)s)
     UNION ALL
       (SELECT 'email', commercial_partner_id, 1.0
          FROM res_partner
         WHERE email_normalized = card.email AND active
         LIMIT %(limit)s)
     UNION ALL
       (SELECT 'phone', commercial_partner_id, 1.0
          FROM enova_partner_phone AS phone
          JOIN res_partner ON res_partner.id = phone.partner_id
         WHERE phone.number = ANY(card.phones) AND active
         LIMIT %(limit)s)
     UNION ALL
       %(by_name)s
       ) AS found
  JOIN res_partner AS owner
    ON owner.id = found.id AND owner.id != card.id
   AND owner.active AND owner.contractor_status IS NOT NULL
   AND (owner.company_id IS NULL OR card.company_id IS NULL
        OR owner.company_id = card.company_id)
 GROUP BY card.id, owner.id
"""

BY_SIMILAR_NAME = """
       (SELECT 'name', id, similarity(enova_name_key, card.name)
          FROM res_partner
         WHERE (enova_name_key %%> card.words[1] OR enova_name_key %%> card.words[2])
           AND similarity(enova_name_key, card.name) >= %(similar)s
           AND active AND id != card.id
         ORDER BY 3 DESC, id
         LIMIT %(shown)s)
"""
# For a database without the extension pg_trgm.
BY_SAME_NAME = """
       (SELECT 'name', id, 1.0::real
          FROM res_partner
         WHERE enova_name_key = card.name AND active AND id != card.id
         ORDER BY id
         LIMIT %(shown)s)
"""


class ResPartner(models.Model):
    """Find who is in the base already, under another writing."""

    _inherit = "res.partner"

    enova_name_key = fields.Char(
        compute="_compute_enova_name_key", store=True, precompute=True
    )

    # Not index="trigram": where unaccent is installed that indexes an expression.
    # A database that has no pg_trgm has no index of names, and does without.
    _enova_name_key_idx = models.Index(
        lambda registry: (
            registry.has_trigram and "USING gin (enova_name_key gin_trgm_ops)"
        )
    )
    _email_normalized_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.depends("name", "contractor_status")
    def _compute_enova_name_key(self):
        """Only contractors and cards are compared by name, not their people."""
        for partner in self:
            known = partner.contractor_status
            partner.enova_name_key = known and name_key(partner.name)

    def _find_duplicates(self):
        """Look for others with the same NIP, e-mail, telephone or a similar name.

        E-mails and telephones of the contact persons count, on both sides. Only those
        are returned that the user may see. Two queries for any number of records.

        :return: dict by id of lists of ``Duplicate(partner, reasons, score)``, the most
            certain first; reasons are of ``vat``, ``email``, ``phone``, ``name``
        """
        rows = self._duplicate_rows()
        visible = self.search([("id", "in", [row[1] for row in rows])])
        shown = set(visible.ids)
        found = defaultdict(list)
        for card_id, id_, reasons, score in rows:
            if id_ in shown:
                duplicate = Duplicate(visible.browse(id_), sorted(reasons), score)
                found[card_id].append(duplicate)
        return {
            card.id: sorted(found[card.id], key=certainty)[:DUPLICATES_SHOWN]
            for card in self
        }

    def _duplicate_rows(self, typed=None):
        """Return pairs of ids with reasons and similarity, whoever may see them.

        :param dict typed: keys of somebody who is looked for instead of these
        """
        if not self.ids and not typed:
            return []
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true),"
                " EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')",
                str(SIMILAR_WORD),
            )
        )
        return self.env.execute_query(self._duplicate_query(rows[0][1], typed))

    def _duplicate_query(self, similar=True, typed=None):
        """Return the query of :meth:`_duplicate_rows`.

        :param bool similar: whether the database can compare names by likeness
        :param dict typed: as there
        """
        source = SQL(TYPED, **typed) if typed else SQL(STORED, **self._of_stored())
        by_name = SQL(BY_SAME_NAME, shown=DUPLICATES_SHOWN)
        if similar:
            by_name = SQL(BY_SIMILAR_NAME, similar=SIMILAR, shown=DUPLICATES_SHOWN)
        return SQL(
            DUPLICATES,
            source=source,
            common=COMMON_WORDS,
            telling=TELLING_WORDS,
            by_name=by_name,
            limit=4 * DUPLICATES_SHOWN,
        )

    def _of_stored(self):
        """Return what the query needs to know of stored partners."""
        return {"ids": self.ids, "digits": MIN_PHONE_KEY}

    def _reason_text(self, duplicate):
        """Word why two are taken for one."""
        labels = {
            "vat": self.env._("same NIP"),
            "email": self.env._("same e-mail"),
            "phone": self.env._("same phone"),
            "name": self.env._("similar name (%s %%)", round(duplicate.score * 100)),
        }
        if "name" in duplicate.reasons and len(duplicate.reasons) > 1:
            labels["name"] = self.env._("similar name")
        return ", ".join(
            label for reason, label in labels.items() if reason in duplicate.reasons
        )


def certainty(duplicate):
    """Sort by what says most: the NIP, then how many reasons, then the name.

    :param Duplicate duplicate: to be sorted
    :return: tuple, the smallest of the most certain one
    """
    exact = [reason for reason in duplicate.reasons if reason != "name"]
    return "vat" not in exact, -len(exact), -duplicate.score, duplicate.partner.id
