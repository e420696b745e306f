import csv
from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.tools.misc import file_open

FOLDER = "crm_enova/demo"
ZONE = pytz.timezone("Europe/Warsaw")


class Tables:
    """What all parts of the demo data have in common.

    :param env: the environment of whoever loads the demo data, the superuser's
    """

    def __init__(self, env):
        self.env = env

    def _within(self, company=None, **context):
        """Return the same in a company, if one is given, and with more context."""
        records = self.env["res.company"]
        records = records.with_company(company) if company else records
        return type(self)(records.with_context(**context).env)

    def _rows(self, name):
        """Return the rows of a table as dicts; empty cells are empty strings."""
        with file_open(f"{FOLDER}/enova_demo_{name}.csv") as file:
            return list(csv.DictReader(file))

    def _existing(self, model, prefix):
        """Return the demo records of a model that are there, by key."""
        domain = [("module", "=", "crm_enova"), ("model", "=", model)]
        domain.append(("name", "=like", rf"demo\_{prefix}\_%"))
        rows = self.env["ir.model.data"].search(domain)
        start = len(f"demo_{prefix}_")
        records = {row.name[start:]: self.env[model].browse(row.res_id) for row in rows}
        return {key: record for key, record in records.items() if record.exists()}

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

    def _day(self, offset):
        """Return a working day so many days from today.

        What lies ahead stays ahead, and today stays today: weekends move to Monday
        then, and to Friday before.
        """
        today = fields.Datetime.now().astimezone(ZONE).date()
        day = today + timedelta(days=int(offset))
        weekend = max(day.weekday() - 4, 0)
        if weekend and int(offset):
            day += timedelta(days=3 - weekend if int(offset) > 0 else -weekend)
        return day

    def _moment(self, offset, minutes=0):
        """Return a moment of a working day in UTC, ``minutes`` after eight o'clock."""
        local = datetime.combine(self._day(offset), time(8)) + timedelta(
            minutes=minutes
        )
        return ZONE.localize(local).astimezone(pytz.UTC).replace(tzinfo=None)
