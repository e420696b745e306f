from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaLetterReprint(models.TransientModel):
    """From which page on a batch is printed again, after the paper has jammed."""

    _name = "enova.letter.reprint"
    _inherit = ["enova.guard.mixin"]
    _description = "Printing again from a page"

    batch_id = fields.Many2one(
        "enova.letter.batch", required=True, ondelete="cascade", readonly=True
    )
    page_from = fields.Integer(string="From page", default=1, required=True)
    page_to = fields.Integer(string="To page", help="0: to the last one.")
    whole_letters = fields.Boolean(
        default=True,
        help="Begin with the first page of the letter that the page is in.",
    )
    addressee = fields.Char(compute="_compute_addressee", string="Begins with")

    @api.depends("batch_id", "page_from", "whole_letters")
    def _compute_addressee(self):
        """Show whose letter it begins with, before paper is used for it."""
        for window in self:
            line = window._first_line()
            # sudo: the addressee of a letter that one prints
            name = line.sudo().partner_id.display_name
            window.addressee = line and self.env._(
                "%(name)s, page %(page)s", name=name, page=window._first_page()
            )

    def _first_line(self):
        """Return the letter that holds the first page."""
        lines = self.batch_id.line_ids
        return lines.filtered(
            lambda line: (
                line.page_first <= self.page_from < line.page_first + line.page_count
            )
        )[:1]

    def _first_page(self):
        line = self._first_line()
        return line.page_first if line and self.whole_letters else self.page_from

    def action_print(self):
        """Download the pages.

        :return: dict, the action that downloads them
        """
        self.ensure_one()
        batch = self.batch_id
        last = self.page_to or batch.page_count
        first = self._first_page()
        if not 1 <= first <= last <= batch.page_count:
            raise UserError(
                self.env._(
                    "%(batch)s has the pages 1 to %(count)s.",
                    batch=batch.name,
                    count=batch.page_count,
                )
            )
        name = self.env._(
            "%(batch)s, pages %(first)s–%(last)s.pdf",
            batch=batch.name,
            first=first,
            last=last,
        )
        data = batch._pages_from(first, last)
        return self.env["enova.letter.file"]._offer(name, data)
