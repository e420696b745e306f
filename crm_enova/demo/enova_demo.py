import csv
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools.misc import file_open

FOLDER = "crm_enova/demo"
ZONE = pytz.timezone("Europe/Warsaw")
# Nobody is told, and nothing is tracked, of what is made up.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
    "no_vat_validation": True,
    "skip_sms": True,
}


class EnovaDemo(models.AbstractModel):
    """A year in a company that sells and repairs warehouse equipment.

    The tables beside this file hold who and what; days are counted from the day of
    loading. What is there already is left alone, so that it may be loaded again.
    """

    _name = "enova.demo"
    _description = "Demo data of the CRM"

    @api.model
    def _load_demo(self):
        """Create what is missing of the demo data; called by demo/enova_demo.xml."""
        company = self.env.ref("base.main_company")
        demo = self.with_company(company).with_context(**QUIET)
        users = demo._load_users()
        contractors = demo._load_contractors(users)
        demo._load_cards(users)
        documents = demo._load_documents(users, contractors)
        demo._load_activities(users, contractors, documents)
        self.env.flush_all()

    @api.model
    def _rows(self, name):
        """Return the rows of a table as dicts; empty cells are empty strings."""
        with file_open(f"{FOLDER}/enova_demo_{name}.csv") as file:
            return list(csv.DictReader(file))

    @api.model
    def _existing(self, model, prefix):
        """Return the demo records of a model that are there, by key."""
        domain = [("module", "=", "crm_enova"), ("model", "=", model)]
        domain.append(("name", "=like", rf"demo\_{prefix}\_%"))
        rows = self.env["ir.model.data"].search(domain)
        start = len(f"demo_{prefix}_")
        records = {row.name[start:]: self.env[model].browse(row.res_id) for row in rows}
        return {key: record for key, record in records.items() if record.exists()}

    @api.model
    def _create_missing(self, model, prefix, prepared):
        """Create the demo records that are not there yet.

        :param str prefix: tells the external ids of several tables apart
        :param dict prepared: values by key, in the order of creation
        :return: dict of record by key, with those that were there before
        """
        records = self._existing(model, prefix)
        missing = {key: vals for key, vals in prepared.items() if key not in records}
        created = self.env[model].create(list(missing.values()))
        records.update(zip(missing, created, strict=True))
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"crm_enova.demo_{prefix}_{key}",
                    "record": records[key],
                    "noupdate": True,
                }
                for key in missing
            ]
        )
        return records

    @api.model
    def _day(self, offset):
        """Return a working day so many days from today; weekends move to Friday."""
        today = fields.Datetime.now().astimezone(ZONE).date()
        day = today + timedelta(days=int(offset))
        # what lies ahead stays ahead, and today stays today
        if int(offset):
            day -= timedelta(days=max(day.weekday() - 4, 0))
        return day

    @api.model
    def _moment(self, offset, minutes=0):
        """Return a moment of a working day in UTC, ``minutes`` after eight o'clock."""
        local = datetime.combine(self._day(offset), time(8)) + timedelta(
            minutes=minutes
        )
        return ZONE.localize(local).astimezone(pytz.UTC).replace(tzinfo=None)
