from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..models.activity.enova_activity_stage import OPEN_STATES
from ..models.base.arguments import ids_among

LINES_SHOWN = 10


class EnovaActivityLink(models.TransientModel):
    """Tie the selected documents to tasks and events, or to a new one.

    Opened from the action menu of any linkable model, for one document or thousands.
    """

    _name = "enova.activity.link"
    _inherit = ["enova.guard.mixin"]
    _description = "Link tasks and events"

    res_model = fields.Char(
        string="Model",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_model"),
    )
    res_ids = fields.Json(
        string="Documents",
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    document_count = fields.Integer(compute="_compute_document_count")
    mode = fields.Selection(
        [("existing", "Existing tasks or events"), ("new", "A new one")],
        string="Link to",
        required=True,
        default="existing",
    )
    only_open = fields.Boolean(
        string="Only open ones of the contractor",
        default=True,
        help="Untick to choose among all tasks and events.",
    )
    activity_domain = fields.Char(compute="_compute_activity_domain")
    activity_ids = fields.Many2many("enova.activity", string="Tasks and events")

    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        domain="[('contractor_status', '!=', False)]",
        compute_sudo=False,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact person",
        compute="_compute_contact_id",
        store=True,
        index="btree_not_null",
        compute_sudo=False,
    )
    type_id = fields.Many2one(
        "enova.activity.type",
        string="Definition",
        domain="[('is_usable', '=', True)]",
        default=lambda self: self.env["enova.activity"]._default_type_id(),
    )
    name = fields.Char(
        string="Subject",
        compute="_compute_name",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    date_deadline = fields.Date(string="Deadline")
    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )

    differing = fields.Text(compute="_compute_differing")
    other_contractors = fields.Boolean(string="Link them all the same")

    def _documents(self):
        """Return the selected documents, as far as the user may read them."""
        self.ensure_one()
        ids = ids_among(self.res_ids)
        if self.res_model not in self.env or not ids:
            raise UserError(self.env._("Select the documents to link first."))
        # refuses what is not linkable before anything is read
        self.env["enova.activity"]._field_of_documents(self.res_model)
        return self.env[self.res_model].browse(ids)._filtered_access("read")

    def _partners(self):
        """Return the partners who stand on the documents."""
        activities = self.env["enova.activity"]
        # sudo: whose the documents are; the documents themselves may be read
        documents = self._documents().sudo()
        return self.env["res.partner"].union(
            *(activities._document_partner(document) for document in documents)
        )

    @api.depends("res_ids")
    def _compute_document_count(self):
        """Say how many documents will be linked."""
        for wizard in self:
            wizard.document_count = len(ids_among(wizard.res_ids))

    @api.depends("res_model", "res_ids", "only_open")
    def _compute_activity_domain(self):
        """Offer the open ones of the documents' contractors, or all, of the company."""
        for wizard in self:
            documents = wizard._documents()
            domain = Domain.TRUE
            if "company_id" in documents._fields and documents.company_id:
                domain &= Domain("company_id", "in", documents.company_id.ids)
            if wizard.only_open:
                contractors = wizard._partners().commercial_partner_id
                domain &= Domain("state", "in", OPEN_STATES)
                if contractors:
                    domain &= Domain("commercial_partner_id", "in", contractors.ids)
            wizard.activity_domain = repr(list(domain))

    @api.depends("res_model", "res_ids")
    def _compute_partner_id(self):
        """Propose the contractor, if the documents are of one."""
        for wizard in self:
            contractors = wizard._partners().commercial_partner_id
            wizard.partner_id = contractors if len(contractors) == 1 else False

    @api.depends("partner_id")
    def _compute_contact_id(self):
        """Take the person over, if the documents are of one person there."""
        for wizard in self:
            person = wizard._partners()
            if len(person) != 1 or person == person.commercial_partner_id:
                wizard.contact_id = False
            else:
                same = person.commercial_partner_id == wizard.partner_id
                wizard.contact_id = person if same else False

    @api.depends("type_id")
    def _compute_name(self):
        """Propose the definition's name as the subject."""
        for wizard in self:
            wizard.name = wizard.name or wizard.type_id.name

    @api.depends("res_model", "res_ids", "mode", "partner_id", "activity_ids")
    def _compute_differing(self):
        """Name the documents whose contractor is not that of the task or event."""
        for wizard in self:
            lines = list(dict.fromkeys(wizard._differing_lines()))
            more = len(lines) - LINES_SHOWN
            if more > 0:
                lines[LINES_SHOWN:] = [self.env._("and %s more", more)]
            wizard.differing = "\n".join(lines)

    def _differing_lines(self):
        """Return a line for each pair of a document and a task of two contractors."""
        documents = self._documents()
        lines = []
        for activity in self._targets():
            lines += activity._other_contractor_lines(documents)
        return lines

    def _targets(self):
        """Return what the documents are compared with: a draft, where it is new."""
        if self.mode == "existing":
            return self.activity_ids._origin
        return self.env["enova.activity"].new({"partner_id": self.partner_id.id})

    def action_confirm(self):
        """Link all the documents to the chosen tasks and events, or to the new one.

        :return: dict, the action that closes the window
        :raises UserError: where contractors differ and nobody has agreed to that
        """
        self.ensure_one()
        documents = self._documents()
        if not documents:
            raise UserError(self.env._("You may not see any of these documents."))
        if self.differing and not self.other_contractors:
            raise UserError(
                self.env._(
                    "These documents are of other contractors:\n%s\nTick “Link them all"
                    " the same” to go on.",
                    self.differing,
                )
            )
        name = self.env["enova.activity"]._field_of_documents(self.res_model)
        links = [Command.link(document_id) for document_id in documents.ids]
        if self.mode == "new":
            self.env["enova.activity"].create(self._prepare_activity(name, links))
        else:
            self._link_existing(documents, name, links)
        return {"type": "ir.actions.act_window_close"}

    def _link_existing(self, documents, name, links):
        """Link to the chosen ones; those of other contractors are marked first."""
        if not self.activity_ids:
            raise UserError(self.env._("Choose at least one task or event."))
        if self.other_contractors:
            marked = self.activity_ids.filtered(
                lambda activity: activity._other_contractor_lines(documents)
            )
            marked.write({"other_contractors": True})
        self.activity_ids.write({name: links})

    def _prepare_activity(self, name, links):
        """Return the values of the new task or event.

        :param str name: the document field
        :param links: commands for it
        """
        documents = self._documents()
        company = self.env.company
        if "company_id" in documents._fields:
            company = documents.company_id[:1] or company
        return {
            "type_id": self.type_id.id,
            "name": self.name or self.type_id.name,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "date_deadline": self.date_deadline,
            "user_id": self.user_id.id,
            "company_id": company.id,
            "other_contractors": self.other_contractors and bool(self.differing),
            name: links,
        }
