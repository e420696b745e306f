import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..base.moment import to_utc
from ..project.enova_creator_plan_make import NAME_LENGTH
from ..project.name_pattern import fill
from .res_partner_silence import NEVER

_logger = logging.getLogger(__name__)

LINE_PARAMETER = "crm_enova.silence_line_id"
BATCH = 1000


class ResPartner(models.Model):
    """A task for the caretaker of whoever is long without contact.

    Once for each silence: a silence begins with the last contact, or where there was
    none with the entry of the contractor, and ends with a contact. Only those whose
    tags, or who themselves, have days are watched; not those without a caretaker,
    archived ones, cards, and those with an open task or event that has a day, be it
    overdue: somebody has planned to speak with them.
    """

    _inherit = "res.partner"

    silence_told = fields.Datetime(
        string="Told of being long without contact",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    @api.model
    def _cron_tell_of_silence(self):
        """Make the tasks, committed batch by batch.

        What has been done meanwhile is looked at again before each batch.
        """
        line = self._silence_line()
        if not line:
            return
        progress = self.env["ir.cron"]._commit_progress
        pending = self._silent_ids()
        progress(remaining=len(pending))
        for ids in split_every(BATCH, pending):
            partners = self.browse(ids)
            partners = partners.try_lock_for_update(allow_referencing=True)
            still = self.browse(partners._silent_ids(partners.ids))
            still._make_silence_tasks(line)
            if not progress(len(ids)):
                return

    @api.model
    def _silence_line(self):
        """Return the line of a playbook by which tasks are made; empty for none."""
        lines = self.env["enova.playbook.line"]
        # sudo: a setting
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param(LINE_PARAMETER)
        line = lines.browse(int(value) if str(value).isdecimal() else ()).exists()
        if line and not (line.playbook_id.active and line.type_id.active):
            _logger.warning(
                "no tasks for who is long without contact: line %s is archived", line.id
            )
            return lines
        return line

    @api.model
    def _silent_ids(self, among=None):
        """Return the ids of contractors that have a silence nobody has been told of.

        :param list among: look at these alone
        """
        self.flush_model()
        partner_id, contact_id = SQL("partner.id"), SQL("contact.id")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id
                  FROM res_partner AS partner
             LEFT JOIN (%(days)s) AS tag ON tag.partner_id = partner.id
             LEFT JOIN (SELECT contact.id, MAX(contact.date) AS date
                          FROM (%(contacts)s) AS contact (id, date)
                         WHERE %(contacts_chosen)s
                      GROUP BY contact.id) AS newest ON newest.id = partner.id
                 WHERE %(chosen)s AND %(watched)s
                   AND COALESCE(newest.date, partner.create_date) < %(limit)s
                   AND (partner.silence_told IS NULL
                        OR partner.silence_told <= newest.date)
                   AND partner.id NOT IN (%(planned)s)
                 ORDER BY partner.id
                """,
                days=self._tag_days_sql(),
                contacts=self._contacts_sql(NEVER),
                contacts_chosen=self._chosen_sql(contact_id, among),
                chosen=self._chosen_sql(partner_id, among),
                watched=self._watched_sql(),
                limit=self._silence_limit_sql(SQL("NULLIF(partner.contact_days, 0)")),
                planned=self._planned_sql(),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _chosen_sql(self, column, among):
        """Return the condition that a column is among ids; all where there are none."""
        return SQL("TRUE") if among is None else SQL("%s = ANY(%s)", column, among)

    @api.model
    def _watched_sql(self):
        """Return the condition that somebody is to be told of ``partner``."""
        return SQL(
            "partner.active AND partner.contractor_status = 'contractor'"
            " AND partner.user_id IS NOT NULL"
            " AND (partner.contact_days > 0 OR tag.days > 0)"
        )

    @api.model
    def _planned_sql(self):
        """Return the query of contractors with whom something is open for a day."""
        activities = self.env["enova.activity"]
        query = activities._search(self._next_contact_domain())
        return query.select(
            activities._field_to_sql(query.table, "commercial_partner_id", query)
        )

    # -- the tasks -------------------------------------------------------------------

    def _make_silence_tasks(self, line):
        """Give a task of a playbook's line to the caretakers on duty; remember it.

        :param line: ``enova.playbook.line``; who is to do it and what it reserves are
            not asked
        """
        prepared = []
        today = fields.Date.context_today(self)
        for company, partners in self.grouped(_company_of).items():
            day = company._enova_working_day(today, line.day_offset)
            for partner in partners.with_company(company):
                user = partner._silence_user()
                prepared.append(
                    {
                        "name": partner._silence_subject(line, today),
                        "type_id": line.type_id.id,
                        "partner_id": partner.id,
                        "company_id": company.id,
                        "user_id": user.id,
                        "on_behalf_of_id": partner.user_id.id
                        if user != partner.user_id
                        else False,
                        "assigned_by_id": False,
                        "priority": line.priority,
                        "description": line.description,
                        **self._silence_times(line, day, user),
                    }
                )
        self.env["enova.activity"].create(prepared)
        # who is to know of it is told by the task
        quiet = self.with_context(tracking_disable=True)
        quiet.write({"silence_told": fields.Datetime.now()})

    def _silence_user(self):
        """Return the caretaker on duty, if they work for the company; else the main."""
        acting = self.acting_user_id
        return acting if self.env.company in acting.company_ids else self.user_id

    def _silence_subject(self, line, today):
        """Return the subject of the task, with the placeholders of playbooks filled."""
        values = {
            "contractor": self.name,
            "city": self.city,
            "template": line.playbook_id.name,
            "date": fields.Date.to_string(today),
            "month": f"{today:%m}",
            "year": f"{today:%Y}",
        }
        return fill(line.name, values)[:NAME_LENGTH] or self.name

    @api.model
    def _silence_times(self, line, day, user):
        """Return when the task is to be done, by the clock of whoever does it."""
        if not line.timed:
            return {"date_deadline": day}
        zone = pytz.timezone(user.tz or "UTC")
        minutes = round(line.hour * 60)
        start = to_utc(
            datetime.combine(day, time(minutes // 60 % 24, minutes % 60)), zone
        )
        return {
            "date_start": start,
            "date_stop": start + timedelta(hours=line._hours()),
        }


def _company_of(partner):
    """Return the company that a contractor is of, or else the caretaker."""
    return partner.company_id or partner.user_id.company_id
