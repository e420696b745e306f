"""The company that the tests live in."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

GROUPS = {
    "own": "crm_enova.crm_enova_group_own",
    "all": "crm_enova.crm_enova_group_all",
    "manager": "crm_enova.crm_enova_group_manager",
    # works here, but not with the CRM
    "outsider": "base.group_user",
    "portal": "base.group_portal",
}


class CrmEnovaMixin:
    """Users of every group, contractors with and without caretaker, two companies.

    ``own`` is the caretaker of ``contractor``; nobody is of ``other_contractor``.
    """

    @classmethod
    def _set_up_crm(cls):
        cls.env = cls.env(context={**cls.env.context, "tz": "Europe/Warsaw"})
        cls.company = cls.env.company
        # holidays and short numbers are Polish in a Polish company alone
        cls.company.country_id = cls.env.ref("base.pl")
        cls.other_company = cls.env["res.company"].create({"name": "Druga Firma"})
        cls.crm_users = {
            role: new_test_user(
                cls.env,
                login=f"crm_{role}",
                name=f"Crm {role.capitalize()}",
                email=f"crm_{role}@example.com",
                groups=group,
                lang="en_US",
                tz="Europe/Warsaw",
            )
            for role, group in GROUPS.items()
        }
        for role, user in cls.crm_users.items():
            setattr(cls, f"user_{role}", user)
        cls._set_up_contractors()
        reference = cls.env.ref
        cls.type_task = reference("crm_enova.enova_activity_type_task_todo")
        cls.type_call_task = reference("crm_enova.enova_activity_type_task_call")
        cls.type_call = reference("crm_enova.enova_activity_type_event_call")
        cls.type_note = reference("crm_enova.enova_activity_type_event_note")
        for state in ("planned", "in_progress", "waiting", "done", "cancelled"):
            stage = reference(f"crm_enova.enova_activity_stage_{state}")
            setattr(cls, f"stage_{state}", stage)

    @classmethod
    def _set_up_contractors(cls):
        partners = cls.env["res.partner"]
        cls.contractor = partners.create(
            {
                "name": "Młyn Lubelski sp. z o.o.",
                "is_company": True,
                "vat": "PL5260001246",
                "phone": "+48 600-100-200",
                "email": "biuro@mlyn.example.com",
                "city": "Lublin",
                "user_id": cls.user_own.id,
                "child_ids": [Command.create({"name": "Ewa Nowak"})],
            }
        )
        cls.contact = cls.contractor.child_ids
        cls.other_contractor = partners.create(
            {"name": "Hurtownia Północ S.A.", "is_company": True, "city": "Gdynia"}
        )

    @classmethod
    def _activity(cls, **values):
        """Create one activity as the superuser, of nobody unless told otherwise."""
        prepared = {
            "name": "Task",
            "type_id": cls.type_task.id,
            "user_id": False,
            "assigned_by_id": False,
            **values,
        }
        return cls.env["enova.activity"].create(prepared)


class CrmEnovaCase(CrmEnovaMixin, TransactionCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
