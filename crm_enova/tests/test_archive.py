from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .file_common import FileCase


@tagged("post_install", "-at_install")
class TestArchive(FileCase):
    """All files about a contractor, and none that the reader may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        task = cls._activity(partner_id=cls.contractor.id)
        private = cls._activity(
            partner_id=cls.contractor.id, private=True, user_id=cls.user_all.id
        )
        cls.files = {
            "contractor": cls._file(cls.contractor, "contractor"),
            "task": cls._file(task, "task"),
            "private": cls._file(private, "private"),
            "order": cls._file(cls.documents["sale_order_ids"], "order"),
            "invoice": cls._file(cls.documents["invoice_ids"], "invoice"),
            "picking": cls._file(cls.documents["picking_ids"], "picking"),
            "service": cls._file(cls.documents["service_order_ids"], "service"),
        }
        cls.stranger = cls._file(cls.other_contractor, "stranger")
        cls.env.flush_all()
        common = {"contractor", "task"}
        cls.visible = {
            "own": common,
            "all": common | {"private"},
            "trader": set(cls.files) - {"private"},
        }

    def _as(self, role):
        self.env.invalidate_all()
        return self.env["ir.attachment"].with_user(getattr(self, f"user_{role}"))

    @property
    def _domain(self):
        return [("enova_partner_id", "=", self.contractor.id)]

    def test_search_count_and_groups(self):
        for role, names in self.visible.items():
            with self.subTest(role=role):
                files = self._as(role)
                self.assertEqual(set(files.search(self._domain).mapped("name")), names)
                self.assertEqual(files.search_count(self._domain), len(names))
                groups = files._read_group(self._domain, ["name"], ["__count"])
                self.assertEqual({name for name, _count in groups}, names)

    def test_page_of_the_web_client(self):
        for role, names in self.visible.items():
            with self.subTest(role=role):
                page = self._as(role).web_search_read(
                    self._domain,
                    {"name": {}, "enova_record": {}, "enova_source": {}},
                    limit=2,
                    count_limit=1000,
                    order="create_date desc, id desc",
                )
                self.assertEqual(page["length"], len(names))
                self.assertEqual(len(page["records"]), min(2, len(names)))
                self.assertTrue(all(row["enova_record"] for row in page["records"]))

    def test_pages_follow_each_other(self):
        for number in range(30):
            self._file(self.contractor, f"f{number}")
        files = self._as("own")
        order = "create_date desc, id desc"
        whole = files.search(self._domain, order=order).ids
        pages = [
            files.search(self._domain, order=order, offset=start, limit=7).ids
            for start in range(0, len(whole), 7)
        ]
        self.assertEqual(sum(pages, []), whole)
        self.assertEqual(len(whole), 32)
        self.assertEqual(whole, sorted(whole, reverse=True))

    def test_all_contractors(self):
        """The menu names none of them, and shows the newest of all."""
        found = self._as("own").search(
            [("enova_partner_id", "!=", False)], order="create_date desc, id desc"
        )
        self.assertIn(self.stranger, found)
        self.assertNotIn(self.files["private"], found)
        self.assertNotIn(self.files["invoice"], found)

    def test_restricted_to_own_contractors(self):
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        files = self._as("own")
        self.assertTrue(files.search(self._domain))
        other = [("enova_partner_id", "=", self.other_contractor.id)]
        self.assertFalse(files.search(other))
        self.assertFalse(files.search_count(other))

    def test_conditions_are_asked_under_the_readers_rights(self):
        """A file that is read says nothing of a contractor that is not."""
        self.env.ref("crm_enova.res_partner_rule_own").active = True
        self.other_contractor.ref = "TAJNE"
        task = self._activity(
            partner_id=self.other_contractor.id, user_id=self.user_own.id
        )
        file = self._file(task, "moje")
        files = self._as("own")
        mine = [("enova_partner_id", "!=", False), ("name", "=", "moje")]
        self.assertEqual(files.search(mine), file)
        self.assertFalse(files.search([*mine, ("enova_partner_id.ref", "=", "TAJNE")]))

    def test_outside_the_crm(self):
        for user in (self.user_outsider, self.user_portal):
            files = self.env["ir.attachment"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                files.search(self._domain)

    def test_filters(self):
        files = self._as("trader")
        for domain, names in (
            ([("enova_source", "=", "sale.order")], {"order"}),
            ([("enova_source", "in", ["sale.order", "repair.order"])], None),
            ([("enova_record", "=", f"sale.order,{self.order.id}")], {"order"}),
            ([("enova_record", "=", "res.users,1")], set()),
            ([("enova_record", "=", "nonsense")], set()),
        ):
            with self.subTest(domain=domain):
                found = set(files.search(self._domain + domain).mapped("name"))
                expected = {"order", "service"} if names is None else names
                self.assertEqual(found, expected)

    def test_groups_by_record(self):
        """Named as the reader knows them; each leads to its files."""
        files = self._as("trader")
        groups = files.formatted_read_group(self._domain, ["enova_record"], ["__count"])
        self.assertEqual(len(groups), len(self.visible["trader"]))
        by_name = {group["enova_record"]: group for group in groups}
        title = self.env["ir.model"]._get("sale.order").name
        group = by_name[f"{title}: {self.order.display_name}"]
        found = files.search(self._domain + list(group["__extra_domain"]))
        self.assertEqual(found, self.files["order"])

    def test_groups_by_source(self):
        files = self._as("own")
        groups = files.formatted_read_group(self._domain, ["enova_source"], ["__count"])
        counts = {group["enova_source"]: group["__count"] for group in groups}
        self.assertEqual(counts, {"res.partner": 1, "enova.activity": 1})

    def test_groups_by_year(self):
        files = self._as("own")
        [group] = files.formatted_read_group(
            self._domain, ["create_date:year"], ["__count"]
        )
        self.assertEqual(group["__count"], 2)

    def test_export(self):
        exporters = self.env.ref("base.group_allow_export")
        exporters.user_ids = [Command.link(self.user_own.id)]
        rows = self._as("own").search(self._domain).export_data(["name"])["datas"]
        self.assertEqual({row[0] for row in rows}, self.visible["own"])

    def test_opens_the_record(self):
        file = self.files["order"].with_user(self.user_trader)
        action = file.action_enova_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", self.order.id)
        )
        with self.assertRaises(AccessError):
            self.files["order"].with_user(self.user_own).action_enova_open_record()

    def test_action_of_a_contractor(self):
        action = self.contact.with_user(self.user_own).action_open_enova_files()
        self.assertEqual(action["domain"], self._domain)
        self.assertEqual(action["context"]["enova_id"], self.contact.id)

    def test_queries_do_not_grow_with_files(self):
        order = "create_date desc, id desc"

        def queries():
            files = self._as("trader")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            files.search(self._domain, limit=40, order=order)
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for record in (self.contractor, self.order):
            for number in range(100):
                self._file(record, f"n{number}")
        self.assertLessEqual(queries(), few + 1)

    def test_core_searches_as_before(self):
        """Without a contractor in the condition nothing of ours is on the way."""
        with self.assertRaises(AccessError):
            self._as("outsider").search([("res_model", "=", "sale.order")])
        mine = self.env["ir.attachment"].with_user(self.user_outsider)
        mine = mine.create({"name": "mine", "raw": b"x"})
        self.assertIn(mine, mine.search([("name", "=", "mine")]))

    def test_same_file_twice_is_said(self):
        first = self._file(self.contractor, "a.pdf", b"to samo")
        again = self._file(self.order, "b.pdf", b"to samo")
        elsewhere = self._file(self.other_contractor, "c.pdf", b"to samo")
        files = self._as("trader")
        [told] = files.browse(again.ids).enova_same_files()
        self.assertEqual(told["name"], "b.pdf")
        self.assertIn("a.pdf", told["known"][0])
        self.assertFalse(files.browse(elsewhere.ids).enova_same_files())
        self.assertFalse(files.browse(first.ids).enova_same_files())

    def test_same_file_that_is_hidden_is_not_said(self):
        self._file(self.order, "a.pdf", b"to samo")
        again = self._file(self.contractor, "b.pdf", b"to samo")
        self.assertFalse(self._as("own").browse(again.ids).enova_same_files())

    def test_mail_to_one_contractor(self):
        files = self.files["contractor"] | self.files["task"]
        action = files.with_user(self.user_own).action_enova_send()
        self.assertEqual(action["context"]["default_attachment_ids"], files.ids)
        self.assertEqual(action["context"]["default_res_ids"], self.contractor.ids)
        with self.assertRaisesRegex(Exception, "one contractor"):
            (files | self.stranger).action_enova_send()

    def test_mail_arrives_with_the_files(self):
        files = self.files["contractor"] | self.files["task"]
        action = files.with_user(self.user_own).action_enova_send()
        composer = self.env["mail.compose.message"].with_user(self.user_own)
        composer = composer.with_context(**action["context"]).create(
            {"subject": "Papiery", "body": "W załączeniu"}
        )
        self.assertEqual(composer.attachment_ids, files)
        composer.action_send_mail()
        message = self.contractor.message_ids[0]
        self.assertEqual(message.attachment_ids, files)
        self.assertEqual(files[1].res_model, "enova.activity")

    def test_download_of_one_and_of_many(self):
        one = self.files["contractor"].with_user(self.user_own)
        self.assertIn("/web/content/", one.action_enova_download()["url"])
        two = one | self.files["task"].with_user(self.user_own)
        self.assertIn("files.zip", two.action_enova_download()["url"])
        with self.assertRaises(AccessError):
            (two | self.files["order"].with_user(self.user_own)).action_enova_download()
