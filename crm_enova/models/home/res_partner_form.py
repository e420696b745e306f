from lxml import etree

from odoo import api, models

from .later_fields import mark_later

FORM_CLASS = "enova_contractor_form"


class ResPartner(models.Model):
    """The form of a contractor stands before its figures are counted."""

    _inherit = "res.partner"

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Say on our form which fields the web client reads when it stands.

        Fields of any addon are told apart by what they are, and where on the form.
        """
        view = super().get_view(view_id, view_type, **options)
        form = etree.fromstring(view["arch"])
        if form.get("js_class") == FORM_CLASS:
            mark_later(form, self._fields)
            view["arch"] = etree.tostring(form, encoding="unicode")
        return view
