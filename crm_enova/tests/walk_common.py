"""Walks over all that the addon declares, so that what comes later is covered, too."""

import json
from contextlib import contextmanager, suppress

from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .project_common import ProjectMixin
from .resource_common import ResourceCase, at

SECRET = "TAJNE"
ADDON = "crm_enova"


class RolledBack(Exception):
    """Ends a savepoint without leaving anything behind."""


class WalkCase(ProjectMixin, ResourceCase):
    """Records of every kind that a salesperson of the group own may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls.env["enova.activity.type"].search([])  # in the cache before users change
        cls.user = cls.user_own
        cls.env.ref("crm_enova.res_partner_rule_own").active = True
        cls._hide()
        cls._show()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _hide(cls):
        """Make what the user may not read; its names begin with the secret word."""
        env = cls.env
        partner = env["res.partner"].create(
            {"name": f"{SECRET} sp. z o.o.", "is_company": True, "phone": "TAJNE 1"}
        )
        person = env["res.partner"].create(
            {"name": f"{SECRET} osoba", "parent_id": partner.id}
        )
        foreign = env["res.partner"].create(
            {"name": f"{SECRET} obcy", "company_id": cls.other_company.id}
        )
        private = cls._activity(
            name=f"{SECRET} prywatne",
            private=True,
            user_id=cls.user_all.id,
            assigned_by_id=cls.user_all.id,
        )
        other = cls._activity(name=f"{SECRET} cudze", partner_id=partner.id)
        project = cls._project(name=f"{SECRET} projekt", partner_id=partner.id)
        campaign = cls._campaign(
            title=f"{SECRET} kampania", company_id=cls.other_company.id
        )
        resource = cls._resource(
            name=f"{SECRET} zasób",
            company_id=cls.other_company.id,
            responsible_id=False,
        )
        reservation = cls.env["enova.reservation"].create(
            {
                "resource_id": cls.van.id,
                "start": at(30),
                "stop": at(31),
                "name": f"{SECRET} wyjazd",
                "private": True,
                "user_id": cls.user_all.id,
            }
        )
        device = env["enova.device"].create(
            {"name": f"{SECRET} urządzenie", "partner_id": partner.id}
        )
        order = env["sale.order"].create({"partner_id": partner.id})
        order.name = f"{SECRET} zamówienie"
        folder = env["enova.folder"].create(
            {"name": f"{SECRET} teczka", "user_id": cls.user_all.id}
        )
        cls.hidden = {
            "enova.folder": [folder],
            "res.partner": [partner, person, foreign],
            "enova.activity": [private, other],
            "enova.project": [project],
            "enova.device": [device],
            "enova.campaign": [campaign],
            "enova.resource": [resource],
            "enova.reservation": [reservation],
            "sale.order": [order],
        }

    @classmethod
    def _show(cls):
        """Make one of what the user may write, of each kind that is written by hand."""
        activity = cls._activity(
            name="Moje", user_id=cls.user.id, partner_id=cls.contractor.id
        )
        project = cls._project(user_id=cls.user.id)
        reservation = cls.env["enova.reservation"].create(
            {
                "resource_id": cls.van.id,
                "start": at(40),
                "stop": at(41),
                "name": "Mój wyjazd",
                "user_id": cls.user.id,
            }
        )
        campaign = cls._campaign(title="Moja", user_id=cls.user.id)
        device = cls.env["enova.device"].create(
            {
                "name": "Moje urządzenie",
                "partner_id": cls.contractor.id,
                "reading_ids": [Command.create({"value": 10})],
            }
        )
        folder = cls.env["enova.folder"].create(
            {"name": "Moja", "user_id": cls.user.id}
        )
        cls.own = {
            "enova.folder": folder,
            "enova.campaign": campaign,
            "enova.device": device,
            "enova.device.reading": device.reading_ids,
            "enova.activity": activity,
            "enova.project": project,
            "enova.reservation": reservation,
            "res.partner": cls.contractor,
        }

    def _models(self):
        """Yield every model of ours, and of core's with links of ours, as the user."""
        for name, model in sorted(self.env.registry.items()):
            if not model._abstract and hasattr(model, "_guarded_fields"):
                yield self.env[name].with_user(self.user)

    def _links(self, model, road):
        """Yield (name, target) of each link to something that the user may not read."""
        for name in model._guarded_fields()[0]:
            field = model._fields[name]
            targets = self.hidden.get(field.comodel_name, ())
            if road == "write" and not field.store and not field.inverse:
                continue
            for target in targets:
                yield name, target

    def _value(self, model, name, target):
        if model._fields[name].type == "many2one":
            return target.id
        return [Command.link(target.id)]

    def _sample(self, model):
        """Return values with which the user could create a record, as far as known."""
        vals = {"res_model": "sale.order"} if "res_model" in model._fields else {}
        for name, field in model._fields.items():
            if not field.required or field.readonly or name in models.MAGIC_COLUMNS:
                continue
            if field.type in ("char", "text"):
                vals[name] = "x"
            elif field.type == "many2one":
                own = self.own.get(field.comodel_name)
                if own:
                    vals[name] = own.id
        if model._name == "enova.reservation":
            vals.update(resource_id=self.van.id, start=at(50), stop=at(51))
        return vals

    @contextmanager
    def _nothing_told(self, said):
        """Run a road, leave nothing behind, and hold its answer to the secret.

        :param list said: what the road answers is appended to it
        """
        try:
            with (
                suppress(RolledBack),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                yield
                self.env.flush_all()
                raise RolledBack
        except (UserError, ValueError, IntegrityError) as error:
            said.append(str(error))
        self.env.invalidate_all()
        text = json.dumps(said, default=str, ensure_ascii=False)
        self.assertNotIn(SECRET, text)
