"""What the tests of mail merges share."""

from odoo.fields import Command

from .common import CrmEnovaCase

BODY = "<p>{salutation},</p><p>we write to {contractor} in {city}.</p>"


class MailingMixin:
    """Contractors with addresses and consents, and ways to make mail merges."""

    @classmethod
    def _set_up_mailings(cls):
        purposes = cls.env["enova.consent.purpose"]
        cls.purpose = purposes.search([("is_mailing", "=", True)], limit=1)
        cls.brewery = cls._addressee(
            "Browar & Syn", email="biuro@browar.example.com", user_id=cls.user_own.id
        )
        cls.mill = cls._addressee("Młyn Nowy", street="Młyńska 1")
        cls.office = cls._addressee("Zakład bez adresu", email="b@biuro.example.com")
        cls.office.write({"street": False, "city": False})
        cls.people = cls.brewery | cls.mill | cls.office

    @classmethod
    def _addressee(cls, name, **values):
        """Create one contractor with a postal address of its own."""
        cls.addresses = getattr(cls, "addresses", 0) + 1
        prepared = {
            "name": name,
            "is_company": True,
            "street": f"Długa {cls.addresses}",
            "zip": "30-001",
            "city": "Kraków",
            "country_id": cls.env.ref("base.pl").id,
            **values,
        }
        return cls.env["res.partner"].create(prepared)

    @classmethod
    def _person(cls, company, name, **values):
        """Create a contact person of a company."""
        prepared = {"name": name, "parent_id": company.id, "type": "contact", **values}
        return cls.env["res.partner"].create(prepared)

    @classmethod
    def _consent(cls, partners, channel="email", state="given"):
        """Enter what people have said."""
        return cls.env["enova.consent"].create(
            [
                {
                    "partner_id": partner.id,
                    "channel": channel,
                    "purpose_id": cls.purpose.id,
                    "state": state,
                }
                for partner in partners
            ]
        )

    def _mailing(self, partners=None, user=None, **values):
        """Create a mail merge about a contract, which asks nobody's consent."""
        partners = self.people if partners is None else partners
        prepared = {
            "subject": "New prices",
            "body_html": BODY,
            "mailing_type": "letter",
            "purpose": "contract",
            "audience": "selected",
            "mailing_domain": repr([("id", "in", partners.ids)]),
            **values,
        }
        user = user or self.user_manager
        return self.env["mailing.mailing"].with_user(user).create(prepared)

    def _mixed(self, partners=None, user=None, **values):
        """Create both halves of a run that goes either way."""
        partners = self.people if partners is None else partners
        mailings = self.env["mailing.mailing"].with_user(user or self.user_manager)
        return mailings._create_run(
            "mixed",
            {
                "subject": "New prices",
                "body_html": BODY,
                "purpose": "contract",
                "audience": "selected",
                "mailing_domain": repr([("id", "in", partners.ids)]),
                **values,
            },
        )

    def _queue(self, mailing):
        """Queue, and return the events in their order, as the superuser."""
        mailing.action_put_in_queue()
        return self._events(mailing)

    def _events(self, mailing):
        events = self.env["enova.activity"].with_context(active_test=False)
        return events.search([("mailing_id", "in", mailing.ids)], order="id")

    def _reasons(self, mailing):
        """Return (channel, reason) by name of the addressee, before it is queued."""
        partners = self.env["res.partner"]
        return {
            partners.browse(line.partner_id).name: (line.channel, line.left_out)
            for line in mailing._split_audience()
        }

    def _told(self, mailing):
        """Return state and reason by name of the addressee."""
        return {
            event.partner_id.name: event.mailing_left_out or event.mailing_state
            for event in self._events(mailing)
        }

    def _send(self):
        """Let core's queue of mailings run, as its job does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron = self.env.ref("mass_mailing.ir_cron_mass_mailing_queue")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _project_of(self, partner, **values):
        return self.env["enova.project"].create(
            {"name": "Supply", "partner_id": partner.id, "user_id": False, **values}
        )

    @classmethod
    def _commands(cls, records):
        return [Command.set(records.ids)]


class MailingCase(MailingMixin, CrmEnovaCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_mailings()
