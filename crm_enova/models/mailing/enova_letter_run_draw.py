from contextlib import closing

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .letter_engine import client
from .letter_words import install_help, reason

# What is not yet known: the pages of a letter.
PAGES_EXPECTED = 1.0
# A batch that is filled to the brim would often be a letter too long.
FILLED = 0.95
COUNTED_AT_ONCE = 1000
# While a batch is kept, the workers have another one in hand.
TURNS = 2
ANY = SQL("TRUE")


class EnovaLetterRun(models.Model):
    """How the letters of a run are drawn, and what is kept of it."""

    _inherit = "enova.letter.run"

    def _draw_next(self):
        """Draw the next batches, several at a time; finish after the last.

        :return: how many letters were dealt with; 0 when there is nothing left to do
        """
        self.ensure_one()
        return self.with_context(lang=self.lang)._draw_or_stop()

    def _draw_or_stop(self):
        """Draw; where that is impossible, pause and say why."""
        try:
            if self.order == "pages" and self._count_next():
                return 1
            parts = self._next_parts()
            if not parts:
                self._finish()
                return 0
            return self._draw_parts(parts)
        except client.EngineMissing:
            self._stop(install_help(self.env))
        except client.TooManyCulprits:
            self._stop(
                self.env._(
                    "Several letters in a row cannot be drawn: look at the text and at"
                    " the pictures of the mail merge."
                )
            )
        except client.EngineFailed as error:
            self._stop(
                self.env._(
                    "The letters could not be drawn (%s). Resume it; if that does not"
                    " help, print fewer pages in a batch.",
                    error.args[-1],
                )
            )
        except UserError as error:
            self._stop(str(error))
        return 0

    # -- how many pages ----------------------------------------------------------------

    def _count_next(self):
        """Count pages before the first letter is drawn; then put them in order.

        :return: whether there was anything to count
        """
        lines = self._waiting(COUNTED_AT_ONCE, SQL("page_count = 0"))
        if not lines:
            return False
        job, letters, blobs = self._prepare(lines.activity_id)
        counted = self._by_key(
            client.draw({**job, "kind": "count", "letters": letters}, blobs)
        )
        failed = {}
        rows = []
        for line in lines:
            outcome = counted.get(line.activity_id.id, {"error": "killed"})
            if "error" in outcome:
                failed[line] = outcome
            else:
                rows.append((line.id, outcome["count"]))
        self._keep_pages(rows)
        self._keep_failures(failed)
        if not self._waiting(1, SQL("page_count = 0")):
            self._sort_by_pages()
        return True

    def _sort_by_pages(self):
        self.env.execute_query(
            SQL(
                """
                UPDATE enova_letter_line line SET sequence = sorted.place
                  FROM (SELECT id, row_number() OVER (ORDER BY page_count, sequence)
                               AS place
                          FROM enova_letter_line WHERE run_id = %s) sorted
                 WHERE sorted.id = line.id RETURNING line.id
                """,
                self.id,
            )
        )
        self.env["enova.letter.line"].invalidate_model(["sequence"])

    def _keep_pages(self, rows):
        if not rows:
            return
        ids, counts = zip(*rows, strict=True)
        self.env.execute_query(
            SQL(
                """
                UPDATE enova_letter_line line SET page_count = counted.pages
                  FROM unnest(%s::int[], %s::int[]) AS counted (id, pages)
                 WHERE counted.id = line.id RETURNING line.id
                """,
                list(ids),
                list(counts),
            )
        )
        self.env["enova.letter.line"].invalidate_model(["page_count"])

    # -- which letters -----------------------------------------------------------------

    def _waiting(self, limit, condition=ANY):
        """Return the next letters that wait, in their order."""
        self.env["enova.letter.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM enova_letter_line WHERE run_id = %s"
                " AND state = 'waiting' AND %s ORDER BY sequence, id LIMIT %s",
                self.id,
                condition,
                limit,
            )
        )
        return self.env["enova.letter.line"].browse(row[0] for row in rows)

    def _next_parts(self):
        """Return the letters of the next batches: of those in hand, and the next."""
        room = max(int(self.batch_pages * FILLED / self._expected_pages()), 1)
        lines = self._waiting(room * client.default_workers() * TURNS)
        return [lines[start : start + room] for start in range(0, len(lines), room)]

    def _expected_pages(self):
        """Return how many pages a letter of this run takes, as far as is known."""
        pages, letters = self.env.execute_query(
            SQL(
                "SELECT sum(page_count), sum(letter_count) FROM enova_letter_batch"
                " WHERE run_id = %s",
                self.id,
            )
        )[0]
        expected = pages / letters if letters else PAGES_EXPECTED
        # sudo: whether a letter has a back
        duplex = (self.sudo().settings or {}).get("layout", {}).get("duplex")
        return max(expected, 2 if duplex else 1)

    # -- drawing -----------------------------------------------------------------------

    def _prepare(self, events):
        """Return job, letters and files of some addressees, as the run's user reads.

        :param events: of the addressees
        """
        run = self._as_user()
        job = run.mailing_id._letter_job(self.sudo().settings)  # sudo: the system's own
        return run.mailing_id._letter_parts(job, events.with_env(run.env))

    def _as_user(self):
        """Return the run with the rights, the language and the clock of its user."""
        return (
            self.with_user(self.user_id)
            .with_company(self.company_id)
            .with_context(
                lang=self.lang,
                tz=self.tz,
                allowed_company_ids=self.company_id.ids,
            )
        )

    def _draw_parts(self, parts):
        """Draw batches at the same time; keep those that follow on each other.

        What is drawn is kept while the next ones are drawn.

        A batch that was full before its last letter ends there, and what was drawn
        behind it is thrown away: the order of the letters counts more.

        :return: how many letters were dealt with
        """
        whole = self.env["enova.activity"].union(*(p.activity_id for p in parts))
        job, letters, blobs = self._prepare(whole)
        by_key = {letter["key"]: letter for letter in letters}
        batches = [[by_key[e.id] for e in part.activity_id] for part in parts]
        job = {**job, "room": self.batch_pages}
        dealt = 0
        with closing(client.draw_each(job, batches, blobs)) as drawing:
            for part, drawn in zip(parts, drawing, strict=False):
                outcomes = self._by_key(drawn)
                done = part.filtered(lambda line, o=outcomes: line.activity_id.id in o)
                self._keep_batch(done, drawn, outcomes)
                dealt += len(done)
                if done != part:
                    break
        return dealt

    @staticmethod
    def _by_key(drawn):
        return {letter["key"]: letter for letter in drawn.letters}

    def _keep_batch(self, lines, drawn, outcomes):
        """Keep a file, whose letter is on which page, and what became of the others."""
        failed = {
            line: outcomes[line.activity_id.id]
            for line in lines
            if "error" in outcomes[line.activity_id.id]
        }
        good = lines.filtered(lambda line: line not in failed)
        if good:
            batch = self.env["enova.letter.batch"]._keep(self, drawn, len(good))
            self._keep_lines(good, batch, outcomes)
            good.activity_id._mailing_moved("printed")
            self._keep_missing(outcomes)
        self._keep_failures(failed)

    def _keep_lines(self, lines, batch, outcomes):
        rows = [
            (line.id, outcome["first"], outcome["count"])
            for line in lines
            for outcome in [outcomes[line.activity_id.id]]
        ]
        ids, firsts, counts = (list(column) for column in zip(*rows, strict=True))
        self.env.execute_query(
            SQL(
                """
                UPDATE enova_letter_line line
                   SET state = 'drawn', batch_id = %s, page_first = drawn.first,
                       page_count = drawn.pages
                  FROM unnest(%s::int[], %s::int[], %s::int[])
                       AS drawn (id, first, pages)
                 WHERE drawn.id = line.id RETURNING line.id
                """,
                batch.id,
                ids,
                firsts,
                counts,
            )
        )
        self.env["enova.letter.line"].invalidate_model()
        self.invalidate_recordset(["line_ids"])

    def _keep_failures(self, failed):
        """Tell each addressee whose letter was not drawn, and why."""
        by_text = {}
        for line, outcome in failed.items():
            text = reason(self.env, outcome["error"], outcome.get("detail"))
            by_text.setdefault(text, []).append(line.id)
        for text, ids in by_text.items():
            lines = self.env["enova.letter.line"].browse(ids)
            lines.write({"state": "failed", "error": text})
            lines.activity_id._mailing_moved("left_out", left_out="error", error=text)

    def _keep_missing(self, outcomes):
        """Say which pictures no letter shows, for the server has not got them."""
        missing = {
            address
            for outcome in outcomes.values()
            for address in outcome.get("missing") or ()
        }
        if missing and not self.warning:
            self.warning = self.env._(
                "Pictures that are not kept in the ERP are left out: %s. Upload them"
                " into the text.",
                ", ".join(sorted(missing)[:3]),
            )

    # -- the end -----------------------------------------------------------------------

    def _finish(self):
        """Put all batches into one file, and end."""
        if self._waiting(1):
            return
        batches = self.batch_ids.sorted("number")
        values = {"state": "done", "error": False}
        if batches:
            data = client.join([batch.attachment_id.raw for batch in batches])
            values["attachment_id"] = self._attach(data).id
        self.write(values)
        self.mailing_id._letters_printed(self)
        self._tell(
            self.env._(
                "Letters: %(drawn)s, pages: %(pages)s, not drawn: %(failed)s.",
                drawn=self.drawn_count,
                pages=self.page_count,
                failed=self.failed_count,
            ),
            "warning" if self.failed_count else "success",
        )

    def _attach(self, data):
        """Keep the file of all letters with their mailing."""
        return self.env["ir.attachment"]._enova_keep_letters(
            name=self.env._("Letters %s.pdf", self.name.replace("/", "-")),
            raw=data,
            res_model="mailing.mailing",
            res_id=self.mailing_id.id,
        )
