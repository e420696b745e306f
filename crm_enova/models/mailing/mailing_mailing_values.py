from odoo import fields, models
from odoo.tools import format_date, format_datetime, formatLang

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from .audience import postal_address
from .placeholders import LINK_PATHS


class MailingMailing(models.Model):
    """What placeholders stand for, for each addressee.

    All is read with the rights of whoever settles the audience: what they may not read
    stays empty. The number of queries depends on how many languages the addressees
    have, and not on how many they are.
    """

    _inherit = "mailing.mailing"

    def _addressee_values(self, partners, names):
        """Return what is kept of each addressee beside the text.

        :param partners: addressees, whom the user may read
        :param names: the placeholders that the text holds
        :return: dict by id of partner of dicts: ``placeholders`` (texts by name),
            ``address`` (lines), ``place`` (what the lines are made of, as the post's
            file wants it), ``salutation`` and ``date``
        """
        kept = {}
        added = self.env["enova.placeholder"]._by_name()
        added = {name: line for name, line in added.items() if name in names}
        countries = self._countries_abroad()
        for lang, group in partners.grouped("lang").items():
            mailing = self.with_context(lang=lang or self.env.lang)
            people = group.with_env(mailing.env)
            # titles and dates are in the addressee's language, too
            shared = mailing._shared_values(names)
            about = mailing._contractor_values(people.commercial_partner_id, names)
            chosen = mailing._added_values(people, added)
            date = format_date(mailing.env, fields.Date.context_today(mailing))
            for person in people:
                place = mailing._place_of_letter(person, countries)
                values = {
                    **shared,
                    **about.get(person.commercial_partner_id.id, {}),
                    **chosen[person.id],
                    **mailing._person_values(person),
                    "date": date,
                }
                kept[person.id] = {
                    "placeholders": {n: values[n] for n in names if values.get(n)},
                    "address": mailing._lines_of_place(person, place, countries),
                    "place": place,
                    "salutation": values["salutation"],
                    "date": date,
                }
        return kept

    # -- the same for all ------------------------------------------------------------

    def _shared_values(self, names):
        """Return what the sender, the company and the campaign are called."""
        company = self.company_id or self.env.company
        sender = self.user_id or self.env.user
        # sudo: the letterhead of the own company, and the sender's own business card
        card, person = company.sudo().partner_id, sender.sudo().partner_id
        town = " ".join(filter(None, (card.zip, card.city)))
        base = self.get_base_url()
        links = {name: base + path for name, path in LINK_PATHS.items()}
        return {
            "sender": person.name,
            "sender_function": person.function,
            "sender_phone": person.phone,
            "sender_email": person.email,
            "company": company.sudo().name,  # sudo: as above
            "company_street": card.street,
            "company_city": town,
            "company_vat": card.vat,
            "company_phone": card.phone,
            "company_email": card.email,
            "company_website": card.website,
            # sudo: the name of the campaign that the user has chosen
            "campaign": self.campaign_id.sudo().title,
            **{name: link for name, link in links.items() if name in names},
        }

    # -- of the addressee ------------------------------------------------------------

    def _person_values(self, person):
        """Return what an addressee is called, and how they are addressed."""
        is_person = not person.is_company
        # sudo: what the company of somebody that one may read is called
        contractor = person.commercial_partner_id.sudo()
        address = postal_address(person)
        street, _more, code, city, _country = address or ("", "", "", "", "")
        return {
            "contractor": contractor.name,
            "street": street,
            "zip": code,
            "city": city or contractor.city,
            "country": person.country_id.name or contractor.country_id.name,
            "vat": contractor.vat,
            "reference": contractor.ref,
            "email": person.email,
            "phone": person.phone,
            "person": person.name if is_person else "",
            "function": person.function if is_person else "",
            "vocative": person.vocative,
            "salutation": self._salutation(person),
        }

    def _salutation(self, person):
        """Return how a letter begins, in the addressee's language."""
        form, vocative = person._form_of_address(), person.vocative
        if form == "female":
            if vocative:
                return self.env._("Dear Ms %s", vocative)
            return self.env._("Dear Madam")
        if form == "male":
            if vocative:
                return self.env._("Dear Mr %s", vocative)
            return self.env._("Dear Sir")
        return self.env._("Dear Sir or Madam")

    def _countries_abroad(self):
        """Return the names of countries as the post reads them, by code."""
        # sudo: where the own company is
        home = (self.company_id or self.env.company).sudo().country_id
        countries = self.env["res.country"].with_context(lang="en_US")
        found = countries.search_fetch([("id", "!=", home.id)], ["code", "name"])
        return {country.code: country.name.upper() for country in found}

    def _address_lines(self, person, countries):
        """Return the lines of the address field: whom, where, and the country abroad.

        :param person: an addressee
        :param dict countries: names of those abroad, by code
        """
        place = self._place_of_letter(person, countries)
        return self._lines_of_place(person, place, countries)

    def _place_of_letter(self, person, countries):
        """Return where a letter goes, part by part, as the post wants it.

        :param person: an addressee
        :param dict countries: names of those abroad, by code
        :return: list of the person at the contractor, street, second line, postal
            code, town, and code of the country abroad; empty texts where there is none
        """
        name = person.name if person != person.commercial_partner_id else ""
        *parts, country = postal_address(person) or ("",) * 5
        return [name or "", *parts, country if country in countries else ""]

    def _lines_of_place(self, person, place, countries):
        """Return the lines of an address field; see :meth:`_place_of_letter`."""
        name, street, more, code, city, country = place
        # sudo: as in _person_values
        contractor = person.commercial_partner_id.sudo()
        town = " ".join(filter(None, (code, city)))
        lines = [contractor.name, name, street, more, town, countries.get(country)]
        return [" ".join(line.split()) for line in lines if (line or "").strip()]

    def _added_values(self, people, added):
        """Return what the fields that managers have added hold, by id of addressee."""
        values = {person.id: {} for person in people}
        for name, line in added.items():
            field = people._fields.get(line.field_id.name)
            if not field or not people._has_field_access(field, "read"):
                continue
            for person in people:
                holder = person.commercial_partner_id if line.of_company else person
                values[person.id][name] = self._in_words(holder, field)
        return values

    def _in_words(self, record, field):
        """Return the value of a plain field as it is written in the language."""
        value = record[field.name]
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type in ("integer", "float", "monetary"):
            digits = 0 if field.type == "integer" else 2
            return formatLang(self.env, value, digits=digits)
        if not value:
            return ""
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format="short")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            # sudo: the name on a record that one may read, as core shows it
            return value.sudo().display_name or ""
        return str(value)

    # -- of the contractor -----------------------------------------------------------

    def _contractor_values(self, contractors, names):
        """Return what belongs to each contractor, as far as the text asks for it."""
        values = {contractor.id: {} for contractor in contractors}
        if any(name.startswith("caretaker") for name in names):
            self._add_caretakers(values, contractors)
        if any(name.startswith("project") for name in names):
            self._add_projects(values, contractors)
        if any(name.startswith("service") for name in names):
            self._add_service_orders(values, contractors)
        return values

    def _add_caretakers(self, values, contractors):
        """Add who is in charge: the business card of a colleague."""
        # sudo: the name and the numbers under which a colleague works, which letters
        # to their own contractors give
        for contractor in contractors.sudo():
            card = contractor.user_id.partner_id
            values[contractor.id].update(
                caretaker=card.name,
                caretaker_function=card.function,
                caretaker_phone=card.phone,
                caretaker_email=card.email,
            )

    def _add_projects(self, values, contractors):
        """Add the project that the mail merge is about, or the newest open one."""
        projects = self._projects_by_contractor(contractors)
        for contractor_id, project in projects.items():
            values[contractor_id].update(
                project=project.name,
                project_number=project.reference,
                project_deadline=format_date(self.env, project.date_deadline),
            )

    def _projects_by_contractor(self, contractors):
        """Return the project that is meant, by id of contractor, under one's rights."""
        projects = self.env["enova.project"]
        if not projects.has_access("read"):
            return {}
        domain = [
            ("commercial_partner_id", "in", contractors.ids),
            ("state", "in", OPEN_PROJECT_STATES),
        ]
        # sudo: ids alone, which are searched for as the user
        run = self.creator_run_id.sudo()
        if self.project_ids:
            domain = [("id", "in", self.project_ids.ids)]
        elif run.in_projects:
            domain = [("id", "in", run.line_ids.project_id.ids)]
        elif run:
            domain = [("creator_run_id", "=", run.id)]
        found = projects.search(domain, order="id")
        wanted = set(contractors.ids)
        return {
            project.commercial_partner_id.id: project
            for project in found
            if project.commercial_partner_id.id in wanted
        }

    def _add_service_orders(self, values, contractors):
        """Add the newest service order of each, under one's rights."""
        orders = self.env["repair.order"]
        if not orders.has_access("read"):
            return
        found = orders.search(
            [("enova_contractor_id", "in", contractors.ids)],
            order="schedule_date, id",
        )
        for order in found:
            values[order.enova_contractor_id.id].update(
                service_order=order.name,
                service_date=format_date(self.env, order.schedule_date),
                # sudo: as in _in_words
                service_product=order.product_id.sudo().display_name,
            )
