from lxml import etree
from lxml.builder import E

from odoo import models

from .enova_document_model import COUNT_FIELD, DOCUMENT_FIELD

GROUP = "crm_enova.crm_enova_group_own"


class EnovaDocumentModel(models.Model):
    """The views of what is switched on, built as trees."""

    _inherit = "enova.document.model"

    def _prepare_views(self):
        """Return the values of the views that extend both sides."""
        views = self.env["ir.ui.view"]
        prepared = [
            (
                self.env.ref("crm_enova.enova_activity_view_form_documents"),
                self._activity_form_arch(),
            )
        ]
        form = views.browse(views.default_view(self.model, "form"))
        prepared.append((form, self._document_form_arch(form)))
        search = views.browse(views.default_view(self.model, "search"))
        if search:
            prepared.append((search, self._document_search_arch()))
        return [self._prepare_view(view, arch) for view, arch in prepared]

    def _prepare_view(self, parent, arch):
        return {
            "name": f"{parent.model}.{parent.type}.enova.{self.model}",
            "model": parent.model,
            "inherit_id": parent.id,
            # after the extensions of all modules
            "priority": 200,
            "arch": etree.tostring(arch, encoding="unicode"),
        }

    def _activity_form_arch(self):
        """A section of its own on the page of documents."""
        title = E.div(
            self.env["ir.model"]._get(self.model).name,
            **{"class": "mt-4 text-uppercase fw-bolder small"},
        )
        field = self.env["enova.activity"]._fields[self._activity_field()]
        if field.groups:
            title.set("groups", field.groups)
        return E.xpath(
            title,
            self._document_list(),
            expr="//div[@name='documents']",
            position="inside",
        )

    def _document_list(self):
        """The field with the documents of a task, and what is offered to link."""
        options = {}
        if "company_id" in self.env[self.model]._fields:
            options["domain"] = "[('company_id', 'in', (company_id, False))]"
        if self.partner_field:
            options["context"] = f"{{'default_{self.partner_field}': partner_id}}"
        return E.field(
            E.list(
                E.control(E.create(string=self.env._("Link documents"))),
                E.field(name="display_name", string=self.env._("Name")),
            ),
            name=self._activity_field(),
            **options,
        )

    def _document_form_arch(self, form):
        """A button with the number of tasks and events, where others stand."""
        button = E.button(
            E.field(
                name=COUNT_FIELD,
                widget="statinfo",
                string=self.env._("Tasks and events"),
            ),
            name=str(self.server_action_id.id),
            type="action",
            icon="fa-check-square-o",
            groups=GROUP,
            **{"class": "oe_stat_button"},
        )
        tree = form._get_combined_arch()
        if tree.xpath("//div[@name='button_box']"):
            return E.xpath(button, expr="//div[@name='button_box']", position="inside")
        box = E.div(button, name="button_box", **{"class": "oe_button_box"})
        place = "//sheet/*[1]" if tree.xpath("//sheet/*") else "//form/*[1]"
        return E.xpath(box, expr=place, position="before")

    def _document_search_arch(self):
        """A filter, and the search by a task."""
        return E.xpath(
            E.field(name=DOCUMENT_FIELD, groups=GROUP),
            E.separator(),
            E.filter(
                name="with_enova_activities",
                string=self.env._("With tasks or events"),
                domain=f"[('{DOCUMENT_FIELD}', '!=', False)]",
                groups=GROUP,
            ),
            expr="//search",
            position="inside",
        )
