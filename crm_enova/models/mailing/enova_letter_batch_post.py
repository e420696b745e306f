from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from . import post_file
from .letter_engine import client
from .letter_words import install_help


class EnovaLetterBatch(models.Model):
    """What the post gets with a batch: the posting book, and the file for e-Nadawca."""

    _inherit = "enova.letter.batch"

    def action_posting_book(self):
        """Print the posting book of the batches.

        :return: dict, the action that downloads it
        """
        self.check_access("read")
        rows = self._posted_rows()
        company = self.company_id[:1].sudo()  # sudo: the sender of every letter
        job = {
            "kind": "table",
            "title": self.env._("Posting book"),
            "lines": [
                self.env._("Sender: %s", company._sender_line()),
                self.env._(
                    "Letters: %(count)s. Day: %(day)s.",
                    count=len(rows),
                    day=format_date(self.env, self._day_of_posting()),
                ),
            ],
            "head": [
                self.env._("No."),
                self.env._("Addressee"),
                self.env._("Address"),
                self.env._("Kind"),
                self.env._("Weight"),
                self.env._("Tracking number"),
                self.env._("Charge"),
                self.env._("Remarks"),
            ],
            "widths": [12, 68, 78, 24, 18, 42, 16, 18],
            "rows": [
                [place, row["name"], row["where"], *row["cells"], "", ""]
                for place, row in enumerate(rows, 1)
            ],
            "page": self.env._("Page {page} of {pages}"),
            "after": [
                self.env._("Accepted by (date stamp and signature of the post):"),
            ],
        }
        try:
            drawn = client.run(job)
        except client.EngineMissing:
            raise UserError(install_help(self.env)) from None
        name = self.env._("Posting book %s.pdf", self[:1].name)
        return self.env["enova.letter.file"]._offer(name, drawn.file)

    def _day_of_posting(self):
        batch = self[:1]
        day = batch.date_posted or batch.posting_date
        return day or fields.Date.context_today(self)

    def _posted_rows(self):
        """Return addressees as the post reads them, in the order of the letters."""
        kinds = dict(self._fields["post_kind"]._description_selection(self.env))
        rows = []
        for batch in self:
            texts = batch._texts()
            # sudo: the addressees of letters that one may print
            for line in batch.sudo().line_ids.sorted("sequence"):
                address = texts[line.activity_id.id]["address"]
                number = line.activity_id.mailing_tracking or ""
                rows.append(
                    {
                        "name": address[0] if address else "",
                        "where": ", ".join(address[1:]),
                        "cells": [kinds[batch.post_kind], f"{batch.weight} g", number],
                    }
                )
        return rows

    def _texts(self):
        """Return the letters of one batch as they were settled."""
        # sudo: as in _posted_rows
        batch = self.sudo()
        return batch.mailing_id._rendered_letters(batch.line_ids.activity_id)

    def action_post_file(self):
        """Download the file that e-Nadawca imports.

        :return: dict, the action that downloads it
        """
        self.ensure_one()
        self.check_access("read")
        company = self.company_id.sudo()  # sudo: the sender of every letter
        collection = {
            "guid": post_file.guid(self._namespace(), f"batch-{self.id}"),
            "name": f"{self._day_of_posting()}\\{self.number}",
            "created": fields.Datetime.now().isoformat(timespec="seconds"),
        }
        sender = {
            name: company[name] for name in ("name", "street", "zip", "city", "vat")
        }
        data = post_file.written(sender, self._letters_for_post(), collection)
        name = self.env._("e-Nadawca %s.xml", self.name)
        return self.env["enova.letter.file"]._offer(name, data)

    def _letters_for_post(self):
        """Return the letters as the file describes them: where their paper goes.

        Whoever has moved since then is still written to where the letter says.
        """
        texts = self._texts()
        namespace = self._namespace()
        mailing = self.mailing_id
        abroad = mailing._countries_abroad()
        # in the language of whoever hands it over, as the service shows them
        countries = self.env["res.country"].search_fetch([], ["code", "name"])
        names = {country.code: country.name.upper() for country in countries}
        letters = []
        # sudo: as in _posted_rows
        for line in self.sudo().line_ids.sorted("sequence"):
            text = texts[line.activity_id.id]
            # a letter that was settled before places were kept: where they are today
            place = text["place"] or mailing._place_of_letter(line.partner_id, abroad)
            name, street, more, code, city, country = place
            address = text["address"]
            letters.append(
                {
                    "guid": post_file.guid(namespace, line.activity_id.id),
                    "name": address[0] if address else line.partner_id.name,
                    "name2": name,
                    "street": " ".join(filter(None, [street, more])),
                    "zip": code,
                    "city": city,
                    "country": names.get(country, ""),
                    "kind": self.post_kind,
                    "priority": self.post_priority,
                    "weight": self.weight,
                }
            )
        return letters

    def _namespace(self):
        # sudo: what tells this database from others
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _read_tracking(self, data):
        """Take over the numbers that the post has given to the letters.

        :param bytes data: file of e-Nadawca
        :return: how many letters have got a number
        :raises UserError: when it is another file, or of other letters
        """
        self.ensure_one()
        try:
            numbers = post_file.read_numbers(data)
        except ValueError as error:
            raise UserError(
                self.env._("This is no XML file of e-Nadawca: %s", error)
            ) from None
        namespace = self._namespace()
        # sudo: which letters these are, of those that one may print
        ids = self.sudo().line_ids.activity_id.ids
        identifiers = {post_file.guid(namespace, id_): id_ for id_ in ids}
        found = {
            identifiers[key]: number
            for key, number in numbers.items()
            if key in identifiers
        }
        if not found:
            raise UserError(
                self.env._(
                    "None of the letters of %s has a number in this file. Choose the"
                    " file that e-Nadawca gives for these letters.",
                    self.name,
                )
            )
        self._keep_numbers(found)
        return len(found)

    def _keep_numbers(self, numbers):
        """Write the numbers of many letters, in one statement.

        :param dict numbers: by id of event
        """
        events = self.env["enova.activity"]
        events.flush_model(["mailing_tracking"])
        self.env.execute_query(
            SQL(
                """
                UPDATE enova_activity event SET mailing_tracking = given.number
                  FROM unnest(%s::int[], %s::text[]) AS given (id, number)
                 WHERE given.id = event.id RETURNING event.id
                """,
                list(numbers),
                list(numbers.values()),
            )
        )
        events.invalidate_model(["mailing_tracking"])
