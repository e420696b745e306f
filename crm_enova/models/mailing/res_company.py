import base64

from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

LOGO = Markup('<img src="company-logo" style="max-height:22mm;max-width:70mm">')
HEAD = Markup(
    '<table style="width:100%%;border-collapse:collapse"><tr>'
    '<td style="width:50%%;vertical-align:top;padding:0">%s</td>'
    '<td style="vertical-align:top;text-align:right;padding:0">%s</td></tr></table>'
)


class ResCompany(models.Model):
    """What a company's letters show of it."""

    _inherit = "res.company"

    def _letterhead(self):
        """Return the letterhead of the first page, and of those that follow.

        :return: dict of dicts of HTML, as the engine takes them
        """
        self.ensure_one()
        logo = LOGO if self._logo_bytes() else Markup("")
        details = self.company_details
        if is_html_empty(details):
            details = Markup("<br>").join(self._detail_lines())
        foot = "" if is_html_empty(self.report_footer) else str(self.report_footer)
        return {
            "first": {"head": str(HEAD % (logo, details)), "foot": foot},
            "next": {"head": str(Markup("<b>%s</b>") % self.name), "foot": foot},
        }

    def _detail_lines(self):
        """Return name, address, number and how to reach the company, a line each."""
        self.ensure_one()
        return [
            Markup("<b>%s</b>") % self.name,
            *filter(
                None,
                [
                    self.street,
                    self.street2,
                    " ".join(filter(None, [self.zip, self.city])),
                    self.vat,
                    self.phone,
                    self.email,
                    self.website,
                ],
            ),
        ]

    def _sender_line(self):
        """Return the line above the address, which brings a letter back.

        :return: str
        """
        self.ensure_one()
        place = " ".join(filter(None, [self.zip, self.city]))
        return " · ".join(filter(None, [self.name, self.street, place]))

    def _logo_bytes(self):
        """Return the logo, unless it is the placeholder of the ERP.

        :return: bytes
        """
        self.ensure_one()
        if self.uses_default_logo or not self.logo:
            return b""
        return base64.b64decode(self.logo)
