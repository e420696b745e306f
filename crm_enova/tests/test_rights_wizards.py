from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import GROUPS, CrmEnovaCase, new_user
from .resource_common import ResourceMixin, at


@tagged("post_install", "-at_install")
class TestWizardRights(ResourceMixin, CrmEnovaCase):
    """What somebody has in an open window is theirs, also where ids can be guessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_user(
            cls.env, login="crm_manager_2", groups=GROUPS["manager"]
        )
        cls.card = cls.env["res.partner"].create(
            {
                "name": "Wizytówka",
                "contractor_status": "card",
                "email": cls.contractor.email,
            }
        )
        cls.quotation = cls.env["sale.order"].create({"partner_id": cls.card.id})
        cls._set_up_resources()
        cls.user_manager.group_ids += cls.env.ref("sales_team.group_sale_salesman")
        cls.user_manager.group_ids += cls.env.ref("stock.group_stock_user")
        cls.of_model = {
            "res.partner": cls.card,
            "res.users": cls.user_own,
            "enova.activity": cls._activity(user_id=cls.user_manager.id),
            "ir.model": cls.env["ir.model"]._get("sale.order"),
            "enova.project": cls.env["enova.project"].create(
                {"name": "P", "partner_id": cls.card.id}
            ),
            "enova.creator.run": cls.env["enova.creator.run"].create(
                {"name": "U", "user_id": cls.user_manager.id}
            ),
            "enova.campaign": cls.env["enova.campaign"].create({"title": "C"}),
            "enova.reservation": cls._book_one(),
            "enova.resource": cls.van,
            "enova.attachment": cls._registered(),
            "enova.letter.batch": cls._printed(),
            "repair.order": cls.env["repair.order"].create({"partner_id": cls.card.id}),
            "product.product": cls.env["product.product"].create({"name": "Part"}),
            "enova.folder": cls.env["enova.folder"].create({"name": "T"}),
        }

    @classmethod
    def _registered(cls):
        """Return an entry of the register, with its file."""
        file = cls.env["ir.attachment"].create(
            {
                "name": "u.txt",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": cls.card.id,
            }
        )
        values = {"name": "Umowa", "attachment_id": file.id}
        return cls.env["enova.attachment"].create(values)

    @classmethod
    def _printed(cls):
        """Return a batch of letters that the manager has printed."""
        values = {"subject": "Ceny", "mailing_type": "letter", "purpose": "contract"}
        user = cls.user_manager
        mailing = cls.env["mailing.mailing"].create({**values, "user_id": user.id})
        run = cls.env["enova.letter.run"].create(
            {
                "mailing_id": mailing.id,
                "company_id": user.company_id.id,
                "user_id": user.id,
            }
        )
        return cls.env["enova.letter.batch"].create({"run_id": run.id})

    @classmethod
    def _book_one(cls):
        times = {"start": at(0), "stop": at(1)}
        return cls.env["enova.reservation"].create({"resource_id": cls.van.id, **times})

    def _open(self, name):
        """Create a window of the manager's with the least that it needs."""
        if name == "enova.undo":
            task = self.of_model["enova.activity"].with_user(self.user_manager)
            notice = task.action_start()
            return self.env[name].browse(notice["params"]["undo_id"])
        if name == "enova.card.convert.duplicate":
            return self._open("enova.card.convert").duplicate_ids[-1]
        model = self.env[name].with_user(self.user_manager)
        model = model.with_context(
            active_model="sale.order", active_ids=self.quotation.ids
        )
        if not model.has_access("create"):
            # made by the system for whoever asked; sudo: as it does
            model = model.sudo()
        return model.create(self._values_of(model))

    def _values_of(self, model):
        """Return the least that a record needs beside its defaults."""
        given = {
            name
            for name, value in model.default_get(list(model._fields)).items()
            if value
        }
        missing = set(model._fields) - given
        values = {}
        for field in map(model._fields.get, missing):
            if not field.required or not field.store or field.related:
                continue
            if field.relational:
                record = self.of_model.get(field.comodel_name)
                if record is None:
                    comodel = self.env[field.comodel_name]
                    transient = comodel.is_transient()
                    find = self._open if transient else self._first
                    record = find(field.comodel_name)
                to_many = field.type.endswith("many")
                values[field.name] = [Command.set(record.ids)] if to_many else record.id
            elif field.type == "selection":
                values[field.name] = field.get_values(model.env)[0]
            elif field.type == "date":
                values[field.name] = Date.today()
            elif field.type == "char":
                values[field.name] = "x"
        return values

    def _values(self, wizard):
        """Return what is in a window, without who computed it last."""
        (values,) = wizard.sudo().read()
        return {**values, "write_uid": None, "write_date": None}

    def _first(self, name):
        """Return a record of a model; one is made where there is none."""
        found = self.env[name].search([], limit=1)
        if not found:
            # sudo: what is there before the window opens, and is theirs
            model = self.env[name].with_user(self.user_manager).sudo()
            found = model.create(self._values_of(model)).sudo(False)
        return found

    def _wizards(self):
        for name, model in sorted(self.env.registry.items()):
            if model._original_module == "crm_enova" and model._transient:
                yield name

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_elses_window(self):
        names = list(self._wizards())
        self.assertGreater(len(names), 10)
        for name in names:
            wizard = self._open(name)
            self.env.flush_all()
            before = self._values(wizard)
            theirs = wizard.with_user(self.colleague)
            with self.subTest(model=name):
                self.assertTrue(wizard.search([("id", "=", wizard.id)]))
                self.assertFalse(theirs.search([("id", "=", wizard.id)]))
                self.assertFalse(theirs.search_count([("id", "=", wizard.id)]))
                self.env.invalidate_all()
                for refused in (
                    lambda w=theirs: w.read(["display_name"]),
                    lambda w=theirs: w.web_read({"display_name": {}}),
                    lambda w=theirs: w.write({"create_date": False}),
                    lambda w=theirs: w.unlink(),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        refused()
                self.env.invalidate_all()
                self.assertEqual(self._values(wizard), before)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_nobody_presses_its_buttons(self):
        """The button of another's window changes nothing, whatever it would do."""
        for name, method in (
            ("enova.absence", "action_save"),
            ("enova.absence", "action_end"),
            ("enova.activity.done", "action_confirm"),
            ("enova.activity.reassign", "action_confirm"),
            ("enova.activity.link", "action_confirm"),
            ("enova.caretaker.assign", "action_confirm"),
            ("enova.sharing", "action_confirm"),
            ("enova.user.handover", "action_confirm"),
            ("enova.partner.anonymize", "action_confirm"),
            ("enova.card.convert", "action_convert"),
            ("enova.card.convert.duplicate", "action_choose"),
            ("enova.card.entry", "action_save"),
            ("enova.document.model.off", "action_confirm"),
            ("enova.vcard.import", "action_import"),
        ):
            wizard = self._open(name)
            self.env.flush_all()
            activity = self.of_model["enova.activity"]
            before = self.card.read(), activity.read()
            self.env.invalidate_all()
            pressed = getattr(wizard.with_user(self.colleague), method)
            with self.subTest(model=name):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    pressed()
                self.env.invalidate_all()
                self.assertEqual((self.card.read(), activity.read()), before)
