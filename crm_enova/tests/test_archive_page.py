from odoo.tests import tagged

from ..models.archive.ir_attachment_search import FIRST_LOOK, ArchiveLook
from ..models.archive.page_search import PageSearch
from .file_common import FileCase

NEWEST = "create_date desc, id desc"


@tagged("post_install", "-at_install")
class TestArchivePage(FileCase):
    """A page and how many there are, found by looking once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls._activity(
            partner_id=cls.contractor.id, private=True, user_id=cls.user_all.id
        )
        cls.domain = [("enova_partner_id", "=", cls.contractor.id)]

    @classmethod
    def _add(cls, record, names):
        """Attach files of these names to a record."""
        place = {"res_model": record._name, "res_id": record.id, "raw": b"x"}
        files = cls.env["ir.attachment"].create([{"name": n, **place} for n in names])
        cls.env.flush_all()
        return files

    def _page(self, role="own", offset=0, limit=40, order=NEWEST, count=1000, **more):
        self.env.invalidate_all()
        files = self.env["ir.attachment"].with_user(getattr(self, f"user_{role}"))
        page = files.with_context(**more).web_search_read(
            self.domain, {"name": {}}, offset, limit, order, count
        )
        return [row["name"] for row in page["records"]], page["length"]

    def test_hidden_files_take_no_place(self):
        """What is readable is found behind more than are looked at first."""
        shown = self._add(self.contractor, [f"a{n:02}" for n in range(50)])
        self._add(self.private, [f"x{n}" for n in range(50 + 2 * FIRST_LOOK)])
        newest = [file.name for file in shown.sorted("id", reverse=True)]
        self.assertEqual(self._page(), (newest[:40], 50))
        self.assertEqual(self._page(offset=40), (newest[40:], 50))
        self.assertEqual(self._page(limit=10, count=20), (newest[:10], 20))
        self.assertEqual(self._page(role="all")[1], 100 + 2 * FIRST_LOOK)

    def test_nothing_but_hidden_files(self):
        self._add(self.private, [f"x{n}" for n in range(3)])
        self.assertEqual(self._page(), ([], 0))

    def test_other_orders(self):
        self._add(self.contractor, ["b", "c", "a"])
        self._add(self.private, ["0"])
        for order, names in (("name", "abc"), ("name desc", "cba"), ("id", "bca")):
            with self.subTest(order=order):
                self.assertEqual(self._page(order=order), (list(names), 3))
                self.assertEqual(self._page(order=order, limit=1), ([names[0]], 3))

    def test_queries_of_a_page(self):
        """A look, one query a model, and the page: however many files there are."""
        task = self._activity(partner_id=self.contractor.id)
        for number in (3, 200):
            for record in (self.contractor, task, self.order):
                self._add(record, [f"{number}-{n}" for n in range(number)])
            self._page(role="trader")
            files = self.env["ir.attachment"].with_user(self.user_trader)
            self.env.invalidate_all()
            with self.subTest(files=number), self.assertQueryCount(9):
                files.web_search_read(self.domain, {"name": {}}, 0, 5, NEWEST, 1000)

    def test_one_look_for_one_reader(self):
        """What one has found out is nothing for another, nor for another question."""
        mine = self.env["ir.attachment"].with_user(self.user_own)
        look = ArchiveLook(mine.env, self.domain)
        key = "enova_look"

        def shared(records, domain, found=look):
            env = records.with_context(**{key: found}).env
            return ArchiveLook.of(env, key, domain) is found

        self.assertTrue(shared(mine, self.domain))
        other = [("enova_partner_id", "=", self.other_contractor.id)]
        self.assertFalse(shared(mine, other))
        self.assertFalse(shared(mine.sudo(), self.domain))
        self.assertFalse(shared(mine.with_user(self.user_all), self.domain))
        company = self.env["res.company"].create({"name": "Inna"})
        self.user_own.company_ids += company
        elsewhere = mine.with_context(allowed_company_ids=company.ids)
        self.assertFalse(shared(elsewhere, self.domain))
        strange = PageSearch(mine.env, self.domain)
        self.assertFalse(shared(mine, self.domain, strange))

    def test_clients_send_nothing(self):
        self._add(self.contractor, ["a"])
        self._add(self.private, ["x"])
        for value in (True, 1, "x", [1], {"found": [1]}):
            with self.subTest(value=value):
                self.assertEqual(self._page(enova_look=value), (["a"], 1))
