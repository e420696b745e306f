import hashlib
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..activity.recurrence_dates import to_utc
from ..base.moment import zone_of
from .enova_project_stage import OPEN_PROJECT_STATES

# What a task of a channel needs: the reason without it, and the channel of consents.
REACH = {
    "phone": ("no_phone", "phone"),
    "email": ("no_email", "email"),
    "letter": ("no_address", "post"),
}


class EnovaCreatorPlan(models.AbstractModel):
    """What a creator makes, and for whom it cannot: the same for window and run."""

    _name = "enova.creator.plan"
    _inherit = ["enova.guard.mixin"]
    _description = "Plan of a creator"

    playbook_id = fields.Many2one("enova.playbook")
    campaign_id = fields.Many2one("enova.campaign")
    project_name = fields.Char(
        string="Name of the project",
        help="May hold {contractor}, {city}, {campaign}, {template}, {date}, {month}"
        " and {year}. Empty: as the playbook says.",
    )
    goal = fields.Text(help="May hold the same placeholders.")
    date_start = fields.Date(
        string="Start", required=True, default=fields.Date.context_today
    )
    assign_to = fields.Selection(
        [
            ("caretaker", "The contractor's caretaker"),
            ("creator", "Whoever runs the creator"),
            ("fixed", "One person"),
        ],
        string="Responsible for the projects",
        required=True,
        default="caretaker",
    )
    responsible_id = fields.Many2one(
        "res.users", string="Person", domain="[('share', '=', False)]"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    need_address = fields.Boolean(
        string="Leave out whom nothing reaches",
        default=True,
        help="Whoever has no phone number where the playbook has a call, no e-mail"
        " address where it has an e-mail, no street and town where it has a letter.",
    )
    consent = fields.Selection(
        [
            ("withdrawn", "Leave out who has withdrawn it"),
            ("given", "Only those who have given it"),
            ("any", "Do not ask"),
        ],
        required=True,
        default="withdrawn",
        help="To calls, e-mails or letters, whichever the playbook has.",
    )
    consent_purpose_id = fields.Many2one(
        "enova.consent.purpose",
        string="Purpose",
        default=lambda self: self._default_consent_purpose_id(),
        help="What the consent is for.",
    )
    asks_reach = fields.Boolean(compute="_compute_asks_reach")

    @api.model
    def _default_consent_purpose_id(self):
        purposes = self.env["enova.consent.purpose"]
        return purposes.search([], order="is_mailing desc, sequence, id", limit=1)

    @api.depends("playbook_id")
    def _compute_asks_reach(self):
        """Ask only where the playbook has something that has to arrive."""
        for plan in self:
            plan.asks_reach = bool(plan._reach_channels())

    @api.model
    def _reasons(self):
        """Return why somebody is left out, in words, in the order of looking."""
        return {
            "archived": self.env._("archived"),
            "no_contractor": self.env._("neither contractor nor card"),
            "company": self.env._("of another company"),
            "not_own": self.env._("not one of your contractors"),
            "no_caretaker": self.env._("no caretaker"),
            "no_phone": self.env._("no phone number"),
            "no_email": self.env._("no e-mail address"),
            "no_address": self.env._("no postal address"),
            "no_consent": self.env._("no consent"),
            "member": self.env._("already in the campaign"),
            "project": self.env._("has this project already"),
            "closed": self.env._("the project is closed"),
            "tasks": self.env._("has all these tasks already"),
        }

    def _check_plan(self):
        """Refuse a plan that cannot be made, before anything is.

        :raises UserError: naming what is wrong with it
        """
        self.ensure_one()
        self._check_start()
        if self.playbook_id:
            self.playbook_id._check_usable()
        if self.assign_to == "fixed" and not self.responsible_id:
            raise UserError(self.env._("Choose who is responsible for the projects."))
        self.env["enova.playbook"]._check_people(self.responsible_id)
        campaign = self._plan_campaign()
        if campaign and campaign.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "The campaign %(campaign)s belongs to %(company)s. Choose that"
                    " company, or another campaign.",
                    campaign=campaign.title,
                    company=campaign.company_id.name,
                )
            )
        for pattern in (self.project_name, self.goal):
            self.env["enova.playbook"]._check_pattern(pattern)
        self._reserving_lines()

    def _check_start(self):
        """Refuse a start that is missing, or can only be a slip of the pen."""
        if not self.date_start:
            raise UserError(self.env._("Choose the day to start on."))
        if abs(self.date_start.year - fields.Date.context_today(self).year) > 10:
            raise UserError(
                self.env._(
                    "The start %s is more than ten years away. Choose another day.",
                    fields.Date.to_string(self.date_start),
                )
            )

    def _plan_campaign(self):
        """Return the campaign that the plan is part of."""
        return self.campaign_id

    def _task_lines(self):
        """Return the lines of the playbook that become tasks."""
        return self.playbook_id.line_ids

    def _makes_projects(self):
        """Whether there is a project to make: a playbook or a name says which."""
        return bool(self.playbook_id or (self.project_name or "").strip())

    def _creator_key(self):
        """Return what tells the projects of this plan from those of another.

        A second run of the same plan finds them by it, and the database keeps them
        apart: one for each contractor.
        """
        campaign = self._plan_campaign().id or 0
        if self.playbook_id:
            return f"{campaign}:playbook:{self.playbook_id.id}"
        name = " ".join(self.project_name.split()).casefold()
        return f"{campaign}:name:{hashlib.sha256(name.encode()).hexdigest()[:32]}"

    def _needs_caretaker(self):
        """Whether somebody has to be in charge of the contractor."""
        lines = self._task_lines()
        wanted = "caretaker" in lines.mapped("assign_to")
        return wanted or (self._makes_projects() and self.assign_to == "caretaker")

    def _left_out(self, partners, contacts=None):
        """Return for whom nothing is made; constant queries for any number.

        :param partners: commercial contractors or cards
        :param dict contacts: ids of persons there, by id of the contractor
        :return: dict of the names of reasons, see :meth:`_reasons`, by partner id
        """
        readable = partners._filtered_access("read")
        reasons = self._unreadable(partners - readable)
        # sudo: which companies the own one is a branch of
        companies = self.company_id.sudo().parent_ids | self.company_id
        needs_caretaker = self._needs_caretaker()
        foreign = set()
        if not self.env.user.has_group("crm_enova.crm_enova_group_all"):
            foreign = set((readable - readable._own_among()).ids)
        person = (contacts or {}).get
        known = self._out_of_reach(
            {key: {key, person(key) or key} for key in readable.ids}
        )
        known.update(self._known_partners(readable))
        for partner in readable:
            if not partner.active:
                reason = "archived"
            elif not partner.contractor_status:
                reason = "no_contractor"
            elif partner.company_id and partner.company_id not in companies:
                reason = "company"
            elif partner.id in foreign:
                reason = "not_own"
            elif needs_caretaker and not partner.user_id:
                reason = "no_caretaker"
            else:
                reason = known.get(partner.id)
            if reason:
                reasons[partner.id] = reason
        return reasons

    @api.model
    def _unreadable(self, partners):
        """Return why contractors that one may not read are left out.

        A run is in one company, and its user may have chosen from all of theirs.
        """
        companies = self.env.user.company_ids
        # sudo: the company of what was chosen, if it is one of the user's
        of_other_company = partners.sudo().filtered(lambda p: p.company_id & companies)
        return {
            partner.id: "company" if partner in of_other_company else "not_own"
            for partner in partners
        }

    def _known_partners(self, partners):
        """Return who has all this already, and by which reason that is called."""
        # sudo: whether there is one, also of those that the user may not see: the
        # database would refuse a second
        if self._makes_projects():
            projects = self.env["enova.project"].sudo().with_context(active_test=False)
            found = projects.search_fetch(
                [
                    ("creator_key", "=", self._creator_key()),
                    ("commercial_partner_id", "in", partners.ids),
                ],
                ["commercial_partner_id"],
            )
            return dict.fromkeys(found.commercial_partner_id.ids, "project")
        found = self.env["enova.campaign.member"]._known(
            self._plan_campaign(), partners
        )
        return dict.fromkeys(found.ids, "member")

    def _projects_left_out(self, projects):
        """Return which of chosen projects get no tasks; see :meth:`_left_out`."""
        made = self._tasks_there(projects)
        reasons = self._out_of_reach(
            {
                project.id: {*project.partner_id.ids, *project.contact_id.ids}
                for project in projects.sudo()  # sudo: ids alone
            }
        )
        wanted = len(self._task_lines())
        for project in projects:
            if not project.active or project.state not in OPEN_PROJECT_STATES:
                reasons[project.id] = "closed"
            elif project.company_id != self.company_id:
                reasons[project.id] = "company"
            elif wanted and made.get(project.id, 0) >= wanted:
                reasons[project.id] = "tasks"
        return reasons

    def _tasks_there(self, projects):
        """Return how many of the playbook's tasks projects have, by id."""
        # sudo: whether the tasks are there; the database would refuse a second time
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("project_id", "in", projects.ids),
                    ("playbook_line_id", "in", self._task_lines().ids),
                ],
                ["project_id"],
                ["__count"],
            )
        )
        return {project.id: count for project, count in groups}

    def _planned_days(self):
        """Return the day of each line, in working days of the company.

        :return: dict of dates by line, in the order of the lines
        """
        start, previous, days = self.date_start, self.date_start, {}
        for line in self.playbook_id.line_ids:
            base = start if line.offset_from == "start" else previous
            days[line] = self.company_id._enova_working_day(base, line.day_offset)
            previous = days[line]
        return days

    def _line_times(self, line, day):
        """Return when the task of a line is to be done, as values of an activity."""
        if not line.timed:
            return {"date_deadline": day}
        zone = zone_of(self.env.user, self.env)
        minutes = round(line.hour * 60)
        start = to_utc(day, time(minutes // 60 % 24, minutes % 60), zone)
        hours = line.duration or line.type_id.default_duration
        return {"date_start": start, "date_stop": start + timedelta(hours=hours)}

    def _name_values(self):
        """Return what placeholders stand for, the contractor's own ones aside."""
        day = datetime.combine(self.date_start, time())
        return {
            "campaign": self.campaign_id.title,
            "template": self.playbook_id.name,
            "date": fields.Date.to_string(self.date_start),
            "month": f"{day:%m}",
            "year": f"{day:%Y}",
        }

    # -- whom nothing reaches ----------------------------------------------

    def _reach_channels(self):
        """Return the channels of the playbook's lines that need an address."""
        channels = set(self._task_lines().type_id.mapped("channel"))
        return [channel for channel in REACH if channel in channels]

    def _out_of_reach(self, people):
        """Return whom the playbook would not reach, and why; one query for all.

        :param dict people: ids of contractor and person there, by any key
        :return: dict of the names of reasons by key
        """
        channels = self._reach_channels()
        if not channels:
            return {}
        ids = {person_id for persons in people.values() for person_id in persons}
        # sudo: whether a person of a chosen contractor can be reached, nothing else
        people_by_id = {p.id: p for p in self.env["res.partner"].sudo().browse(ids)}
        told = self._consents(ids, channels)
        reasons = {}
        for key, persons in people.items():
            for channel in channels:
                lacking, consent = REACH[channel]
                if self.need_address and not any(
                    self._has_address(people_by_id[key], channel) for key in persons
                ):
                    reasons.setdefault(key, lacking)
                answers = {told.get((person, consent)) for person in persons}
                if self._refused(answers):
                    reasons.setdefault(key, "no_consent")
        return reasons

    def _refused(self, answers):
        """Whether contractor and person have said no, or not yes where that counts."""
        if self.consent == "given" and "given" not in answers:
            return True
        return self.consent != "any" and "withdrawn" in answers

    @api.model
    def _has_address(self, person, channel):
        """Whether a call, an e-mail or a letter finds somebody."""
        if channel == "letter":
            return person.street and person.city
        return person[channel]

    def _consents(self, ids, channels):
        """Return what people have said last, by id and channel of the consent."""
        if self.consent == "any":
            return {}
        # sudo: yes or no of those that the user has chosen, and nothing else of it
        lines = (
            self.env["enova.consent"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", list(ids)),
                    ("channel", "in", [REACH[channel][1] for channel in channels]),
                    ("purpose_id", "=", self.consent_purpose_id.id),
                    ("is_current", "=", True),
                ]
            )
        )
        return {(line.partner_id.id, line.channel): line.state for line in lines}
