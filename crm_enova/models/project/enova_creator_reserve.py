from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..resource.slot_planner import SlotPlanner


class EnovaCreatorPlan(models.AbstractModel):
    """Reserve what the lines of a template ask for, for a whole batch of tasks."""

    _inherit = "enova.creator.plan"

    def _check_plan(self):
        """Refuse a template whose resources cannot be booked.

        :raises UserError: naming the resource
        """
        result = super()._check_plan()
        self._reserving_lines()
        return result

    def _reserving_lines(self):
        """Return what would do for each line that reserves; see ``_resources``."""
        company = self.company_id
        return {
            line: line._resources(company)
            for line in self.playbook_id.line_ids
            if line._reserves()
        }

    def _places(self, counts):
        """Return places for the tasks of the lines, the earliest first.

        :param dict counts: number of tasks by line
        :return: dict of lists of (resource, start) by line, shorter than the number
            where no more are free; lines that reserve nothing are not in it
        """
        reserving = {
            line: resources
            for line, resources in self._reserving_lines().items()
            if counts.get(line)
        }
        if not reserving:
            return {}
        days = self._planned_days()
        starts = {
            line: self._line_times(line, days[line])["date_start"] for line in reserving
        }
        resources = self.env["enova.resource"].union(*reserving.values())
        longest = max(timedelta(hours=line._hours()) for line in reserving)
        planner = SlotPlanner(resources, min(starts.values()), longest)
        return {
            line: planner.place(
                candidates,
                starts[line],
                timedelta(hours=line._hours()),
                counts[line],
                line.on_clash == "next",
            )
            for line, candidates in reserving.items()
        }

    def _place_tasks(self, prepared):
        """Move tasks to where something is free for them.

        :param list prepared: values of the tasks, which get their hours
        :return: list of a resource for each, or none
        """
        by_line = defaultdict(list)
        for place, vals in enumerate(prepared):
            by_line[vals["playbook_line_id"]].append(place)
        lines = self.playbook_id.line_ids
        resources = self.env["enova.resource"].union(*self._reserving_lines().values())
        if resources:
            # from here on nobody else books them, until this transaction ends
            self.env["enova.reservation"]._lock_resources(resources.ids)
        chosen = [self.env["enova.resource"]] * len(prepared)
        places = self._places({line: len(by_line.get(line.id, ())) for line in lines})
        for line, found in places.items():
            hours = timedelta(hours=line._hours())
            for place, (resource, start) in zip(by_line[line.id], found, strict=False):
                prepared[place].update(date_start=start, date_stop=start + hours)
                chosen[place] = resource
        return chosen

    def _reserve(self, tasks, chosen):
        """Book what was found for tasks.

        :param list chosen: a resource for each task, or none
        """
        self.env["enova.reservation"].create(
            [
                {
                    "activity_id": task.id,
                    "resource_id": resource.id,
                    "start": task.date_start,
                    "stop": task.date_stop,
                    "name": task.name,
                    "user_id": task.user_id.id or self.env.uid,
                    "partner_id": task.partner_id.id,
                }
                for task, resource in zip(tasks, chosen, strict=True)
                if resource
            ]
        )


class EnovaCreatorRun(models.Model):
    """What a run has reserved, and which of its tasks found nothing free."""

    _inherit = "enova.creator.run"

    reserved_count = fields.Integer(
        string="Reserved", compute="_compute_reserved_count"
    )
    unreserved_count = fields.Integer(
        string="Nothing free", compute="_compute_reserved_count"
    )

    @api.depends("line_ids.state")
    @api.depends_context("uid")
    def _compute_reserved_count(self):
        """Count tasks that were to reserve something, under the reader's rights."""
        activities = self.env["enova.activity"]
        for run in self:
            domain = run._reserving_tasks()
            every = activities.search_count(domain) if domain else 0
            reserved = [*domain, ("reservation_ids", "!=", False)]
            run.reserved_count = activities.search_count(reserved) if every else 0
            run.unreserved_count = every - run.reserved_count

    def _reserving_tasks(self):
        """Return the domain of its tasks that were to reserve; empty for none."""
        lines = self.playbook_id.line_ids.filtered(lambda line: line._reserves())
        if not lines:
            return []
        domain = [("playbook_line_id", "in", lines.ids)]
        if self.in_projects:
            return [*domain, ("project_id", "in", self.line_ids.project_id.ids)]
        return [*domain, ("project_id.creator_run_id", "=", self.id)]

    def action_open_reserving(self):
        """Open the tasks that were to reserve something, with what they have."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        domain = self._reserving_tasks()
        if self.env.context.get("enova_unreserved"):
            domain = [*domain, ("reservation_ids", "=", False)]
        return {**action, "display_name": self.name, "path": False, "domain": domain}
