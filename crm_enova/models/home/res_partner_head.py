from odoo import api, models

# How many of the newest contacts are asked with whom it was.
CONTACTS_ASKED = 20
PEOPLE_SHOWN = 3


class ResPartner(models.Model):
    """Who answers for a contractor, whom to ask for there, what they agreed to."""

    _inherit = "res.partner"

    @api.model
    def get_formview_id(self, access_uid=None):
        """Open contractors, cards and their people on the form of the CRM.

        For whoever works with the CRM; for others as core has it.

        :param int access_uid: as core has it; from outside nobody is told of others
        :return: id of the view, or ``False`` for the first by priority
        """
        user = self.env.user
        if access_uid and (self.env.su or user._is_internal()):
            user = user.browse(access_uid)
        if user.has_group("crm_enova.crm_enova_group_own"):
            return self.env.ref("crm_enova.res_partner_view_form_contractor").id
        return super().get_formview_id(access_uid=access_uid)

    @api.readonly
    def enova_head(self):
        """Return the line below the name, under the rights of the caller.

        :return: dict of ``caretaker`` and ``substitute`` (``id``, ``name`` of users,
            or ``False``); ``company`` of a contact person (``id``, ``name``, or
            ``False``); ``person`` to ask for (``id``, ``name``, ``function``,
            ``phone``, ``email``, or ``False``); ``consents``, a list of ``channel``,
            ``label``, ``state`` and ``hint``
        :raises AccessError: when one may not read the partner
        """
        self.ensure_one()
        self.check_access("read")
        company = self.commercial_partner_id
        person = self._head_person(company)
        # sudo: names of colleagues; whoever reads the partner may know whom to call
        main = company.sudo().user_id
        acting = self.sudo().acting_user_id
        return {
            "caretaker": {"id": main.id, "name": main.name} if main else False,
            "substitute": {"id": acting.id, "name": acting.name}
            if acting and acting != main
            else False,
            # sudo: as core shows it on a person whose company one does not see
            "company": {"id": company.id, "name": company.sudo().display_name}
            if company != self
            else False,
            "person": self._head_address(person) if person else False,
            "consents": self._head_consents(self | person),
        }

    def _head_person(self, company):
        """Return whom somebody has spoken with last, or else the first by name."""
        if not self.is_company:
            return self
        activities = self.env["enova.activity"]
        if activities.has_access("read"):
            newest = activities.search_fetch(
                [("commercial_partner_id", "=", company.id), ("date", "!=", False)],
                ["contact_id"],
                order="date desc, id desc",
                limit=CONTACTS_ASKED,
            )
            # what one may not see, one may not ask whether it is active either
            people = newest.contact_id._filtered_access("read")
            people = people.filtered(
                lambda p: p.active and p.commercial_partner_id == company
            )
            if people - company:
                return (people - company)[0]
        return self._head_people(company, limit=1)

    @api.model
    def _head_people(self, company, limit=PEOPLE_SHOWN):
        """Return the people of a company, by name; addresses are none."""
        return self.search(
            [
                ("commercial_partner_id", "=", company.id),
                ("id", "!=", company.id),
                ("is_company", "=", False),
                ("type", "=", "contact"),
            ],
            order="name, id",
            limit=limit,
        )

    def _head_address(self, person):
        return {
            "id": person.id,
            "name": person.name or "",
            "function": person.function or "",
            "phone": person.phone or "",
            "email": person.email or "",
        }

    def _head_consents(self, people):
        """Return what holds of each channel; a withdrawal before what was given."""
        ledger = self.env["enova.consent"]
        if not ledger.has_access("read"):
            return []
        lines = ledger.search(
            [("partner_id", "in", people.ids), ("is_current", "=", True)]
        )
        labels = dict(ledger._fields["channel"]._description_selection(self.env))
        told = []
        for channel, label in labels.items():
            of_channel = lines.filtered(lambda line, c=channel: line.channel == c)
            if not of_channel:
                continue
            withdrawn = of_channel.filtered(lambda line: line.state == "withdrawn")
            told.append(
                {
                    "channel": channel,
                    "label": label,
                    "state": "withdrawn" if withdrawn else "given",
                    "hint": "\n".join(of_channel.mapped("display_name")),
                }
            )
        return told
