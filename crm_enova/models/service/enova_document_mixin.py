from odoo import api, fields, models
from odoo.fields import Command

from ..base.change import Change
from ..base.ruled_search import search_under_rules


class EnovaDocumentMixin(models.AbstractModel):
    """A document of the ERP that tasks and events are tied to.

    Knobs of the inheriting model:

    * ``_enova_activity_field``: the many2many of ``enova.activity`` that holds the
      other end of the link.

    Each inheriting model also declares the index on contractor and date that its
    history is read by; the date has a different name in each.
    """

    _name = "enova.document.mixin"
    _inherit = ["enova.guard.mixin"]
    _description = "Document that tasks and events are tied to"

    _enova_activity_field = None

    # Both ends leave the relation's name to the framework, so they share one table.
    enova_activity_ids = fields.Many2many(
        "enova.activity",
        string="Tasks and events",
        copy=False,
        check_company=True,
        groups="crm_enova.crm_enova_group_own",
        search=search_under_rules("enova_activity_ids"),
    )
    enova_activity_count = fields.Integer(
        string="Tasks and events count",
        compute="_compute_enova_activity_count",
        groups="crm_enova.crm_enova_group_own",
    )
    # On databases with years of documents the column is filled by hooks.py.
    enova_contractor_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        compute="_compute_enova_contractor_id",
        store=True,
        precompute=True,
        help="The company that the document's partner belongs to.",
    )

    @api.depends("enova_activity_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_enova_activity_count(self):
        """Count under the reader's rights: what they may not open they do not count."""
        counted = self.env["enova.activity"]._count_by_document(
            self._enova_activity_field, self
        )
        for document in self:
            document.enova_activity_count = counted.get(document.id, 0)

    @api.depends("partner_id.commercial_partner_id")
    def _compute_enova_contractor_id(self):
        """Store the company behind the document's partner."""
        for document in self:
            document.enova_contractor_id = document.partner_id.commercial_partner_id

    @api.model
    def default_get(self, fields):
        """Tie a document that is created out of a task to that task.

        The key names the model: a plain default would also reach the records of other
        models that saving or confirming the document creates.
        """
        values = super().default_get(fields)
        if "enova_activity_ids" not in fields:
            return values
        linked = self.env.context.get("enova_link")
        ids = linked.get(self._name) if isinstance(linked, dict) else None
        if not isinstance(ids, (list, tuple)):
            return values
        ids = [id_ for id_ in ids if isinstance(id_, int)]
        return self._without_forbidden(
            {**values, "enova_activity_ids": [Command.set(ids)]}
        )

    @api.constrains("enova_activity_ids", "company_id")
    def _check_enova_activity_companies(self):
        """Say which are of two companies before core's own check does.

        Core names the records as superuser, private ones too.
        """
        self.env["enova.activity"]._check_link_companies(
            self._enova_activity_field, self._enova_links()
        )

    # -- the guard ---------------------------------------------------------

    @api.model
    def _links_written(self):
        """Tie a document only to tasks that the user may change: it changes them."""
        return super()._links_written() | {"enova_activity_ids"}

    def _is_known(self, vals_list, position, name, id_):
        """Know no task that is hidden: nobody is shown it, so nobody can name it.

        A look at the links as superuser would leave it in the user's own cache.
        """
        if name == "enova_activity_ids":
            held = (document[name]._ids for document in self)
            return bool(self) and all(id_ in ids for ids in held)
        return super()._is_known(vals_list, position, name, id_)

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Check the links of new documents, then let follow what follows from them."""
        documents = super().create(vals_list)
        change = Change.of_create(vals_list)
        context = self.env.context
        if (
            change.touches("enova_activity_ids")
            or "enova_link" in context
            or "default_enova_activity_ids" in context
        ):
            documents._check_new_enova_links()
        documents._enova_apply_effects(change)
        return documents

    def write(self, vals):
        """Check the links that are new, then let follow what follows from the rest."""
        relinked = "enova_activity_ids" in vals
        links = self._enova_links() if relinked else ()
        result = super().write(vals)
        if relinked:
            self._check_new_enova_links(links)
        self._enova_apply_effects(Change.of_write(self, vals, ()))
        return result

    def _enova_apply_effects(self, change):
        """Let the CRM follow what has been written; a step for higher floors.

        It runs within core's own ``create`` and ``write`` of the document.

        :param change: a :class:`~..base.change.Change`
        """

    # -- links -------------------------------------------------------------

    def _enova_links(self):
        """Return the pairs of ids of activity and document."""
        activities = self.env["enova.activity"]
        return activities._links(self._enova_activity_field, self)

    def _check_new_enova_links(self, known=()):
        """Raise where a link is not allowed, of those that are not known already."""
        links = sorted(set(self._enova_links()) - set(known))
        self.env["enova.activity"]._check_link_contractors(
            self._enova_activity_field, links
        )

    def action_open_enova_activities(self):
        """Open the tasks and events of the document; new ones are linked to it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.env["enova.activity"]._action_of_document(
            self._enova_activity_field, self
        )
