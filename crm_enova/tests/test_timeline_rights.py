from lxml import etree

from odoo.tests import tagged, users

from .test_timeline import NINE, TimelineCase


@tagged("post_install", "-at_install")
class TestTimelineRights(TimelineCase):
    @users("crm_manager")
    def test_private_of_others(self):
        self._events(1, private=True, user_id=self.user_own.id)
        own = self._events(1, private=True, user_id=self.user_manager.id)
        self.assertEqual(self._keys(self._pages(10)), [("activity", own.id)])
        self.assertFalse(self.contractor.with_env(self.env).enova_open_tasks()["count"])

    @users("crm_manager")
    def test_private_reservation_of_another(self):
        booked = self._reservation(NINE, private=True, user_id=self.user_own.id)
        self.assertEqual(self._keys(self._pages(10)), [])
        contractor = self.contractor.with_user(self.user_own)
        own = contractor.enova_timeline(sources=["reservation"])
        self.assertEqual([entry["id"] for entry in own["entries"]], booked.ids)

    @users("crm_own")
    def test_group_own(self):
        self._events(2)
        self.assertEqual(len(self._keys(self._pages(10))), 2)
        events = self._events(2, partner_id=self.other_contractor.id)
        events[0].user_id = self.env.user
        keys = self._keys(self._pages(10, partner=self.other_contractor))
        self.assertEqual(keys, [("activity", events[0].id)])

    @users("crm_all")
    def test_no_right_to_documents(self):
        """Documents that may not be read show neither as entries nor as links."""
        order = self.env["sale.order"].sudo().create({"partner_id": self.contractor.id})
        event = self._events(1)
        event.sale_order_ids = order
        page = self.contractor.with_env(self.env).enova_timeline()
        page["entries"] = [e for e in page["entries"] if e["source"] != "caretaker"]
        self.assertEqual([entry["id"] for entry in page["entries"]], event.ids)
        self.assertEqual(page["entries"][0]["documents"], [])
        sources = [source["name"] for source in page["sources"]]
        mine = ["activity", "message", "reservation"]
        mine += ["meeting", "consent", "caretaker", "file", "folder"]
        # where the ERP's projects are present, employees read their own tasks
        self.assertEqual([name for name in sources if name != "project_task"], mine)

    @users("crm_all")
    def test_document_of_a_rule_is_not_named(self):
        """A salesperson of own documents is not told the names of others."""
        self.env.user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman")
        orders = (
            self.env["sale.order"]
            .sudo()
            .create(
                [
                    {"partner_id": self.contractor.id, "user_id": user.id}
                    for user in (self.user_all, self.user_own)
                ]
            )
        )
        event = self._events(1)
        event.sale_order_ids = orders
        entries = [entry for page in self._pages(10) for entry in page]
        shown = [entry["id"] for entry in entries if entry["source"] == "order"]
        self.assertEqual(shown, orders[0].ids)
        [activity] = [entry for entry in entries if entry["source"] == "activity"]
        self.assertEqual([d["id"] for d in activity["documents"]], orders[0].ids)

    @users("crm_outsider")
    def test_outsider(self):
        self._events(2)
        page = self.contractor.with_env(self.env).enova_timeline()
        self.assertEqual((page["entries"], page["sources"]), ([], []))
        self.assertFalse(self.contractor.with_env(self.env).enova_open_tasks()["count"])


@tagged("post_install", "-at_install")
class TestTimelinePage(TimelineCase):
    def _pages_of_form(self, user):
        view = self.env["res.partner"].with_user(user).get_view(view_type="form")
        return etree.fromstring(view["arch"]).xpath("//notebook/page")

    def test_first_and_open_for_the_crm(self):
        first, *others = self._pages_of_form(self.user_own)
        self.assertEqual(first.get("name"), "enova_crm")
        self.assertTrue(first.get("autofocus"))
        self.assertFalse([page for page in others if page.get("autofocus")])

    def test_not_for_others(self):
        names = [page.get("name") for page in self._pages_of_form(self.user_outsider)]
        self.assertNotIn("enova_crm", names)
        self.assertEqual(names[0], "contact_addresses")
