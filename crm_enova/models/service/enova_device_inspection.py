from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..activity.enova_activity_stage import OPEN_STATES
from .enova_service_stage import OPEN_SERVICE_STATES

# What is made in one transaction of seconds, by what the company wants. A batch tells
# its assignees once, and asks for rules and defaults once.
BATCHES = {"task": 5000, "order": 1000}
# as the constraint of the device has it
LONGEST_MONTHS = 600


class EnovaDevice(models.Model):
    """Inspections: when the next is due, and who makes the task in time."""

    _inherit = "enova.device"

    reading_ids = fields.One2many(
        "enova.device.reading", "device_id", string="Meter readings"
    )
    meter_hours = fields.Float(
        string="Working hours",
        compute="_compute_meter_hours",
        store=True,
        aggregator=None,
        help="What the newest reading of the meter says.",
    )
    last_inspection = fields.Date(copy=False)
    last_inspection_hours = fields.Float(
        string="Working hours at the last inspection", copy=False, aggregator=None
    )
    next_inspection = fields.Date(
        compute="_compute_next_inspection",
        store=True,
        index="btree_not_null",
        help="So many months after the last inspection, the sale or the entry; sooner"
        " when the meter or the end of the warranty asks for it.",
    )
    inspection_tell = fields.Boolean(
        string="Tell the client of inspections",
        help="The client is written to when the inspection is planned.",
    )
    # what the nightly job has made for which day: never twice for one
    inspection_made_for = fields.Date(
        string="Inspection planned for", readonly=True, copy=False
    )
    # What the nightly job looks for, however many devices there are.
    _pending_idx = models.Index(
        "(company_id, next_inspection, id) WHERE active"
        " AND inspection_made_for IS DISTINCT FROM next_inspection"
    )

    @api.depends("reading_ids.value", "reading_ids.date")
    def _compute_meter_hours(self):
        """Take the newest reading; the order of readings has it first."""
        for device in self:
            newest = device.reading_ids.sorted(lambda r: (r.date, r._origin.id))
            device.meter_hours = newest[-1:].value

    @api.depends(
        "inspection_months",
        "inspection_hours",
        "last_inspection",
        "last_inspection_hours",
        "sold_on",
        "warranty_until",
        "meter_hours",
        "reading_ids.date",
    )
    def _compute_next_inspection(self):
        """Take the earliest of what calendar, warranty and meter ask for."""
        for device in self:
            days = [device._due_by_calendar(), device._due_by_meter()]
            device.next_inspection = min(filter(None, days), default=False)

    def _due_by_calendar(self):
        """Return the day by the interval, or the end of the warranty where that comes
        first and the last inspection is half an interval ago by then."""
        if not self.inspection_months:
            return None
        entered = fields.Date.to_date(self.create_date) or fields.Date.today()
        begun = self.last_inspection or self.sold_on or entered
        # what is out of bounds the database refuses, once this has been computed
        months = min(max(self.inspection_months, 0), LONGEST_MONTHS)
        due = begun + relativedelta(months=months)
        ending = self.warranty_until
        half = begun + timedelta(days=(due - begun).days // 2)
        return ending if ending and half < ending < due else due

    def _due_by_meter(self):
        """Return the day of the reading by which so many hours have been worked."""
        if not self.inspection_hours:
            return None
        worked = self.meter_hours - self.last_inspection_hours
        if worked < self.inspection_hours:
            return None
        dates = self.reading_ids.mapped("date")
        return max(filter(None, dates), default=fields.Date.today())

    # -- the nightly job -----------------------------------------------------------

    @api.model
    def _cron_plan_inspections(self):
        """Make a task or an order for each inspection that is near; each once.

        Committed batch by batch, so that a run that is stopped goes on where it was.
        """
        progress = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search([("enova_inspection_days", ">=", 0)])
        progress(remaining=sum(self._count_pending(company) for company in companies))
        for company in companies:
            devices = self.with_company(company)._pending_inspections(company)
            while devices:
                devices._plan_inspections()
                if not progress(len(devices)):
                    return
                devices = devices._pending_inspections(company)

    @api.model
    def _pending_inspections(self, company):
        """Lock and return the next devices of a company that are due and have nothing.

        Two jobs at once share them out; one that comes later finds its row changed, and
        is repeated.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM enova_device WHERE %s
                 ORDER BY next_inspection, id
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                self._pending_condition(company),
                BATCHES[company.enova_inspection_makes],
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _count_pending(self, company):
        """Return how many devices of a company are due and have nothing yet."""
        condition = self._pending_condition(company)
        self.flush_model()
        query = SQL("SELECT count(*) FROM enova_device WHERE %s", condition)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _pending_condition(self, company):
        """Return the condition of what is due so many days ahead; see the index."""
        today = fields.Date.context_today(self)
        return SQL(
            "active AND company_id = %s AND next_inspection <= %s"
            " AND inspection_made_for IS DISTINCT FROM next_inspection",
            company.id,
            today + timedelta(days=company.enova_inspection_days),
        )

    def action_plan_inspections(self):
        """Make the task or order of the next inspection now, where there is none yet.

        :return: ``True``
        """
        self.check_access("write")
        planned = self.filtered(
            lambda d: d.next_inspection and d.inspection_made_for != d.next_inspection
        )
        # sudo: as the nightly job does it; the user may change these devices
        for company, devices in planned.sudo().grouped("company_id").items():
            devices.try_lock_for_update().with_company(company)._plan_inspections()
        return True

    def _plan_inspections(self):
        """Make what the company wants, write down for which day, tell the clients.

        Where an inspection is open still, none is made beside it.
        """
        bare = self - self._being_inspected()
        if self.env.company.enova_inspection_makes == "order":
            bare._make_inspection_orders()
        else:
            bare._make_inspection_tasks()
        # the task or the order says it already
        silent = self.with_context(tracking_disable=True)
        for day, devices in silent.grouped("next_inspection").items():
            devices.write({"inspection_made_for": day})
        told = bare.filtered("inspection_tell")
        if told:
            told._tell_of_inspections()

    def _being_inspected(self):
        """Return the devices with an open task or order of an inspection."""
        open_tasks = self.env["enova.activity"]._read_group(
            [
                ("device_id", "in", self.ids),
                ("type_id.is_inspection", "=", True),
                ("state", "in", OPEN_STATES),
            ],
            ["device_id"],
        )
        open_orders = self.env["repair.order"]._read_group(
            [
                ("device_id", "in", self.ids),
                ("is_inspection", "=", True),
                ("state", "in", OPEN_SERVICE_STATES),
            ],
            ["device_id"],
        )
        return self.browse({device.id for (device,) in open_tasks + open_orders})

    def _make_inspection_tasks(self):
        """Return a task for each device, of its technician or the caretaker."""
        definition = self.env["enova.activity.type"].search(
            [("is_inspection", "=", True), ("kind", "=", "task")], limit=1
        )
        if not definition:
            raise UserError(
                self.env._(
                    "No definition of tasks is an inspection. Mark one of them, or let"
                    " inspections become service orders in the settings."
                )
            )
        return self.env["enova.activity"].create(
            [
                {
                    "name": self.env._("Inspection: %s", device.display_name),
                    "type_id": definition.id,
                    "device_id": device.id,
                    "partner_id": device.partner_id.id,
                    "contact_id": device.contact_id.id,
                    "company_id": device.company_id.id,
                    "date_deadline": device.next_inspection,
                    "user_id": device._inspector().id,
                    "assigned_by_id": False,
                }
                for device in self
            ]
        )

    def _make_inspection_orders(self):
        """Return a service order for each device."""
        return self.env["repair.order"].create(
            [
                {
                    "device_id": device.id,
                    "is_inspection": True,
                    "schedule_date": device.next_inspection,
                    "user_id": device._inspector().id,
                    "fault": self.env._("Inspection"),
                }
                for device in self
            ]
        )

    def _inspector(self):
        """Return who does it: the technician, else the caretaker on duty.

        A caretaker who does not work for the company of the device is none here.
        """
        user = self.technician_id or self.commercial_partner_id.acting_user_id
        return user if self.company_id in user.company_ids else user.browse()

    def _tell_of_inspections(self):
        """Queue an e-mail to the clients who want to be told and have an address."""
        template = self.env.ref(
            "crm_enova.enova_device_mail_inspection", raise_if_not_found=False
        )
        if not template:
            return
        values_list = []
        for lang, devices in self.grouped(lambda d: d._addressee().lang).items():
            devices = devices.filtered(lambda d: d._addressee().email_normalized)
            # the reader's, whatever language the template is to speak
            spoken = template.with_context(lang=lang, template_preview_lang=lang)
            rendered = spoken._generate_template(
                devices.ids, ("subject", "body_html", "email_from")
            )
            for device in devices:
                values = {k: v for k, v in rendered[device.id].items() if v}
                values["body"] = values.get("body_html")
                values.update(model=device._name, res_id=device.id)
                values["recipient_ids"] = [(4, device._addressee().id)]
                values_list.append(values)
        # sudo: the queue is the system's; each goes to a person on the device
        self.env["mail.mail"].sudo().create(values_list)

    def _addressee(self):
        """Return who is written to: the contact person, else the contractor."""
        if self.contact_id.email_normalized:
            return self.contact_id
        return self.partner_id

    def _finish_inspections(self):
        """Count today as the day of the last inspection."""
        today = fields.Date.context_today(self)
        for hours, devices in self.grouped("meter_hours").items():
            devices.write({"last_inspection": today, "last_inspection_hours": hours})
