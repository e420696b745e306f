from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.arguments import read_arguments, record_id, text
from .enova_folder_item import FILES

OWN_ICONS = {"note": "fa-sticky-note-o", "link": "fa-external-link"}
ICONS = {
    FILES: "fa-paperclip",
    "account.move": "fa-file-text-o",
    "calendar.event": "fa-calendar",
    "enova.activity": "fa-check-square-o",
    "enova.campaign": "fa-bullhorn",
    "enova.device": "fa-cog",
    "enova.project": "fa-flag-checkered",
    "enova.reservation": "fa-calendar-check-o",
    "enova.resource": "fa-truck",
    "mailing.mailing": "fa-envelope-o",
    "product.template": "fa-cube",
    "repair.order": "fa-wrench",
    "res.partner": "fa-address-book-o",
    "sale.order": "fa-shopping-cart",
    "stock.picking": "fa-truck",
}
# What a browser shows by itself without running anything of it.
SHOWN_AS_PAGE = ("application/pdf", "image/jpeg", "image/png", "text/plain")


class EnovaFolderItem(models.Model):
    """What an item says of what it leads to, drawn anew for each reader."""

    _inherit = "enova.folder.item"

    title = fields.Char(compute="_compute_shown", string="Item")
    model_name = fields.Char(compute="_compute_shown", string="Kind of record")
    icon = fields.Char(compute="_compute_shown", exportable=False)
    is_missing = fields.Boolean(
        compute="_compute_shown",
        string="Deleted",
        help="What it led to is not there any more.",
    )
    folder_state = fields.Selection(related="folder_id.state", string="Folder is")

    @api.depends("kind", "name", "res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_shown(self):
        """Ask each model once for the names of all that is led to."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for model, items in self.grouped("res_model").items():
            names, label = items._target_names(model)
            for item in items:
                own = not model
                present = own or item.res_id in names
                item.is_missing = not present
                item.title = item.name if own else names.get(item.res_id)
                item.model_name = kinds.get(item.kind) if own else label
                item.icon = ICONS.get(model) or OWN_ICONS.get(item.kind, "fa-file-o")
                if not present:
                    item.title = self.env._("Deleted: %s", label)
                    item.icon = "fa-chain-broken"

    def _target_names(self, model):
        """Return the names of the targets of one model by id, and the model's own.

        A hidden one has no name, though it is there.
        """
        if not model:
            return {}, False
        records = self.env.get(model)
        if records is None:
            return {}, self.env._("a record of an app that is not installed")
        label = self.env["ir.model"]._get(model).sudo().name  # sudo: the name alone
        ids = {id_ for id_ in self.mapped("res_id") if id_}
        names = {}
        if ids and records.has_access("read"):
            records = records.with_context(active_test=False)
            domain = [("id", "in", list(ids))]
            readable = records.search_fetch(domain, ["display_name"], order="id")
            names = {record.id: record.display_name for record in readable}
        if ids - names.keys():
            # sudo: whether they are there; a hidden one has no name here
            others = records.sudo().browse(ids - names.keys()).exists()
            names.update(dict.fromkeys(others.ids, False))
        ours = {FILES: self.env._("File"), "res.partner": self.env._("Contractor")}
        return names, ours.get(model, label)

    @api.depends("title")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        """Show what it leads to."""
        for item in self:
            item.display_name = item.title

    def action_open(self):
        """Open what the item leads to, under the reader's rights.

        :return: dict, the action that the client runs next
        :raises UserError: when it has been deleted
        """
        self.ensure_one()
        self.check_access("read")
        if self.is_missing or not self.ids:
            raise UserError(
                self.env._(
                    "What the item led to has been deleted. Take it out of the folder."
                )
            )
        if self.kind == "link":
            return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
        if self.kind == "note":
            action = self.get_formview_action()
            return {**action, "target": "new", "name": self.name}
        target = self.env[self.res_model].browse(self.res_id)
        target.check_access("read")
        if self.kind == "file":
            download = "" if target.mimetype in SHOWN_AS_PAGE else "?download=true"
            url = f"/web/content/{target.id}{download}"
            return {"type": "ir.actions.act_url", "url": url, "target": "new"}
        return target.get_formview_action()

    # -- the other way round: the folders of a record ------------------------------

    @api.model
    @read_arguments(model=text, res_id=record_id)
    def enova_folders_of(self, model, res_id):
        """Return in how many folders a record is, for the button of its form.

        :param str model: its model
        :param int res_id: its id
        :return: dict of ``count``, under the reader's rights, and of ``addable``:
            whether such records may be put into folders
        """
        count = len(self._folders_of(model, res_id))
        addable = self.env["enova.folder.model"]._is_allowed(model)
        return {"count": count, "addable": addable}

    @api.model
    @read_arguments(model=text, res_id=record_id)
    def action_open_folders_of(self, model, res_id):
        """Open the folders of a record, or put it into its first one.

        :param str model: its model
        :param int res_id: its id
        :return: dict, the action that the client runs next
        """
        folders = self._folders_of(model, res_id)
        actions = self.env["ir.actions.act_window"]
        if not folders and self.env["enova.folder.model"]._is_allowed(model):
            action = actions._for_xml_id("crm_enova.enova_folder_add_action")
            context = {"active_model": model, "active_id": res_id}
            return {**action, "context": {**context, "active_ids": [res_id]}}
        action = actions._for_xml_id("crm_enova.enova_folder_action")
        action["domain"] = [("id", "in", folders.ids)]
        action["context"] = {"active_test": False}
        if len(folders) == 1:
            action.update(res_id=folders.id, views=[(False, "form")], view_mode="form")
        return action

    @api.model
    def _folders_of(self, model, res_id):
        """Return the folders that a record lies in, or that are the record's own."""
        if not self.has_access("read"):
            return self.env["enova.folder"]
        items = self.search([("res_model", "=", model), ("res_id", "=", res_id)])
        folders = items.folder_id
        own = {"res.partner": "partner_id", "enova.project": "project_id"}.get(model)
        if own and res_id in self._readable_ids(model, [res_id]):
            folders |= folders.search([(own, "=", res_id)])
        return folders
