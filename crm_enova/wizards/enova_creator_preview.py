from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime

from ..models.contractor.names import names_shown
from ..models.project.name_pattern import fill
from .enova_creator import AT_ONCE


class EnovaCreator(models.TransientModel):
    """What will be made, for how many, and for whom not, before anything is."""

    _inherit = "enova.creator"

    @api.depends(
        "audience",
        "partner_ids",
        "chosen_ids",
        "partner_domain",
        "filter_id",
        "project_ids",
        "playbook_id",
        "campaign_id",
        "campaign_name",
        "project_name",
        "goal",
        "date_start",
        "assign_to",
        "responsible_id",
        "company_id",
        "need_address",
        "consent",
        "consent_purpose_id",
        "mailing_type",
        "mailing_subject",
        "mailing_body",
        "mailing_purpose",
    )
    def _compute_preview(self):
        """Show the plan, or what keeps it from being made."""
        for wizard in self:
            try:
                wizard._check_plan()
                count, preview = wizard._preview()
            except (UserError, AccessError) as error:
                count = 0
                preview = Markup('<p class="o_enova_alarm">{}</p>').format(str(error))
            wizard.preview = preview
            wizard.can_create = bool(count)

    def _preview(self):
        """Return for how many it is, and the preview as markup."""
        if self.audience == "projects":
            candidates = self.project_ids._origin
            reasons = self._projects_left_out(candidates)
        else:
            candidates, contacts = self._contractors()
            reasons = self._left_out(candidates, contacts)
        chosen = candidates.filtered(lambda record: record.id not in reasons)
        parts = [
            self._preview_counts(chosen),
            self._preview_left_out(candidates, reasons),
            self._preview_sample(chosen[:1]),
        ]
        return len(chosen), Markup().join(parts)

    def _preview_counts(self, chosen):
        """Say how much of each kind is made."""
        count, made = len(chosen), []
        if self.audience != "projects":
            made += self._preview_members(chosen)
            if self._makes_projects():
                made.append(self.env._("Projects: %s", count))
        made += self._preview_tasks(chosen)
        made += self._preview_reservations(chosen)
        made += self._preview_mailings(chosen)
        rows = Markup().join(Markup("<li>{}</li>").format(text) for text in made)
        note = ""
        if count > AT_ONCE:
            note = Markup('<p class="o_enova_muted">{}</p>').format(
                self.env._(
                    "So many are made in the background; you may go on working, pause"
                    " and resume it."
                )
            )
        title = self.env._("Will be made for %s:", count)
        return Markup('<p class="fw-bold mb-1">{}</p><ul>{}</ul>{}').format(
            title, rows, note
        )

    def _preview_members(self, chosen):
        """Say how many join the campaign: whoever is in it does not join."""
        campaign = self._plan_campaign()
        if not (campaign or (self.campaign_name or "").strip()):
            return []
        known = self.env["enova.campaign.member"]._known(campaign, chosen)
        return [
            self.env._(
                "Members of the campaign %(title)s: %(count)s",
                title=campaign.title or self.campaign_name,
                count=len(chosen) - len(known),
            )
        ]

    def _preview_tasks(self, chosen):
        """Say how many tasks there will be: what a project has is not made again."""
        each = len(self._task_lines())
        if not each:
            return []
        known = 0
        if self.audience == "projects":
            known = sum(self._tasks_there(chosen).values())
        return [
            self.env._(
                "Tasks and events: %(all)s, %(each)s in each project",
                all=len(chosen) * each - known,
                each=each,
            )
        ]

    def _preview_left_out(self, candidates, reasons):
        """Name whom it leaves out, by reason."""
        if not reasons:
            return Markup()
        by_reason = defaultdict(list)
        for record_id, reason in reasons.items():
            by_reason[reason].append(record_id)
        rows = Markup()
        for reason, label in self._reasons().items():
            left = candidates.browse(by_reason.get(reason, ()))
            seen = left._filtered_access("read")
            if left:
                rows += Markup("<li>{label} ({count}): {names}</li>").format(
                    label=label, count=len(left), names=names_shown(seen)
                )
        title = self.env._("Left out: %s", len(reasons))
        return Markup(
            '<p class="fw-bold mb-1 o_enova_warning">{}</p><ul>{}</ul>'
        ).format(title, rows)

    def _preview_sample(self, first):
        """Show all of one contractor's, word for word."""
        if not first or not (self._makes_projects() or self.audience == "projects"):
            return Markup()
        partner = first if first._name == "res.partner" else first.partner_id
        values = {
            **self._name_values(),
            "contractor": partner.name,
            "city": partner.city,
        }
        values["campaign"] = values["campaign"] or self.campaign_name
        pattern = self.project_name or self.playbook_id.project_name
        name = fill(pattern, values)
        if self.audience == "projects":
            name = first.display_name
        rows = Markup().join(
            Markup(
                "<li>{day}: {name} <span class='o_enova_muted'>({who})</span></li>"
            ).format(
                day=self._preview_day(line, day),
                name=fill(line.name, values),
                who=self._preview_person(line),
            )
            for line, day in self._planned_days().items()
        )
        return Markup('<p class="fw-bold mb-1">{}</p><p>{}</p><ol>{}</ol>').format(
            self.env._("For instance, for %s:", partner.name), name, rows
        )

    def _preview_day(self, line, day):
        times = self._line_times(line, day)
        if "date_start" not in times:
            return format_date(self.env, day)
        return format_datetime(self.env, times["date_start"], dt_format="short")

    def _preview_person(self, line):
        if line.assign_to == "fixed":
            return line.user_id.name
        if line.assign_to == "creator":
            return self.env.user.name
        return dict(line._fields["assign_to"]._description_selection(self.env))[
            line.assign_to
        ]

    def _preview_mailings(self, chosen):
        """Say what is sent, to how many, and how many of them are left out."""
        partners = chosen
        if self.audience == "projects":
            partners = chosen.partner_id
        texts = []
        for values, day in self._planned_mailings():
            split = self._split_mailing(values, partners)
            texts.append(
                self.env._(
                    "%(day)s: “%(subject)s”, e-mails: %(mails)s, letters: %(letters)s,"
                    " left out: %(left)s",
                    day=format_date(self.env, day),
                    subject=values["subject"],
                    **split,
                )
            )
        return texts

    # -- what is to be reserved --------------------------------------------

    def _preview_reservations(self, chosen):
        """Return a text for each line that reserves.

        :param chosen: contractors or projects that it is for
        """
        counts, texts = self._tasks_to_make(chosen), []
        for line, places in self._places(counts).items():
            name = line.resource_id.name or line.resource_category_id.name
            texts.append(
                self.env._(
                    "%(task)s: %(count)s reservations of %(resource)s",
                    task=line.name,
                    count=len(places),
                    resource=name,
                )
            )
            if places and places[-1][1] > places[0][1]:
                last = format_datetime(self.env, places[-1][1], dt_format="short")
                texts[-1] += " " + self.env._("(one after the other, until %s)", last)
            missing = counts[line] - len(places)
            if missing:
                texts.append(self.env._("without one, nothing is free: %s", missing))
        return texts

    def _tasks_to_make(self, chosen):
        """Return how many tasks there will be, by line; those that are there aside."""
        lines = self._task_lines()
        counts = dict.fromkeys(lines, len(chosen))
        if self.audience == "projects":
            # sudo: whether they are there, whoever may see them
            activities = self.env["enova.activity"].sudo()
            groups = activities._read_group(
                [
                    ("project_id", "in", chosen.ids),
                    ("playbook_line_id", "in", lines.ids),
                ],
                ["playbook_line_id"],
                ["__count"],
            )
            for line, count in groups:
                counts[line] -= count
        return counts
