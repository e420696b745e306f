"""The company that the tests live in."""

from odoo import fields, tests
from odoo.fields import Command
from odoo.tests import TransactionCase

GROUPS = {
    "own": "crm_enova.crm_enova_group_own",
    "all": "crm_enova.crm_enova_group_all",
    "manager": "crm_enova.crm_enova_group_manager",
    # works here, but not with the CRM
    "outsider": "base.group_user",
    "portal": "base.group_portal",
}
# what external ids of kept records begin with
KEPT = "crm_enova_tests"


def new_user(env, login, **values):
    """Make a user as the ERP's helper does, without writing them an invitation.

    :param env: whoever makes them
    :param str login: and its password
    :param values: of the user
    :return: the user
    """
    context = {"no_reset_password": True}
    return tests.new_test_user(env, login, context=context, **values)


def establish(env):
    """Make the users of all tests and a second company.

    That takes longer than most tests. Where the database is of the tests alone, it is
    made and committed once; else each class makes it for itself. Contractors it always
    makes itself: they have a date, by the clock of the test.

    :param env: of the superuser
    :return: {name: record}
    """
    env = env(context={**env.context, "tz": "Europe/Warsaw"})
    country = env.company.country_id
    env.company.country_id = env.ref("base.pl")
    company = env["res.company"].create({"name": "Druga Firma"})
    # the ERP makes them one while a test runs, and leaves it to people otherwise
    if not env["stock.warehouse"].search([("company_id", "=", company.id)]):
        env["stock.warehouse"].create({"company_id": company.id})
    made = {"other_company": company}
    for role, group in GROUPS.items():
        made[f"user_{role}"] = new_user(
            env,
            login=f"crm_{role}",
            name=f"Crm {role.capitalize()}",
            email=f"crm_{role}@example.com",
            groups=group,
            lang="en_US",
            tz="Europe/Warsaw",
        )
    env.company.country_id = country
    return made


def keep(env):
    """Establish all this in a database of the tests alone, for :func:`recall`.

    :param env: of the superuser; whoever calls this commits
    """
    if recall(env):
        return
    for name, record in establish(env).items():
        env["ir.model.data"].create(
            {
                "module": KEPT,
                "name": name,
                "model": record._name,
                "res_id": record.id,
                "noupdate": True,
            }
        )


def recall(env):
    """Return what :func:`keep` has made.

    :param env: of the superuser
    :return: {name: record}; empty where nothing was kept
    """
    kept = env["ir.model.data"].search([("module", "=", KEPT)])
    return {data.name: env[data.model].browse(data.res_id) for data in kept}


class CrmEnovaMixin:
    """Users of every group, contractors with and without caretaker, two companies.

    ``own`` is the caretaker of ``contractor``; nobody is of ``other_contractor``.
    """

    @classmethod
    def _set_up_crm(cls):
        cls.env = cls.env(context={**cls.env.context, "tz": "Europe/Warsaw"})
        cls.company = cls.env.company
        for name, record in (recall(cls.env) or establish(cls.env)).items():
            setattr(cls, name, record)
        # holidays and short numbers are Polish in a Polish company alone
        cls.company.country_id = cls.env.ref("base.pl")
        cls.crm_users = {role: getattr(cls, f"user_{role}") for role in GROUPS}
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
    def _today(cls):
        """Return the day that it is where the users of these tests are."""
        return fields.Date.context_today(cls.env.user)

    @classmethod
    def _set_up_contractors(cls):
        cls.contractor, cls.other_contractor = cls.env["res.partner"].create(
            [
                {
                    "name": "Młyn Lubelski sp. z o.o.",
                    "is_company": True,
                    "vat": "PL5260001246",
                    "phone": "+48 600-100-200",
                    "email": "biuro@mlyn.example.com",
                    "city": "Lublin",
                    "user_id": cls.user_own.id,
                    "child_ids": [Command.create({"name": "Ewa Nowak"})],
                },
                {"name": "Hurtownia Północ S.A.", "is_company": True, "city": "Gdynia"},
            ]
        )
        cls.contact = cls.contractor.child_ids

    @classmethod
    def _activity(cls, is_told=False, **values):
        """Create one activity as the superuser, of nobody unless told otherwise.

        :param bool is_told: whether the assignee gets a notice, which takes longer
        """
        prepared = {
            "name": "Task",
            "type_id": cls.type_task.id,
            "user_id": False,
            "assigned_by_id": False,
            **values,
        }
        activities = cls.env["enova.activity"]
        quiet = activities.with_context(mail_auto_subscribe_no_notify=not is_told)
        return quiet.create(prepared).with_env(cls.env)

    @classmethod
    def _foreign_currency(cls):
        """Return a currency of which one is four of the company's."""
        currency = cls.env.ref("base.EUR")
        if currency == cls.company.currency_id:
            currency = cls.env.ref("base.USD")
        currency.active = True
        cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": cls.company.id,
                "name": "2020-01-01",
                "rate": 0.25,
            }
        )
        return currency


class CrmEnovaCase(CrmEnovaMixin, TransactionCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
