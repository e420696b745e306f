from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .walk_common import ADDON, SECRET, WalkCase

# What a clerk of a small company does beside looking after their own contractors.
CLERK = (
    "crm_enova.crm_enova_group_own,crm_enova.crm_enova_group_technician,"
    "sales_team.group_sale_salesman_all_leads,account.group_account_invoice,"
    "stock.group_stock_user,mass_mailing.group_mass_mailing_user"
)


@tagged("post_install", "-at_install")
class TestWalkDocuments(WalkCase):
    """Links of core's documents are core's to check; our fields show no more by them.

    Core lets a clerk put any contractor on a document, and shows its name alone.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "crm_clerk", groups=CLERK)
        [partner, _person, _foreign] = cls.hidden["res.partner"]
        partner.name = "Hidden"
        partner.write(
            {
                "street": f"{SECRET} 1",
                "city": SECRET,
                "email": f"{SECRET}@example.com",
                "vocative": SECRET,
                "ref": SECRET,
            }
        )
        device = cls.hidden["enova.device"][0]
        file = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": "enova.activity",
                "res_id": cls.hidden["enova.activity"][1].id,
            }
        )
        cls.env["enova.attachment"].create(
            {"attachment_id": file.id, "number": SECRET, "name": SECRET}
        )
        cls.targets = {
            "res.partner": partner,
            "ir.attachment": file,
            "enova.device": device,
        }
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _fields(self, model):
        """Return the specification of our fields of a model, but for names of links."""
        return {
            name: {}
            for name, field in model._fields.items()
            if field._module == ADDON
            and not field.relational
            and field.type != "binary"
            and model._has_field_access(field, "read")
        }

    def _core_links(self):
        """Yield (model, name of core's link, value that leads to what is hidden)."""
        for name in self.env.registry:
            model = self.env[name].with_user(self.user)
            if model._abstract or not model.has_access("create"):
                continue
            for link, field in model._fields.items():
                target = self.targets.get(field.comodel_name)
                if target and field._module != ADDON and field.type != "one2many":
                    many = field.type == "many2many"
                    yield model, link, [Command.link(target.id)] if many else target.id

    def test_what_is_hidden_is_hidden(self):
        for target in self.targets.values():
            self.assertFalse(target.with_user(self.user)._filtered_access("read"))

    def test_forms(self):
        """Our fields of the document, and of what it leads to."""
        walked = 0
        for model, link, value in self._core_links():
            comodel = model.env[model._fields[link].comodel_name]
            below = {n: {"fields": {n: {}}} for n in self._fields(comodel)}
            # core asks for the link itself of those that lead to many
            specs = [{**self._fields(model), link: {"fields": {}}}]
            specs += [{link: spec} for spec in below.values()]
            for spec in specs:
                with self.subTest(model=model._name, link=link, spec=spec):
                    said = []
                    walked += 1
                    with self._nothing_told(said):
                        said.append(model.onchange({link: value}, [link], spec))
        self.assertGreater(walked, 100)

    def test_documents(self):
        """A document that its clerk has put on a hidden contractor."""
        partner_id = self.targets["res.partner"].id
        order = self.env["repair.order"].create({"partner_id": self.contractor.id})
        order.technician_ids = self.user
        sale = self.env["sale.order"].create({"partner_id": self.contractor.id})
        for record in (order, sale):
            own, said = record.with_user(self.user), []
            with self.subTest(model=record._name), self._nothing_told(said):
                own.write({"partner_id": partner_id})
                self.env.flush_all()
                self.env.invalidate_all()
                said.append(own.read(list(self._fields(own))))
                self.assertIn(SECRET, record.partner_id.city)
