import difflib
import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import human_size

from .ir_attachment_preview import MOST_LETTERS

# Of a longer text the beginning is compared.
MOST_LINES = 2000
# Lines shown before and after what differs.
AROUND = 3
# Two lines of which less is alike have nothing to do with each other.
ALIKE = 0.5
# Of a longer line no words are marked: it would take too long.
MOST_WORDS = 1000


class IrAttachment(models.Model):
    """What differs between an earlier version of a paper and the present one."""

    _inherit = "ir.attachment"

    def action_enova_compare(self):
        """Show an earlier version beside the present one, and how their texts differ.

        :return: dict, the action that the client runs next
        :raises UserError: where it is no earlier version
        """
        self.ensure_one()
        self.check_access("read")
        entries = self.env["enova.attachment"]
        if self.res_model != entries._name:
            raise UserError(
                self.env._("%s is not an earlier version.", self.display_name)
            )
        present = entries.browse(self.res_id).attachment_id
        present.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "crm_enova.compare_files",
            "params": {
                "files": [self._enova_head(), present._enova_head()],
                **self._enova_difference(present),
            },
        }

    def _enova_head(self):
        """Return who has made a file and when, and how large it is."""
        return {
            "id": self.id,
            "name": self.name,
            # sudo: the name of the author, as lists of files show it
            "author": self.create_uid.sudo().name,
            "date": fields.Datetime.to_string(self.create_date),
            "size": human_size(self.file_size) if self.file_size else "",
        }

    def _enova_difference(self, present):
        """Return how the texts of two files differ.

        :param present: the file that this one is compared with
        :return: dict of ``lines``, each with ``kind`` (``same``, ``gone``, ``new``, or
            ``skipped`` for those between) and ``text``, and where a line was changed
            with ``words``: pairs of a part of it and whether it differs; ``None`` where
            one of the files has no text; and of ``is_cut``, whether the end of a text
            was left out
        """
        texts = [self._enova_text(), present._enova_text()]
        if not all(text.strip() for text in texts):
            return {"lines": None, "is_cut": False}
        # Blank lines say nothing, and readers of PDF files put them in at will.
        lines = [
            [line.rstrip() for line in text.splitlines() if line.strip()]
            for text in texts
        ]
        is_cut = any(len(text) >= MOST_LETTERS for text in texts) or any(
            len(one) > MOST_LINES for one in lines
        )
        former, latter = (one[:MOST_LINES] for one in lines)
        return {"lines": _differences(former, latter), "is_cut": is_cut}

    def _enova_text(self):
        """Return the text of a file, as far as the ERP can read it."""
        kind, text = self._enova_shown()
        return text if kind == "text" else (self.index_content or "")[:MOST_LETTERS]


def _differences(former, latter):
    """Return what differs between lists of lines, with a few lines around it."""
    found = []
    matcher = difflib.SequenceMatcher(None, former, latter)
    for group in matcher.get_grouped_opcodes(AROUND):
        if found:
            found.append({"kind": "skipped", "text": ""})
        for step, begin, end, new_begin, new_end in group:
            if step == "equal":
                found += _as_lines("same", former[begin:end])
            else:
                gone = _as_lines("gone", former[begin:end])
                new = _as_lines("new", latter[new_begin:new_end])
                for pair in zip(gone, new, strict=False):
                    _mark_words(*pair)
                found += gone + new
    return found


def _mark_words(gone, new):
    """Say of a line and of the one in its place which words differ."""
    former, latter = (re.split(r"(\s+)", line["text"]) for line in (gone, new))
    if max(len(former), len(latter)) > MOST_WORDS:
        return
    matcher = difflib.SequenceMatcher(str.isspace, former, latter)
    if matcher.ratio() < ALIKE:
        return
    gone["words"], new["words"] = [], []
    for step, begin, end, new_begin, new_end in matcher.get_opcodes():
        differs = step != "equal"
        for line, words in (
            (gone, former[begin:end]),
            (new, latter[new_begin:new_end]),
        ):
            if words:
                line["words"].append(("".join(words), differs))


def _as_lines(kind, texts):
    return [{"kind": kind, "text": text} for text in texts]
