"""Who gets a letter or an e-mail, and who is left out for which reason.

A plain-Python part of the mail merge: constant queries for any number of people.
"""

from dataclasses import dataclass

CHANNELS = {"mail": ("mail",), "letter": ("letter",), "mixed": ("mail", "letter")}
# What a consent calls the channel.
CONSENT_CHANNELS = {"mail": "email", "letter": "post"}
# Why somebody is left out where no channel is possible: the most telling reason first.
TELLING = ("blacklisted", "no_consent", "no_address")
FACTS = (
    "name",
    "active",
    "email_normalized",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "company_id",
    "commercial_partner_id",
    "preferred_channel",
)


@dataclass(frozen=True)
class Settings:
    """How an audience is settled.

    :ivar str channel: ``mail``, ``letter``, or ``mixed`` for whichever is possible
    :ivar str addressees: ``company``, ``role`` or ``all``
    :ivar str function: job positions of the contact persons, divided by commas
    :ivar str purpose: ``marketing`` needs consent, ``contract`` does not
    :ivar consent_purpose: what the consent has to be for
    :ivar company: whose mail merge it is
    :ivar bool once: one letter for each postal address
    """

    channel: str
    addressees: str
    function: str
    purpose: str
    consent_purpose: object
    company: object
    once: bool = True


@dataclass(frozen=True)
class Addressee:
    """One of an audience.

    :ivar int partner_id: whom it is addressed to
    :ivar str channel: ``mail`` or ``letter``
    :ivar str left_out: why they get nothing, or an empty text
    :ivar str error: what is wrong, where the reason is ``error``
    """

    partner_id: int
    channel: str
    left_out: str = ""
    error: str = ""


class Audience:
    """The people that were chosen, told apart.

    ::

        addressees = Audience(partners, settings).split()
    """

    def __init__(self, partners, settings):
        self.env = partners.env
        self.settings = settings
        self._people = self._addressed(partners)
        self._contractors = self._people.commercial_partner_id
        self._people.fetch([name for name in FACTS if name in self._people._fields])
        self._consents = self._read_consents()
        self._blocked = self._read_blocked()

    def split(self):
        """Return an :class:`Addressee` for each of them, in their order.

        :return: list
        """
        seen, found = set(), []
        for person in self._people:
            addressee = self._place(person)
            if not addressee.left_out:
                key = self._key(person, addressee.channel)
                if key in seen:
                    addressee = Addressee(person.id, addressee.channel, "duplicate")
                seen.add(key)
            found.append(addressee)
        return found

    # -- whom it is addressed to ---------------------------------------------------

    def _addressed(self, partners):
        """Return contractors, contact persons, or both, each once."""
        if self.settings.addressees == "company":
            return partners.browse(dict.fromkeys(partners.ids))
        # sudo: the ids of the companies alone
        contractors = partners.sudo().commercial_partner_id.sudo(False)
        contractors = contractors._filtered_access("read")
        people = self._contact_people(contractors)
        ids = []
        for contractor in contractors:
            persons = people.get(contractor.id, [])
            if self.settings.addressees == "all" or not persons:
                ids.append(contractor.id)
            ids += persons
        return partners.browse(dict.fromkeys(ids))

    def _contact_people(self, contractors):
        """Return the ids of people there, by contractor; those of the role alone."""
        domain = [
            ("commercial_partner_id", "in", contractors.ids),
            ("parent_id", "!=", False),
            ("is_company", "=", False),
            ("type", "=", "contact"),
        ]
        found = contractors.search_fetch(
            domain, ["commercial_partner_id", "function"], order="id"
        )
        wanted = None
        if self.settings.addressees == "role":
            wanted = [
                " ".join(word.split()).casefold()
                for word in (self.settings.function or "").split(",")
                if word.strip()
            ]
        people = {}
        for person in found:
            position = " ".join((person.function or "").split()).casefold()
            if wanted is None or any(word in position for word in wanted):
                people.setdefault(person.commercial_partner_id.id, []).append(person.id)
        return people

    # -- what is known of them -----------------------------------------------------

    def _read_consents(self):
        """Return what people have said last, by id and channel of the consent."""
        ids = self._people.ids + self._contractors.ids
        # sudo: yes or no of those that the user has chosen, and nothing else of it
        lines = (
            self.env["enova.consent"]
            .sudo()
            .search_fetch(
                [
                    ("partner_id", "in", ids),
                    ("channel", "in", list(CONSENT_CHANNELS.values())),
                    ("purpose_id", "=", self.settings.consent_purpose.id),
                    ("is_current", "=", True),
                ],
                ["partner_id", "channel", "state", "is_automatic", "follows_id"],
            )
        )
        return {(line.partner_id.id, line.channel): line for line in lines}

    def _read_blocked(self):
        """Return which of their addresses are on the blacklist."""
        emails = list(filter(None, self._people.mapped("email_normalized")))
        # sudo: whether the address of somebody chosen is blocked
        entries = self.env["mail.blacklist"].sudo()
        entries = entries.search_fetch([("email", "in", emails)], ["email"])
        return set(entries.mapped("email"))

    # -- what decides --------------------------------------------------------------

    def _place(self, person):
        """Return somebody with the first channel that is possible, or the reason."""
        channels = CHANNELS[self.settings.channel]
        if len(channels) > 1 and person.preferred_channel in channels:
            channels = sorted(channels, key=lambda c: c != person.preferred_channel)
        company = person.company_id
        if company and company not in self._companies():
            error = self.env._("of another company")
            return Addressee(person.id, channels[0], "error", error)
        reasons = {channel: self._reason(person, channel) for channel in channels}
        for channel, reason in reasons.items():
            if not reason:
                return Addressee(person.id, channel)
        reason = min(reasons.values(), key=TELLING.index)
        return Addressee(person.id, channels[0], reason)

    def _companies(self):
        """Return the company whose mail merge it is, and those it is a branch of."""
        # sudo: which companies the own one is a branch of
        return self.settings.company.sudo().parent_ids | self.settings.company

    def _reason(self, person, channel):
        """Return why nothing reaches somebody by a channel; empty where it does."""
        if channel == "mail":
            if not person.email_normalized:
                return "no_address"
            if self._is_blocked(person):
                return "blacklisted"
        elif not postal_address(person):
            return "no_address"
        if self.settings.purpose == "marketing" and not self._agrees(person, channel):
            return "no_consent"
        return ""

    def _is_blocked(self, person):
        """Whether the address is blocked for everything.

        Who has withdrawn the consent to marketing is on the blacklist, too, but has
        said nothing of what is about a contract.
        """
        if person.email_normalized not in self._blocked:
            return False
        said = self._consents.get((person.id, "email"))
        withdrawn = said and said.state == "withdrawn"
        return not (withdrawn and (not said.is_automatic or said.follows_id))

    def _agrees(self, person, channel):
        """Whether person or company has said yes, and neither of them no."""
        said = CONSENT_CHANNELS[channel]
        ids = {person.id, person.commercial_partner_id.id}
        lines = [self._consents.get((id_, said)) for id_ in ids]
        states = {line.state for line in lines if line}
        return states == {"given"}

    def _key(self, person, channel):
        """Return by what two of an audience are the same."""
        if channel == "mail":
            return channel, person.email_normalized
        address = postal_address(person)
        if not self.settings.once:
            return channel, person.id
        name = ""
        if person != person.commercial_partner_id:
            name = _folded(person.name)
        return channel, name, *map(_folded, address)


def postal_address(person):
    """Return street, second line, postal code, town and country; own or the company's.

    :param person: one partner
    :return: tuple of texts, empty where a letter would not arrive
    """
    holder = postal_holder(person)
    if not holder:
        return ()
    country = holder.country_id.code
    parts = (holder.street, holder.street2, holder.zip, holder.city, country)
    return tuple(part or "" for part in parts)


def postal_holder(person):
    """Return whose address the letters of somebody go to: their own or the company's.

    :param person: one partner
    :return: partner, none where a letter would not arrive
    """
    # sudo: where the company of somebody that one may read has its mail sent
    for holder in (person, person.sudo().commercial_partner_id):
        if (holder.street or "").strip() and (holder.city or "").strip():
            return holder
    return person.browse()


def _folded(text):
    return "".join(char for char in (text or "").casefold() if char.isalnum())
