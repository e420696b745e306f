from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged, users

from .test_timeline import NINE
from .test_timeline_everything import GROUPS, EverythingCase

# Whose history is asked for, and what of all that was made has a link to it.
OF_PROJECT = {
    *("activity", "reservation", "order", "invoice", "transfer", "issue"),
    *("service", "folder", "file", "message"),
}
EXPECTED = {
    "project": OF_PROJECT,
    "campaign": OF_PROJECT - {"folder"},
    "order": OF_PROJECT - {"folder", "service"},
    "device": OF_PROJECT - {"folder"},
}


class RecordHistoryCase(EverythingCase):
    """One entry of each source, all of one project, campaign, device and order."""

    def setUp(self):
        super().setUp()
        device = self._create(
            "enova.device",
            name="Oven",
            partner_id=self.contractor.id,
            serial_number="P-1",
        )
        campaign = self._create("enova.campaign", name="Spring")
        project = self._create(
            "enova.project",
            name="Line",
            partner_id=self.contractor.id,
            campaign_id=campaign.id,
        )
        order = self.made["service"]
        order.device_id = device
        self.subjects = {
            "project": project,
            "campaign": campaign,
            "order": order,
            "device": device,
        }
        made = self.made
        for name in ("order", "invoice", "transfer", "issue"):
            made[name].write(
                {"enova_project_id": project.id, "service_order_id": order.id}
            )
        order.enova_project_id = project
        made["activity"].with_env(self.system).write(
            {"project_id": project.id, "service_order_ids": [(4, order.id)]}
        )
        made["reservation"].with_env(self.system).write(
            {"project_id": project.id, "service_order_id": order.id}
        )
        made["folder"].project_id = project
        self.env.flush_all()

    def _entries(self, name, limit=50, **filters):
        """Return the history of a record as the user reads it, page after page."""
        subject = self.subjects[name].with_env(self.env)
        entries, cursor, first = [], None, True
        while first or cursor:
            page = subject.enova_timeline(limit=limit, cursor=cursor, **filters)
            self.assertFalse(page["failed"])
            entries += page["entries"]
            cursor, first = page["cursor"], False
        return entries

    def _found(self, name, limit=50, **filters):
        return [(e["source"], e["id"]) for e in self._entries(name, limit, **filters)]

    def _files_and_messages(self, name):
        """Attach a file to a record, and write on it; return both."""
        subject = self.subjects[name]
        file = self._create(
            "ir.attachment",
            name=f"{name}.txt",
            raw=b"Text",
            res_model=subject._name,
            res_id=subject.id,
        )
        return file, self._message(subject)


@tagged("post_install", "-at_install")
class TestTimelineRecords(RecordHistoryCase):
    """Projects, campaigns, devices and service orders have a history of their own."""

    @users("crm_manager")
    def test_all_of_it(self):
        self._may_read(*GROUPS)
        for name, sources in EXPECTED.items():
            file, message = self._files_and_messages(name)
            made = self.made | {"file": file, "message": message}
            for limit in (2, 50):
                with self.subTest(record=name, limit=limit):
                    found = self._found(name, limit)
                    self.assertEqual(len(found), len(set(found)), "one fact, one entry")
                    wanted = {(source, made[source].id) for source in sources}
                    self.assertLessEqual(wanted, set(found))
                    self.assertEqual({source for source, _id in found}, sources)

    @users("crm_manager")
    def test_nothing_of_others(self):
        """What the contractor has beside it is theirs alone."""
        self._may_read(*GROUPS)
        before = {name: self._found(name) for name in EXPECTED}
        self._events(2)
        self._order()
        self._reservation(NINE + timedelta(days=1))
        self._message(self.contractor)
        for name, found in before.items():
            with self.subTest(record=name):
                self.assertEqual(self._found(name), found)

    @users("crm_manager")
    def test_what_is_on_its_documents_and_tasks(self):
        self._may_read(*GROUPS)
        message = self._message(self.made["order"])
        task = self.made["activity"]
        file = self._create(
            "ir.attachment",
            name="plan.txt",
            raw=b"Plan",
            res_model=task._name,
            res_id=task.id,
        )
        for name in EXPECTED:
            with self.subTest(record=name):
                found = self._found(name)
                self.assertIn(("message", message.id), found)
                self.assertIn(("file", file.id), found)

    @users("crm_manager")
    def test_no_link_to_where_one_is(self):
        """A note of the order is linked to it elsewhere, and not in its own history."""
        self._may_read(*GROUPS)
        file, message = self._files_and_messages("order")
        places = [("file", file.id), ("message", message.id)]
        place = {"model": "repair.order", "id": self.subjects["order"].id}

        def linked(name):
            found = {(e["source"], e["id"]): e for e in self._entries(name)}
            return [
                {key: document[key] for key in place}
                for where in places
                if where in found
                for document in found[where]["documents"]
            ]

        self.assertEqual(linked("order"), [])
        self.assertEqual(linked("device"), [place], "its message")

    @users("crm_manager")
    def test_campaign_says_whose_an_entry_is(self):
        """A campaign is of many contractors, what else has a history of one."""
        self._may_read(*GROUPS)
        file, message = self._files_and_messages("campaign")
        found = self._entries("campaign")
        whose = {(e["source"], e["id"]): e["contractor"] for e in found}
        self.assertFalse(whose.pop(("message", message.id)))
        self.assertFalse(whose.pop(("file", file.id)))
        self.assertEqual(set(whose.values()), {self.contractor.name})
        self.assertNotIn("contractor", self._entries("project")[0])

    @users("crm_all")
    def test_what_they_may_not_read_is_neither_entry_nor_gap(self):
        for number in range(5):
            self._message(self.made["order"], date=NINE + timedelta(hours=number))
        shown = self.subjects["project"]
        kept = [self._message(shown, date=NINE - timedelta(days=d)) for d in (1, 2, 3)]
        found = self._found("project", 2, sources=["message", "order", "invoice"])
        self.assertEqual(found, [("message", message.id) for message in kept])
        sources = shown.with_env(self.env).enova_timeline()["sources"]
        self.assertNotIn("invoice", {source["name"] for source in sources})

    @users("crm_own")
    def test_a_private_task_of_somebody_else(self):
        project = self.subjects["project"]
        project.user_id = self.env.user
        before = self._found("project", 1)
        self._events(
            3,
            private=True,
            project_id=project.id,
            user_id=self.user_all.id,
            assigned_by_id=self.user_all.id,
        )
        self.assertEqual(self._found("project", 1), before)

    def test_whoever_may_not_read_the_record(self):
        employee = new_test_user(self.env, "without_crm", "base.group_user")
        for name, subject in self.subjects.items():
            with self.subTest(record=name), self.assertRaises(AccessError):
                subject.with_user(employee).enova_timeline()

    @users("crm_manager")
    def test_filters(self):
        self._may_read(*GROUPS)
        task = self.made["activity"]
        for name in EXPECTED:
            with self.subTest(record=name):
                found = self._found(name, text=task.name)
                self.assertEqual(found, [("activity", task.id)])
                self.assertEqual(
                    self._found(name, groups=["contact"]),
                    self._found(name, sources=["activity", "reservation"]),
                )
                self.assertNotIn(
                    ("activity", task.id), self._found(name, since="2026-03-03")
                )

    @users("crm_manager")
    def test_a_conversation(self):
        task = self.made["activity"]
        later = self._events(
            1, project_id=self.subjects["project"].id, parent_id=task.id
        )
        found = self._found("project", conversation=task.id)
        self.assertEqual({id_ for _source, id_ in found}, {task.id, later.id})

    @users("crm_manager")
    def test_forged_cursor(self):
        for cursor in ("x", [1, 2], ["2026-03-02T09:00:00", "nothing", 1]):
            with self.subTest(cursor=cursor), self.assertRaises(UserError):
                self.subjects["device"].with_env(self.env).enova_timeline(cursor=cursor)

    @users("crm_manager")
    def test_as_many_queries_for_many(self):
        self._may_read(*GROUPS)
        project = self.subjects["project"].with_env(self.env)

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            project.enova_timeline()
            return self.env.cr.sql_log_count - before

        self._events(1, project_id=project.id)
        self._message(project)
        count()
        few = count()
        self._events(30, project_id=project.id)
        for _number in range(10):
            self._message(project)
        self.assertLessEqual(count(), few)


@tagged("post_install", "-at_install")
class TestAside(RecordHistoryCase):
    """What is going on with a contractor, and what they have, beside the history."""

    def _aside(self):
        return self.contractor.with_env(self.env).enova_open_tasks()

    @users("crm_manager")
    def test_the_first_and_how_many(self):
        projects = self.system["enova.project"]
        for number in range(3):
            projects.create(
                {
                    "name": f"Hall {number}",
                    "partner_id": self.contractor.id,
                    "date_deadline": f"2099-0{number + 1}-01",
                }
            )
        shown = self._aside()["projects"]
        self.assertEqual([row["name"] for row in shown["rows"]], ["Hall 0", "Hall 1"])
        self.assertEqual(shown["count"], 4)
        self.assertTrue(all(row["note"] for row in shown["rows"]), "the stage")
        [device] = self._aside()["devices"]["rows"]
        self.assertEqual(
            device,
            {"id": self.subjects["device"].id, "name": "Oven", "note": "P-1"},
        )

    @users("crm_manager")
    def test_of_the_company_for_a_person_and_none_of_others(self):
        person = self.contact.with_env(self.env).enova_open_tasks()
        self.assertEqual(person["projects"], self._aside()["projects"])
        other = self.other_contractor.with_env(self.env).enova_open_tasks()
        self.assertEqual(other["projects"]["count"], 0)
        self.assertEqual(other["devices"]["rows"], [])

    @users("crm_own")
    def test_of_others_they_are_neither_shown_nor_counted(self):
        """A project of a company that the reader is not of stays unknown."""
        self.assertEqual(self._aside()["projects"]["count"], 1)
        self._create(
            "enova.project",
            name="Elsewhere",
            partner_id=self.contractor.id,
            company_id=self.other_company.id,
        )
        self.assertEqual(self._aside()["projects"]["count"], 1)
