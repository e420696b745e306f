from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.arguments import (
    day,
    number,
    optional,
    read_arguments,
    record_id,
    text,
    values_of,
)


class EnovaActivity(models.Model):
    """What follows what: quick log, follow-ups, conversations."""

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
        """Count what the reader may see of conversations of more than one.

        :return: dict of int by the id of the first of each
        """
        groups = self._read_group(
            [("root_id", "in", root_ids)], ["root_id"], ["__count"]
        )
        sizes = {root.id: count for root, count in groups}
        if sizes:
            for root_id in self.search([("id", "in", list(sizes))]).ids:
                sizes[root_id] += 1
        return sizes

    @api.model
    @read_arguments(
        values=values_of(
            "type_id",
            type_id=record_id,
            partner_id=optional(record_id),
            contact_id=optional(record_id),
            name=optional(text),
            time_spent=optional(number),
        ),
        next_date=optional(day),
        task_id=optional(record_id),
    )
    def quick_log(self, values, next_date=None, task_id=None):
        """Log a contact that has just taken place, and plan the next one.

        Called by the quick log of the web client, under the rights of its user.

        :param dict values: of the activity: ``partner_id``, ``type_id``, ``name``, and
            optionally ``contact_id``, ``result``, ``time_spent``, ``description``
        :param str next_date: ISO date of the next contact, in the user's time zone
        :param int task_id: an open task that the contact has settled; it is closed,
            and stands for the contact in the history
        :return: dict with ``id`` of the activity, its ``name``, and ``followup_id`` of
            the planned one or ``False``
        :raises ValidationError: where the definition refuses what was entered
        :raises UserError: when there is no such definition, or the task is closed
            already, or of another contractor
        """
        if task_id:
            activity = self._settle(task_id, values)
        else:
            activity = self._log_contact(values)
        followup = self.browse()
        if next_date:
            followup = activity._create_followup(date_deadline=next_date)
        return {
            "id": activity.id,
            "name": activity.display_name,
            "followup_id": followup.id,
        }

    @api.model
    def _log_contact(self, values):
        """Return the event of a contact that has just taken place."""
        now = fields.Datetime.now().replace(second=0)
        values = {"date_start": now, "date_stop": now, **values}
        definition = self.env["enova.activity.type"].search(
            [("id", "=", values["type_id"])]
        )
        if not definition:
            raise UserError(self.env._("Choose what it was: a call, a visit, a note."))
        stage = definition._stage_of_state("done")
        values.update(stage_id=stage.id, name=values.get("name") or definition.name)
        return self.create(values)

    @api.model
    def _settle(self, task_id, values):
        """Close an open task by a contact: one row from the plan to the last word.

        :param int task_id: the task
        :param dict values: of the contact; person, subject and result are the task's
        :return: the task
        """
        partner_id = values.get("partner_id")
        # sudo: the id of the company alone
        partner = self.env["res.partner"].sudo().browse(partner_id)
        task = self.search([("id", "=", task_id)])
        if (
            not task
            or task.commercial_partner_id.id != partner.commercial_partner_id.id
        ):
            raise UserError(self.env._("This task does not exist with the contractor."))
        task._refuse_closed()
        names = ("contact_id", "name", "result", "time_spent")
        task.write({name: values[name] for name in names if values.get(name)})
        task._move_to_state("done")
        if not task.date_start:
            # histories are sorted by when it took place, not by when it was due; once
            # it is closed, nothing is planned for that hour any more
            now = fields.Datetime.now().replace(second=0)
            task.write({"date_start": now, "date_stop": now})
        return task

    @api.model
    def _followup_fields(self):
        """Return the links that what follows takes over; floors above add theirs."""
        return ["partner_id", "contact_id"]

    def _create_followup(self, **values):
        """Create the task that follows this one.

        :param values: what differs from the proposal of :meth:`_prepare_followup_vals`
        :return: the new activity
        """
        # on whose behalf it is given, is the system's to say
        followup = self._as_system().create({**self._prepare_followup_vals(), **values})
        return followup.with_env(self.env)

    def _prepare_followup_vals(self):
        """Return the values of the next task of the same contractor."""
        self.ensure_one()
        definition = self.type_id.followup_type_id or self.type_id
        if definition.kind == "event":
            definition = self._planned_definition(definition)
        return {
            "name": definition.name,
            "type_id": definition.id,
            "stage_id": definition._stage_of_state("planned", "in_progress").id,
            **self._convert_to_write({n: self[n] for n in self._followup_fields()}),
            "parent_id": self.id,
            "company_id": self.company_id.id,
            "private": self.private,
            **self._followup_people(),
        }

    def _followup_people(self):
        """Return who does the next task: as the definition says, unless they left."""
        definition = self.type_id
        if definition.followup_to == "caretaker":
            # sudo: who is in charge of the contractor of a task that the user has
            partner = self.partner_id.sudo().commercial_partner_id
            partner = partner.with_company(self.company_id)
            main, acting = partner.user_id, partner.acting_user_id
            # a caretaker of another company cannot do it
            if self.company_id in acting.company_ids:
                behalf = main if main and main != acting else acting.browse()
                return {"user_id": acting.id, "on_behalf_of_id": behalf.id}
        chosen = self.user_id
        if definition.followup_to == "giver":
            chosen = self.assigned_by_id
        return {"user_id": (self._successor(chosen) or self.env.user).id}

    def _planned_definition(self, definition):
        """Return a task's definition of the same channel; an event's, if there is none.

        What is planned is a task, unless the company has defined no tasks at all.
        """
        tasks = definition.search([("kind", "=", "task")])
        same = tasks.filtered(lambda task: task.channel == definition.channel)
        return (same or tasks or definition)[:1]
