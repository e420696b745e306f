from odoo import models

from ..models.contractor.notes_text import note_lines, notes_of, notes_with
from .vcard_values import ADDRESS, QUIET


class EnovaVcardImport(models.TransientModel):
    """Fill in partners that are there already, without changing what they say."""

    _inherit = "enova.vcard.import"

    def _fill_in(self, lines, values):
        """Fill in the duplicates of these lines, and add their people.

        A line whose duplicate in the file has not come into being is created, and those
        that have the same duplicate follow it.
        """
        orphans = lines.filtered(
            lambda line: not line.duplicate_id and not line.duplicate_line_id.partner_id
        )
        while orphans:
            groups = orphans.grouped("duplicate_line_id").values()
            for group in groups:
                group[1:]._as_system().duplicate_line_id = group[0]
            firsts = lines.browse().concat(*(group[0] for group in groups))
            self._create_cards(firsts, values)
            lines -= firsts
            orphans = (orphans - firsts).filtered(
                lambda line: not line.duplicate_line_id.partner_id
            )
        self._in_batches(lines, lambda batch: self._fill_in_batch(batch, values))

    def _fill_in_batch(self, lines, values):
        """Write what the duplicates lack; create the people they lack in one go."""
        duplicates = {
            line: line.duplicate_id or line.duplicate_line_id.partner_id
            for line in lines
        }
        partners = self.env["res.partner"].union(*duplicates.values())
        partners |= partners.parent_id
        people = self._people_by_name(partners)
        missing = {}
        for line, duplicate in duplicates.items():
            card = line.card
            top = (duplicate.parent_id or duplicate) if card["company"] else duplicate
            person = people.get((top.id, card["person"].casefold()))
            if not person and duplicate != top:
                person = duplicate
            filled = self._fill_top(top, line, values)
            vals = values.person(card, line.photo)
            if not vals:
                filled |= self._fill_notes(top, top, card, values)
            elif person:
                filled |= self._fill(person, vals)
                filled |= self._fill_notes(person, person | top, card, values)
            else:
                key = (top.id, card["person"].casefold())
                newcomer = missing.setdefault(key, {"parent_id": top.id})
                self._prepare_newcomer(newcomer, vals, top, card, values)
                filled.add(self.env._("contact person"))
            line._finish("updated", self._filled_words(filled), top)
        partners.with_context(**QUIET).create(list(missing.values()))

    def _fill_top(self, top, line, values):
        """Fill in the company, or the person alone; return the labels of the fields.

        A person in a file of ours says nothing about their company, which has a card
        of its own there.
        """
        if line.card["ours"] and line.card["company"] and line.card["person"]:
            return set()
        return self._fill(top, values.top(line.card, line.photo))

    def _prepare_newcomer(self, newcomer, vals, top, card, values):
        """Add to the values of a person who will be created what a card says of them.

        :param dict newcomer: what was found before; the same person may come twice
        """
        for name, value in vals.items():
            newcomer.setdefault(name, value)
        notes = newcomer.get("comment")
        known = {*self._lines_of(top, card), *note_lines(notes)}
        holders = (values.held_by(top), newcomer)
        further = self._missing_lines(card, holders, known, values)
        if further:
            newcomer["comment"] = (notes or "") + notes_of(further)

    @staticmethod
    def _lines_of(company, card):
        """Return the lines of a company's notes that a person's need not repeat."""
        # a file of ours gives each their own notes back
        return set() if card["ours"] else set(note_lines(company.comment))

    def _missing_lines(self, card, holders, known, values):
        """Return the lines for notes that do not say it yet, in whatever language.

        :param set known: lines of the notes
        """
        lines = [line for line in values.note_lines(card) if line not in known]
        for spoken in values.lines_in_languages(card, *holders):
            if known.isdisjoint(spoken):
                lines.append(spoken[0])
        return list(dict.fromkeys(lines))

    def _people_by_name(self, partners):
        """Return the contact persons of partners by company and name."""
        found = self.env["res.partner"].search_fetch(
            [("parent_id", "in", partners.ids)],
            ["name", "parent_id"],
        )
        return {(p.parent_id.id, (p.name or "").casefold()): p for p in found}

    def _fill(self, partner, values):
        """Write values into the empty fields of a partner; return their labels.

        An address is filled in as a whole, or not at all.
        """
        kept = ("name", "is_company", "contractor_status")
        has_address = any(partner[name] for name in ADDRESS)
        vals = {
            name: value
            for name, value in values.items()
            if name not in kept
            and not partner[name]
            and not (has_address and name in ADDRESS)
        }
        if not vals:
            return set()
        partner.with_context(**QUIET).write(vals)
        return self._field_labels(list(vals))

    def _fill_notes(self, partner, holders, card, values):
        """Note what a card says and no field holds; return the label of the notes.

        :param partner: whose notes
        :param holders: partners whose fields and notes may hold it already
        """
        known = set(note_lines(partner.comment))
        for holder in holders - partner:
            known |= self._lines_of(holder, card)
        held = [values.held_by(holder) for holder in holders]
        further = [
            line
            for line in self._missing_lines(card, held, known, values)
            if not values.line_of_file(line)
        ]
        notes = notes_with(partner.comment, further)
        if not notes:
            return set()
        partner.with_context(**QUIET).write({"comment": notes})
        return self._field_labels(["comment"])

    def _field_labels(self, names):
        fields = self.env["res.partner"].fields_get(names, ["string"])
        return {field["string"] for field in fields.values()}

    def _filled_words(self, filled):
        if not filled:
            return self.env._("There was nothing to fill in.")
        return self.env._("Filled in: %s", ", ".join(sorted(filled)))
