from odoo import api, fields, models
from odoo.fields import Domain


class EnovaActivity(models.Model):
    """Follow-ups of follow-ups are one conversation."""

    _inherit = "enova.activity"

    root_id = fields.Many2one(
        "enova.activity",
        string="Conversation",
        compute="_compute_root_id",
        store=True,
        precompute=True,
        recursive=True,
        index="btree_not_null",
        ondelete="set null",
        help="The first of the chain of follow-ups that this one belongs to.",
    )
    conversation_ids = fields.Many2many(
        "enova.activity",
        string="In this conversation",
        compute="_compute_conversation_ids",
    )
    conversation_count = fields.Integer(compute="_compute_conversation_ids")

    @api.depends("parent_id", "parent_id.root_id")
    def _compute_root_id(self):
        """Take the parent's first, else the parent; the first itself has none."""
        for activity in self:
            parent = activity.parent_id
            activity.root_id = parent and (parent.root_id or parent)

    @api.model
    def _add_roots(self, vals_list):
        """Complete values by the first of the chain.

        Core computes a field that depends on itself record by record.
        """
        ids = {vals["parent_id"] for vals in vals_list if vals.get("parent_id")}
        # sudo: as core computes stored fields; the user has named the parent
        roots = {p.id: p.root_id.id or p.id for p in self.sudo().browse(ids)}
        for vals in vals_list:
            vals["root_id"] = roots.get(vals.get("parent_id"), False)

    @api.depends("root_id")
    @api.depends_context("uid")
    def _compute_conversation_ids(self):
        """Find all of the same chain that the reader may see, in their order."""
        roots = {
            activity: activity.root_id._origin or activity._origin for activity in self
        }
        members = self.search(
            self._conversation_domain([root.id for root in roots.values()]),
            order="date, id",
        )
        for activity, root in roots.items():
            found = members.filtered(lambda m, root=root: root in (m, m.root_id))
            activity.conversation_ids = found
            activity.conversation_count = len(found)

    @api.model
    def _conversation_domain(self, root_ids):
        """Return which activities belong to the conversations that begin with these."""
        return Domain("root_id", "in", root_ids) | Domain("id", "in", root_ids)

    @api.model
    def _conversation_sizes(self, root_ids):
        """Count what the reader may see of conversations.

        :return: dict of int by the id of the first of each
        """
        groups = self._read_group(
            [("root_id", "in", root_ids)], ["root_id"], ["__count"]
        )
        sizes = {root.id: count for root, count in groups}
        for root_id in self.search([("id", "in", root_ids)]).ids:
            sizes[root_id] = sizes.get(root_id, 0) + 1
        return sizes
