"""Every door to a file, and who may pass: failure 8 of other systems."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin, new_user
from .file_common import FileMixin, pdf

SECRET = "tajemnica"
SALES = "sales_team.group_sale_salesman_all_leads"


@tagged("post_install", "-at_install")
class TestFileDoors(CrmEnovaMixin, FileMixin, HttpCase):
    """A file of an order: for who may read the order, through every door alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.user_seller = new_user(
            cls.env, "crm_seller", groups=f"crm_enova.crm_enova_group_all,{SALES}"
        )
        order = cls.env["sale.order"].create({"partner_id": cls.contractor.id})
        cls.file = cls._file(order, f"{SECRET}.pdf", pdf(SECRET))
        cls.entry = cls._entry(attachment_id=cls.file.id, name=SECRET, number=SECRET)
        cls._read_texts()
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids = [
            Command.link(user.id)
            for user in (cls.user_seller, cls.user_own, cls.user_outsider)
        ]
        cls.env.flush_all()

    @property
    def _doors(self):
        """Return what tells the file, by the name of the door: True where it opens."""
        files, entries = "ir.attachment", "enova.attachment"
        of_partner = [("enova_partner_id", "=", self.contractor.id)]
        found = [*of_partner, ("enova_content", "ilike", SECRET)]
        by_id = [("id", "=", self.entry.id)]
        return {
            "read": (files, lambda e: e.browse(self.file.id).read(["name"])),
            "search": (files, lambda e: e.search(of_partner).ids),
            "count": (files, lambda e: e.search_count(of_partner)),
            "content": (files, lambda e: e.search_count(found)),
            "groups": (
                files,
                lambda e: e.formatted_read_group(
                    of_partner, ["enova_record"], ["__count"]
                ),
            ),
            "export": (
                files,
                lambda e: e.browse(self.file.id).export_data(["name"])["datas"],
            ),
            "preview": (files, lambda e: e.enova_preview(self.file.id)["kind"]),
            "download": (
                files,
                lambda e: e.browse(self.file.id).action_enova_download(),
            ),
            "send": (files, lambda e: e.browse(self.file.id).action_enova_send()),
            "link": (
                "enova.attachment.link",
                lambda e: e.create({"attachment_ids": [Command.set(self.file.ids)]}),
            ),
            "entry": (entries, lambda e: e.browse(self.entry.id).read(["name"])),
            "entry search": (entries, lambda e: e.search(by_id).ids),
            "entry count": (entries, lambda e: e.search_count(by_id)),
            "entry export": (
                entries,
                lambda e: e.browse(self.entry.id).export_data(["name"])["datas"],
            ),
            "entry name": (entries, lambda e: e.name_search(SECRET)),
        }

    def _opens(self, user, model, work):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return bool(work(self.env[model].with_user(user)))
        except (AccessError, UserError):
            return False

    def test_methods(self):
        who = {
            "seller": (self.user_seller, True),
            "own": (self.user_own, False),
            "outsider": (self.user_outsider, False),
            "portal": (self.user_portal, False),
        }
        for role, (user, expected) in who.items():
            for door, (model, work) in self._doors.items():
                with self.subTest(role=role, door=door):
                    self.assertIs(self._opens(user, model, work), expected)

    def test_addresses(self):
        routes = {
            "content": f"/web/content/{self.file.id}",
            "image": f"/web/image/{self.file.id}",
            "zip": f"/crm_enova/files.zip?ids={self.file.id}",
        }
        for login, expected in (
            ("crm_seller", True),
            ("crm_own", False),
            ("crm_outsider", False),
            ("crm_portal", False),
            (None, False),
        ):
            self.authenticate(login, login and login.ljust(8, "x"))
            for door, route in routes.items():
                with self.subTest(login=login, door=door):
                    answer = self.url_open(route, allow_redirects=False)
                    # bytes: of those of a zip any encoding may be guessed
                    shown = str(answer.headers).encode() + answer.content
                    given = answer.status_code == 200 and SECRET.encode() in shown
                    self.assertIs(given, expected, answer.status_code)

    def test_upload(self):
        """Only who may write the record adds files to it."""
        order_id = self.file.res_id
        for login, expected in (("crm_seller", True), ("crm_own", False)):
            self.authenticate(login, login.ljust(8, "x"))
            answer = self.url_open(
                "/web/binary/upload_attachment",
                data={
                    "csrf_token": self.csrf_token(),
                    "model": "sale.order",
                    "id": str(order_id),
                },
                files={"ufile": ("../x.txt", b"x", "text/plain")},
            )
            [told] = json.loads(answer.text)
            with self.subTest(login=login):
                self.assertIs("id" in told, expected)
        names = self.env["ir.attachment"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order_id)]
        )
        self.assertEqual(set(names.mapped("name")), {"x.txt", self.file.name})

    def csrf_token(self):
        """Return the token of the session, as the web client has it."""
        page = self.url_open("/odoo").text
        return page.split('csrf_token: "')[1].split('"')[0]

    def test_record_moves_while_its_file_is_open(self):
        """Rights are asked at the moment of the download, not when a page was shown."""
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        file = self._file(self.contractor, "x.txt", b"x")
        self.authenticate("crm_own", "crm_ownx")
        route = f"/web/content/{file.id}"
        self.assertEqual(self.url_open(route).status_code, 200)
        file.res_id = self.other_contractor.id
        self.env.flush_all()
        self.assertNotEqual(self.url_open(route).status_code, 200)
