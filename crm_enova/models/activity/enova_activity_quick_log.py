from odoo import api, fields, models


class EnovaActivity(models.Model):
    """What the quick log writes: what has happened, and the next contact."""

    _inherit = "enova.activity"

    @api.model
    def quick_log(self, values, next_date=None):
        """Log a contact that has just taken place, and plan the next one.

        Called by the quick log of the web client, under the rights of its user.

        :param dict values: of the activity: ``partner_id``, ``type_id``, ``name``, and
            optionally ``contact_id``, ``result``, ``time_spent``, ``description``
        :param str next_date: ISO date of the next contact, in the user's time zone
        :return: dict with ``id`` of the activity, its ``name``, and ``followup_id`` of
            the planned one or ``False``
        :raises ValidationError: where the definition refuses what was entered
        """
        now = fields.Datetime.now().replace(second=0)
        values = {"date_start": now, "date_stop": now, **values}
        definition = self.env["enova.activity.type"].browse(values["type_id"])
        stage = definition._stage_of_state("done")
        values.update(stage_id=stage.id, name=values.get("name") or definition.name)
        activity = self.create(values)
        followup = self.browse()
        if next_date:
            followup = activity._create_followup(date_deadline=next_date)
        return {
            "id": activity.id,
            "name": activity.display_name,
            "followup_id": followup.id,
        }

    def _create_followup(self, **values):
        """Create the task that follows this one.

        :param values: what differs from the proposal of :meth:`_prepare_followup_vals`
        :return: the new activity
        """
        return self.create({**self._prepare_followup_vals(), **values})

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
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "parent_id": self.id,
            "company_id": self.company_id.id,
            "private": self.private,
            **self._followup_people(),
        }

    def _followup_people(self):
        """Return who does the next task: as the definition says, else the user."""
        definition = self.type_id
        if definition.followup_to == "caretaker":
            # sudo: who is in charge of the contractor of a task that the user has
            partner = self.partner_id.sudo().commercial_partner_id
            main, acting = partner.user_id, partner.acting_user_id
            if acting:
                behalf = main if main and main != acting else acting.browse()
                return {"user_id": acting.id, "on_behalf_of_id": behalf.id}
        chosen = self.user_id
        if definition.followup_to == "giver":
            chosen = self.assigned_by_id
        # sudo: whether a colleague still works here
        return {"user_id": (chosen if chosen.sudo().active else self.env.user).id}

    def _planned_definition(self, definition):
        """Return a task's definition of the same channel; an event's, if there is none.

        What is planned is a task, unless the company has defined no tasks at all.
        """
        tasks = definition.search([("kind", "=", "task")])
        same = tasks.filtered(lambda task: task.channel == definition.channel)
        return (same or tasks or definition)[:1]
