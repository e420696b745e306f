import re

from lxml import html

from odoo import models
from odoo.fields import Domain

# What people write down about a contractor: the texts of a model, and which of them
# may not be empty.
TEXTS = {
    "enova.activity": (
        "name",
        "description",
        "result",
        "properties",
        # what stood in a letter, and where it went
        "mailing_values",
        "mailing_error",
    ),
    "enova.project": ("name", "goal", "description", "outcome_note", "properties"),
    "enova.campaign.member": ("note",),
    "enova.reservation": ("name", "note"),
    "enova.caretaker": ("reason",),
}
REPLACED = {("enova.activity", "result"), ("enova.activity", "name")}
REPLACED |= {("enova.project", "name")}
# Where somebody is but the contact person of what is about their company.
NAMED_IN = ("name", "goal", "outcome_note", "description")


class EnovaPartnerAnonymize(models.TransientModel):
    """Forget what was written down about people who are anonymised."""

    _inherit = "enova.partner.anonymize"

    def _written_about(self, people):
        """Return what is about people, as superuser: never hand it to a caller.

        :return: list of recordsets
        """
        # sudo: the right to be forgotten does not end where the user's sight does
        env = self.env(su=True, context={**self.env.context, "active_test": False})
        found = []
        for name in TEXTS:
            domain = Domain("partner_id", "in", people.ids)
            if name == "enova.activity":
                domain |= Domain("contact_id", "in", people.ids)
            found.append(env[name].search(domain))
        return found

    def _lines_to_forget(self, people):
        """Return a line for each model whose texts would be emptied, with a number."""
        return [
            self._count_line(records, len(records))
            for records in self._written_about(people)
            if records
        ]

    def _forget_what_is_written(self, people):
        """Empty the texts about people, while their names are still known.

        What is only about their company keeps its texts, without their names.
        """
        self._forget_names_in_projects(people)
        word = self.env._("Anonymised")
        for records in self._written_about(people):
            values = {
                name: word if (records._name, name) in REPLACED else False
                for name in TEXTS[records._name]
            }
            records.with_context(tracking_disable=True).write(values)
            self._forget_threads(records)
        self._forget_threads(people.sudo())  # sudo: as in _written_about
        self._forget_letters(people)

    def _forget_threads(self, records):
        """Delete the messages and files of records."""
        if "message_ids" in records._fields:
            records.message_ids.unlink()
        # sudo: as in _written_about
        files = self.env["ir.attachment"].sudo()
        files = files.search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        self._forgettable(files).unlink()

    def _forgettable(self, files):
        """Return which files may be deleted; a step for topics.

        :param files: attachments, as superuser
        """
        return files

    def _forget_letters(self, people):
        """Forget what they wrote to us, and at which address we wrote to them."""
        env = self.env(su=True)  # sudo: as in _written_about
        env["mail.message"].search(
            [
                ("author_id", "in", people.ids),
                ("model", "in", [people._name, *TEXTS]),
            ]
        ).unlink()
        env["mailing.trace"].search(
            [("model", "=", people._name), ("res_id", "in", people.ids)]
        ).write({"email": False})
        # what a mail server answers names the address
        env["enova.mailing.attempt"].search(
            [("activity_id.partner_id", "in", people.ids)]
        ).write({"email": False, "error": False})

    def _forget_names_in_projects(self, people):
        """Take the names out of projects of others, whose contact person they are."""
        # sudo: as in _written_about
        projects = self.env["enova.project"].sudo().with_context(active_test=False)
        projects = projects.search(
            [("contact_id", "in", people.ids), ("partner_id", "not in", people.ids)]
        )
        # the longest first: of "Jan Nowak" nothing may be left where "Jan" goes, too
        names = sorted(filter(None, people.mapped("name")), key=len, reverse=True)
        if not names or not projects:
            return
        # whole words: "January" is not about somebody called Jan
        found = "|".join(map(re.escape, names))
        pattern = re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)
        word = self.env._("Anonymised")
        for project in projects.with_context(tracking_disable=True):
            texts = {name: project[name] for name in NAMED_IN if project[name]}
            changed = {
                name: _without(pattern, word, text, name == "description")
                for name, text in texts.items()
                if pattern.search(text)
            }
            if changed:
                project.write(changed)


def _without(pattern, word, text, is_html):
    """Return a text with what fits the pattern replaced by a word."""
    if not is_html:
        return pattern.sub(word, text)
    tree = html.fragment_fromstring(text, create_parent="div")
    for node in tree.iter():
        node.text = node.text and pattern.sub(word, node.text)
        node.tail = node.tail and pattern.sub(word, node.tail)
    return html.tostring(tree, encoding="unicode")
