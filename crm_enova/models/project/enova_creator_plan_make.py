from collections import defaultdict
from datetime import timedelta

from odoo import models

from ..resource.slot_planner import SlotPlanner
from .enova_project_stage import OPEN_PROJECT_STATES
from .name_pattern import fill

NAME_LENGTH = 1000


class EnovaCreatorPlan(models.AbstractModel):
    """Make members, projects, tasks and reservations, many contractors at once."""

    _inherit = "enova.creator.plan"

    def _make(self, partners, contacts=None):
        """Make all that the plan says for contractors that it can be made for.

        :param partners: commercial contractors or cards, none of them left out
        :param dict contacts: ids of persons there, by id of the contractor
        :return: the projects
        """
        if self.campaign_id:
            members = self.env["enova.campaign.member"]
            members._join(self.campaign_id, partners, self._run_id())
        if not self._makes_projects():
            return self.env["enova.project"]
        people = self._responsible(partners)
        names = self._name_values()
        common = self._prepare_project()
        contacts = contacts or {}
        pattern = self.project_name or self.playbook_id.project_name
        goal = self.goal or self.playbook_id.goal
        prepared = []
        for partner in partners:
            values = {**names, "contractor": partner.name, "city": partner.city}
            prepared.append(
                {
                    **common,
                    "name": fill(pattern, values)[:NAME_LENGTH] or partner.name,
                    "goal": fill(goal, values),
                    "partner_id": partner.id,
                    "contact_id": contacts.get(partner.id, False),
                    "user_id": people[partner].id,
                }
            )
        # which creator has made them, is the system's to say
        projects = self.env["enova.project"]._as_system().create(prepared)
        projects = projects.with_env(self.env)
        self._make_tasks(projects)
        return projects

    def _responsible(self, partners):
        """Return who is responsible, by contractor: the deputy of one who is away."""
        if self.assign_to == "caretaker":
            # sudo: who is in charge, of contractors that the user has chosen
            acting = {p.id: p.acting_user_id.id for p in partners.sudo()}
            users = self.env["res.users"]
            return {partner: users.browse(acting[partner.id]) for partner in partners}
        user = self.env.user if self.assign_to == "creator" else self.responsible_id
        return dict.fromkeys(partners, user)

    def _prepare_project(self):
        """Return the values that all projects of the plan share."""
        playbook = self.playbook_id
        definition = playbook.type_id or self.env["enova.project.type"].search(
            [], limit=1
        )
        days = self._planned_days()
        deadline = max(days.values(), default=False)
        if definition.duration:
            proposed = self.company_id._enova_working_day(
                self.date_start, definition.duration
            )
            deadline = max(deadline or proposed, proposed)
        return {
            "type_id": definition.id,
            "stage_id": definition._stage_of_state(*OPEN_PROJECT_STATES).id,
            "campaign_id": self.campaign_id.id,
            "company_id": self.company_id.id,
            "measure": playbook.measure or definition.default_measure,
            "target": playbook.target,
            "planned_revenue": playbook.planned_revenue,
            "date_start": self.date_start,
            "date_deadline": deadline,
            "creator_key": self._creator_key(),
            "creator_run_id": self._run_id(),
        }

    def _run_id(self):
        """Return which run is to be remembered as the maker; a window is none."""
        return self.id if self._name == "enova.creator.run" else False

    def _make_tasks(self, projects, known=()):
        """Make the tasks of the playbook's lines in projects.

        :param known: pairs of ids of project and line that are there already
        """
        lines = self._prepare_lines()
        if not lines:
            return
        names = self._name_values()
        caretakers = self._line_caretakers(projects, lines)
        prepared = []
        for project in projects:
            # sudo: name and town of the contractor of a project that one may read
            partner = project.partner_id.sudo()
            values = {**names, "contractor": partner.name, "city": partner.city}
            for line, common in lines.items():
                if (project.id, line.id) in known:
                    continue
                prepared.append(
                    {
                        **common,
                        "name": fill(line.name, values)[:NAME_LENGTH] or line.name,
                        "project_id": project.id,
                        "partner_id": project.partner_id.id,
                        "contact_id": project.contact_id.id,
                        **self._line_people(line, project, caretakers),
                    }
                )
        chosen = self._place_tasks(prepared)
        # of which line they are, and on whose behalf, is the system's to say
        tasks = self.env["enova.activity"]._as_system().create(prepared)
        self._reserve(tasks.with_env(self.env), chosen)

    def _prepare_lines(self):
        """Return the values that the tasks of a line share, by line."""
        return {
            line: {
                "type_id": line.type_id.id,
                "stage_id": line.type_id._stage_of_state("planned", "in_progress").id,
                "company_id": self.company_id.id,
                "assigned_by_id": self.env.uid,
                "priority": line.priority,
                "description": line.description,
                "playbook_line_id": line.id,
                "creator_run_id": self._run_id(),
                **self._line_times(line, day),
            }
            for line, day in self._planned_days().items()
            if line in self._task_lines()
        }

    def _line_caretakers(self, projects, lines):
        """Return caretaker on duty and main caretaker, by project, if a line asks."""
        asked = "caretaker" in {line.assign_to for line in lines}
        meant = self.playbook_id.line_ids.user_id | projects.user_id
        # sudo: whether colleagues still work here
        if not (asked or meant.sudo().filtered(lambda user: not user.active)):
            return {}
        # sudo: who is in charge, of the contractor of a project that one may read
        contractors = projects.sudo().commercial_partner_id
        duty = {p.id: (self._on_duty(p).id, p.user_id.id) for p in contractors}
        return {
            project.id: duty[project.commercial_partner_id.id]
            for project in projects.sudo()  # sudo: the id of the contractor alone
        }

    def _on_duty(self, contractor):
        """Return the caretaker on duty; whoever asks, where that one has left.

        :param contractor: as the superuser
        """
        acting = contractor.with_company(self.company_id).acting_user_id
        return self.env.user if acting and not acting.active else acting

    def _meant_person(self, line, project):
        """Return who a line says is to do its task; nobody where it is a caretaker."""
        if line.assign_to == "creator":
            return self.env.user
        people = {"responsible": project.user_id, "fixed": line.user_id}
        return people.get(line.assign_to, self.env["res.users"])

    def _line_people(self, line, project, caretakers):
        """Return who is to do the task of a line, and on whose behalf.

        What is meant for somebody who has left is for the caretaker on duty.
        """
        user = self._meant_person(line, project)
        # sudo: whether a colleague still works here
        if line.assign_to != "caretaker" and (not user or user.sudo().active):
            return {"user_id": user.id}
        acting, main = caretakers[project.id]
        behalf = main if main and main != acting else False
        return {"user_id": acting, "on_behalf_of_id": behalf}

    # -- what the tasks reserve --------------------------------------------

    def _reserving_lines(self):
        """Return what would do for each line that reserves; see ``_resources``."""
        company = self.company_id
        return {
            line: line._resources(company)
            for line in self._task_lines()
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
