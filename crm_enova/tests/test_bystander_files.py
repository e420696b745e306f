"""Files of people who have nothing to do with the CRM: as without us."""

from odoo.fields import Date
from odoo.tests import new_test_user, tagged

from .document_common import DocumentCase
from .file_common import HTML, FileMixin, picture

ROLES = {
    "seller": ("sales_team.group_sale_salesman_all_leads", "sale_order_ids"),
    "accountant": ("account.group_account_invoice", "invoice_ids"),
    "storekeeper": ("stock.group_stock_user", "picking_ids"),
    "mechanic": ("stock.group_stock_user", "service_order_ids"),
}


@tagged("post_install", "-at_install")
class TestBystanderFiles(FileMixin, DocumentCase):
    """They attach, rename, overwrite, send and delete on what they may write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # each record has a file that is kept, and that they know nothing of
        cls.people = {}
        for role, (groups, name) in ROLES.items():
            user = new_test_user(cls.env, f"crm_{role}", groups=groups)
            cls.people[role] = user, cls.documents[name]
        contacts = "base.group_user,base.group_partner_manager"
        manager = new_test_user(cls.env, "crm_contacts", groups=contacts)
        mailer = new_test_user(
            cls.env, "crm_mailer", groups="mass_mailing.group_mass_mailing_user"
        )
        mailing = cls.env["mailing.mailing"].create({"subject": "Of the ERP"})
        cls.people |= {
            "contacts": (manager, cls.contractor),
            "mailer": (mailer, mailing),
        }
        for _user, record in cls.people.values():
            cls._entry(record, keep_until=Date.add(cls._today(), days=9))

    def test_files(self):
        for role, (user, record) in self.people.items():
            files = self.env["ir.attachment"].with_user(user)
            place = {"res_model": record._name, "res_id": record.id}
            with self.subTest(role=role):
                made = files.create(
                    [
                        {"name": "a.png", "raw": picture("png"), **place},
                        {"name": "b.html", "raw": HTML, **place},
                        {"name": "c.txt", "type": "binary", "datas": "YQ==", **place},
                    ]
                )
                self.assertEqual(len(made.read()), 3)
                made.write({"name": "d.txt"})
                made.write({"raw": b"b"})
                made[2].write({"type": "url", "url": "https://example.com"})
                made[0].write({"res_id": record.id, "res_model": record._name})
                here = [("res_model", "=", record._name), ("res_id", "=", record.id)]
                self.assertEqual(made & files.search(here), made)
                self.assertEqual(made[:1].copy().raw, b"b")
                made.unlink()

    def test_messages(self):
        for role, (user, record) in self.people.items():
            with self.subTest(role=role):
                message = record.with_user(user).message_post(
                    body="x", attachments=[("../a.svg", b"<svg/>"), ("b.txt", b"b")]
                )
                self.assertEqual(len(message.attachment_ids), 2)
                message.attachment_ids[0].unlink()
                self.assertEqual(len(message.attachment_ids.exists()), 1)

    def test_loose_files(self):
        """An employee, a customer and a visitor of what the web client uploads."""
        public = self.env.ref("base.public_user")
        for user in (self.user_outsider, self.user_portal, public):
            files = self.env["ir.attachment"].with_user(user)
            # as core's own routes do it for those who may not by themselves
            loose = files.sudo(user == public or user == self.user_portal).create(
                {"name": "a.txt", "raw": b"a", "res_model": "mail.compose.message"}
            )
            with self.subTest(user=user.login):
                loose.write({"raw": b"b", "name": "b.txt"})
                loose.write({"type": "url", "url": "https://example.com"})
                loose.write({"type": "binary", "datas": "YQ==", "url": False})
                self.assertEqual(loose.raw, b"a")
                loose.unlink()
