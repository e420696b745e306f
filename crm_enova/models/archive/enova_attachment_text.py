import logging
import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, sql

from ..contractor.name_key import ACCENTED, PLAIN
from .scan_reader import has_reader, read_scan

_logger = logging.getLogger(__name__)

# Of a text as long as a novel the beginning is found.
LONGEST = 200_000
BATCH = 200
# Letters shown before and after what was found.
AROUND = 60
MAX_WORDS = 12
_FOLDED = str.maketrans(ACCENTED, PLAIN)
_WORD = re.compile(r"[^\W_]+")


class EnovaAttachmentText(models.Model):
    """What the files of contractors say, one row a file, made to be searched.

    A table of ours: an index on core's table of files would keep everybody from
    storing files while it is built. Rows are entered with the file, and filled by a
    scheduled job, a batch at a time: core has read the text of the file already where
    it can; what is left are scans, which ``tesseract`` reads where it is installed.

    Nobody has access: what is found here are files, and those are seen by their own
    rules. Rows are written by statements of many, without a log.
    """

    _name = "enova.attachment.text"
    _description = "Text of an attachment"
    _log_access = False
    _rec_name = "attachment_id"

    attachment_id = fields.Many2one("ir.attachment", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        index=True,
        ondelete="cascade",
        help="As on the file: it is searched for together with words.",
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting to be read"),
            ("read", "Can be found by its text"),
            ("empty", "Has no text"),
            ("scan", "A scan: tesseract is not installed"),
        ],
        required=True,
        default="waiting",
    )
    scanned_text = fields.Text(help="What a scan says; core keeps what files say.")

    _attachment_uniq = models.Constraint("UNIQUE (attachment_id)", "Once a file.")
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    def init(self):
        """Add the column that is searched, of a type that fields do not know.

        The index holds the contractor beside the words, as an array of one, which it
        can hold without an extension of the database: what a tenth of all files say is
        found of one contractor without looking at the others.
        """
        # asked first, as the statements lock the table also where nothing is to do
        if not sql.column_exists(self.env.cr, self._table, "vector"):
            sql.create_column(self.env.cr, self._table, "vector", "tsvector")
        sql.create_index(
            self.env.cr,
            "enova_attachment_text_words_idx",
            self._table,
            ["vector", "(ARRAY[partner_id])"],
            method="gin",
        )

    # -- filling -----------------------------------------------------------------------

    @api.model
    def _forget(self, files):
        """Have files read again whose name or content has changed."""
        if files.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE enova_attachment_text SET state = 'waiting'"
                    " WHERE attachment_id = ANY(%s)",
                    files.ids,
                )
            )

    @api.model
    def _correct_partners(self):
        """Let all rows have the contractors of their files, by one statement."""
        self.flush_model(["partner_id"])
        self.env.cr.execute(
            "UPDATE enova_attachment_text AS content"
            " SET partner_id = file.enova_partner_id FROM ir_attachment AS file"
            " WHERE file.id = content.attachment_id"
            " AND content.partner_id IS DISTINCT FROM file.enova_partner_id"
        )
        self.invalidate_model(["partner_id"], flush=False)

    @api.model
    def _cron_read(self):
        """Read what waits, a batch at a time, the newest first."""
        ids = self._next_batch()
        if ids:
            self._read_batch(ids)
        progress = self.env["ir.cron"]._commit_progress
        progress(len(ids), remaining=BATCH if len(ids) == BATCH else 0)

    @api.model
    def _next_batch(self):
        """Return the ids of rows that wait, and are in no other worker's hands."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM enova_attachment_text WHERE state = 'waiting'"
                " ORDER BY id DESC LIMIT %s FOR UPDATE SKIP LOCKED",
                BATCH,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _read_batch(self, ids):
        """Make rows searchable, by one statement; scans are read one by one before.

        :param list ids: of rows
        """
        self.env["ir.attachment"].flush_model(["name", "index_content", "mimetype"])
        self._read_scans(ids)
        text = SQL(
            "left(concat_ws(' ', content.scanned_text, file.index_content), %s)",
            LONGEST,
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE enova_attachment_text AS content
                   SET vector = strip(to_tsvector('simple', regexp_replace(lower(
                           translate(concat_ws(' ', file.name, %(text)s),
                                     %(accented)s, %(plain)s)),
                           '[^[:alnum:]]+', ' ', 'g'))),
                       state = CASE
                           WHEN content.state = 'scan' THEN 'scan'
                           WHEN btrim(%(text)s) <> '' THEN 'read' ELSE 'empty' END
                  FROM ir_attachment AS file
                 WHERE file.id = content.attachment_id AND content.id = ANY(%(ids)s)
                """,
                text=text,
                accented=ACCENTED,
                plain=PLAIN,
                ids=ids,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _read_scans(self, ids):
        """Read pictures and PDF files in which core has found no text."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT content.id, file.id FROM enova_attachment_text AS content
                  JOIN ir_attachment AS file ON file.id = content.attachment_id
                 WHERE content.id = ANY(%s) AND file.type = 'binary'
                   AND COALESCE(btrim(file.index_content), '') IN ('', 'image')
                   AND (file.mimetype LIKE 'image/%%'
                     OR file.mimetype = 'application/pdf')
                """,
                ids,
            )
        )
        if not rows:
            return
        found, known = [], has_reader()
        for row_id, file_id in rows if known else ():
            # sudo: the text is seen by whoever may see the file
            file = self.env["ir.attachment"].sudo().browse(file_id)
            found.append((row_id, read_scan(file.raw, file.mimetype)))
            file.invalidate_recordset(["raw"], flush=False)
        self.env.cr.execute(
            SQL(
                "UPDATE enova_attachment_text AS content SET scanned_text = said.text"
                " FROM unnest(%s::int4[], %s::text[]) AS said (id, text)"
                " WHERE said.id = content.id",
                [row_id for row_id, _text in found],
                [text for _row_id, text in found],
            )
            if known
            else SQL(
                "UPDATE enova_attachment_text SET state = 'scan' WHERE id = ANY(%s)",
                [row_id for row_id, _file_id in rows],
            )
        )

    @api.model
    def _states(self, files):
        """Return how far the reading of files is, by their ids.

        :param files: attachments that the caller may read
        """
        # sudo: of files that the caller reads
        rows = self.sudo().search([("attachment_id", "in", files._origin.ids)])
        return {row.attachment_id.id: row.state for row in rows}

    # -- finding -----------------------------------------------------------------------

    @api.model
    def _words(self, text):
        """Return the words of a text as they are compared.

        :param str text: as somebody has typed it
        :return: list of str: ``["umowa", "najmu"]`` for ``"Umowa NAJMU!"``
        """
        folded = (text or "").translate(_FOLDED).lower()
        return list(dict.fromkeys(_WORD.findall(folded)))[:MAX_WORDS]

    @api.model
    def _search_files(self, link, operator, value, partners=()):
        """Return the condition on files that hold all words of a text.

        :param str link: name of the field of the searching model that holds the file
        :param str operator: of a search
        :param value: what somebody has typed, or several of it
        :param partners: ids of contractors, where others' files are not wanted
        """
        if operator not in ("ilike", "like", "=ilike", "=like", "in"):
            return NotImplemented
        texts = [value] if isinstance(value, str) else list(value)
        typed = filter(None, (self._words(t) for t in texts if isinstance(t, str)))
        queries = [" & ".join(f"{word}:*" for word in words) for words in typed]
        if not queries:
            return Domain.FALSE
        found = SQL(
            "(SELECT attachment_id FROM enova_attachment_text"
            " WHERE vector @@ to_tsquery('simple', %s) AND %s)",
            " | ".join(f"({query})" for query in queries),
            SQL("ARRAY[partner_id] && %s", list(partners)) if partners else SQL("TRUE"),
        )
        return Domain(link, "in", found)

    @api.model
    def _snippets(self, files, text):
        """Return what stands around the words that were searched for.

        :param files: attachments of a page, which the reader may read
        :param str text: as somebody has typed it
        :return: dict of Markup by id of a file; what is found is in ``<mark>``
        """
        words, ids = self._words(text), files._origin.ids
        if not words or not ids:
            return {}
        # sudo: no rows but those of files that the caller reads
        rows = self.sudo().env.execute_query(
            SQL(
                """
                SELECT file.id, left(concat_ws(' ', content.scanned_text,
                                               file.index_content), %s)
                  FROM ir_attachment AS file
                  JOIN enova_attachment_text AS content
                    ON content.attachment_id = file.id
                 WHERE file.id = ANY(%s)
                """,
                LONGEST,
                ids,
            )
        )
        found = {id_: marked(content, words) for id_, content in rows}
        return {id_: snippet for id_, snippet in found.items() if snippet}


def marked(content, words):
    """Return what stands around the first of some words in a text.

    :param str content: what a file says
    :param list words: as they are compared
    :return: Markup, empty where none of them stands there
    """
    # letter by letter, so that both are of the same length
    folded = content.translate(_FOLDED).lower()
    if len(folded) != len(content):
        return Markup()
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})\w*")
    first = pattern.search(folded)
    if not first:
        return Markup()
    start = max(first.start() - AROUND, 0)
    stop = min(first.end() + AROUND, len(content))
    parts, position = [Markup("…") if start else Markup()], start
    for match in pattern.finditer(folded, start, stop):
        parts.append(escape(content[position : match.start()]))
        parts.append(Markup("<mark>%s</mark>") % content[match.start() : match.end()])
        position = match.end()
    parts.append(escape(content[position:stop]))
    parts.append(Markup("…") if stop < len(content) else Markup())
    return Markup().join(parts)
