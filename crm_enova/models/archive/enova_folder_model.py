from lxml import etree
from lxml.builder import E

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from .enova_folder_item import FILES

GROUP = "crm_enova.crm_enova_group_own"
# Inner parts of the system, though they have forms.
INNER = ("base", "bus.", "ir.", "mail.", "res.config", "res.groups", "web_tour.")
# What is a part of a folder lies in one already.
PARTS = ("enova.folder", "enova.undo")


class EnovaFolderModel(models.Model):
    """A model of whose records a manager has made folders a place for.

    Such records have *Add to folder* in their action menu, and a button with the
    folders that they are in on their form. What the addon brings has both from its own
    files; for others they are made here. Nothing of what is made depends on what the
    manager types: the model is one of a list, and the rest follows from it. That is
    why it may be made as superuser, though a manager of the CRM may define no views.
    """

    _name = "enova.folder.model"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Model whose records go into folders"
    _rec_name = "model"
    _order = "id"

    model = fields.Selection(
        selection="_selection_model", string="Records", required=True, copy=False
    )
    active = fields.Boolean(default=True)
    action_id = fields.Many2one(
        "ir.actions.act_window",
        string="Menu entry",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    view_id = fields.Many2one(
        "ir.ui.view",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    _model_uniq = models.Constraint("UNIQUE (model)", "This model is listed already.")

    @api.model
    def _selection_model(self):
        """Return the models that have a form and are no inner parts of the system."""
        # sudo: names of models alone, and no more than the web client knows of each
        views = self.env["ir.ui.view"].sudo()
        groups = views._read_group([("type", "=", "form")], ["model"])
        names = [name for (name,) in groups if self._is_possible(name)]
        return sorted(((name, self._label(name)) for name in names), key=lambda p: p[1])

    @api.model
    def _label(self, name):
        """Return what people call a model."""
        return self.env["ir.model"]._get(name).sudo().name  # sudo: the name alone

    @api.model
    def _is_possible(self, name):
        """Whether records of a model can lie in folders: they have a table."""
        model = self.env.get(name)
        if model is None or not model._auto or model._transient or model._abstract:
            return False
        return not name.startswith(INNER + PARTS)

    @api.model
    @tools.ormcache()
    def _chosen(self):
        """Return the names of the models that are in use and installed."""
        # sudo: everybody who fills a folder needs to know them
        names = self.sudo().search([("id", ">", 0)]).mapped("model")
        return tuple(name for name in names if name in self.env)

    @api.model
    def _choices(self):
        """Return the models in use, as a field for references offers them."""
        return [(name, self._label(name)) for name in self._chosen()]

    @api.model
    def _is_allowed(self, model):
        """Whether records of a model may be put into folders by people.

        Files always; scripts of the server choose for themselves.
        """
        if self.env.su:
            return model == FILES or self._is_possible(model)
        return model == FILES or model in self._chosen()

    @api.model
    def _check_allowed(self, model):
        """Refuse what has no place in folders.

        :raises UserError: naming the model
        """
        if not model or not self._is_allowed(model):
            label = self._label(model) if model in self.env else model
            raise UserError(
                self.env._(
                    "Records of %s cannot be put into folders. A manager may switch"
                    " that on in the configuration.",
                    label or self.env._("(none)"),
                )
            )

    @api.constrains("model")
    def _check_model(self):
        """Refuse what no selection has offered."""
        for record in self.filtered(lambda line: not self._is_possible(line.model)):
            raise ValidationError(
                self.env._("Records of %s cannot be put into folders.", record.model)
            )

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Make the menu entry and the button, too."""
        records = super().create(vals_list)
        records._apply()
        return records

    def write(self, vals):
        """Switch on or off what shows that records go into folders."""
        if "model" in vals and any(line.model != vals["model"] for line in self):
            raise UserError(
                self.env._("Add another line instead: items of this model are there.")
            )
        result = super().write(vals)
        if "active" in vals:
            self._apply()
        return result

    def unlink(self):
        """Take away what has been made; what came with the addon is switched off."""
        # sudo: see the class
        made = self.sudo()
        made.action_id.binding_model_id = False
        actions, views = made._made(made.action_id), made._made(made.view_id)
        result = super().unlink()
        actions.unlink()
        views.unlink()
        return result

    @api.model
    def _made(self, records):
        """Return those of some actions or views that came with no addon."""
        known = records.get_external_id()
        return records.filtered(lambda record: not known[record.id])

    def _apply(self):
        """Show what is switched on, and nothing of what is not."""
        # sudo: see the class
        for record in self.sudo():
            if not record.action_id:
                record._as_system().action_id = record._prepare_action()
            model = self.env["ir.model"]._get_id(record.model)
            record.action_id.binding_model_id = record.active and model
            if not record.view_id and record.active and record._needs_button():
                record._as_system().view_id = record._make_view()
            record.view_id.active = record.active

    def _prepare_action(self):
        """Return the entry of the action menu: the addon's own, or a new one."""
        name = f"crm_enova.enova_folder_add_action_{self.model.replace('.', '_')}"
        return self.env.ref(name, raise_if_not_found=False) or self._make_action()

    def _make_action(self):
        """Create the entry of the action menu, in all languages in use."""
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Add to folder",
                "res_model": "enova.folder.add",
                "view_mode": "form",
                "target": "new",
                "binding_view_types": "list,form",
                "group_ids": self.env.ref(GROUP).ids,
            }
        )
        for code, _name in self.env["res.lang"].get_installed():
            local = self.with_context(lang=code).env
            action.with_env(local).name = local._("Add to folder")
        return action

    def _needs_button(self):
        """Whether no view of the addon puts the button on the model's form."""
        views = self.env["ir.ui.view"]
        form = views.browse(views.default_view(self.model, "form"))
        if not form:
            return False
        tree = form._get_combined_arch()
        return not tree.xpath("//widget[@name='enova_folder_button']")

    def _make_view(self):
        """Create the view that puts the button where others stand."""
        views = self.env["ir.ui.view"]
        form = views.browse(views.default_view(self.model, "form"))
        button = E.widget(name="enova_folder_button", groups=GROUP, invisible="not id")
        tree = form._get_combined_arch()
        if tree.xpath("//div[@name='button_box']"):
            place = {"expr": "//div[@name='button_box']", "position": "inside"}
            arch = E.xpath(button, **place)
        else:
            box = E.div(button, name="button_box", **{"class": "oe_button_box"})
            place = "//sheet/*[1]" if tree.xpath("//sheet/*") else "//form/*[1]"
            arch = E.xpath(box, expr=place, position="before")
        return views.create(
            {
                "name": f"{self.model}.form.enova.folder.button",
                "model": self.model,
                "inherit_id": form.id,
                # after the extensions of all modules
                "priority": 200,
                "arch": etree.tostring(arch, encoding="unicode"),
            }
        )
