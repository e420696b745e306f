"""The placeholders that every mail merge knows, and what they are called.

A manager adds plain fields of contacts to them (``enova.placeholder``).
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Names by what they are about. They stand in texts, so they are the same in every
# language and never change.
CONTRACTOR = {
    "contractor": _lt("Name of the contractor"),
    "street": _lt("Street"),
    "zip": _lt("Postal code"),
    "city": _lt("Town"),
    "country": _lt("Country"),
    "vat": _lt("Tax number"),
    "reference": _lt("Reference of the contractor"),
    "email": _lt("E-mail of the addressee"),
    "phone": _lt("Phone of the addressee"),
}
PERSON = {
    "salutation": _lt("Salutation: Dear Madam, Dear Sir"),
    "vocative": _lt("Name in the vocative"),
    "person": _lt("Contact person"),
    "function": _lt("Position of the contact person"),
}
CARETAKER = {
    "caretaker": _lt("Caretaker"),
    "caretaker_function": _lt("Position of the caretaker"),
    "caretaker_phone": _lt("Phone of the caretaker"),
    "caretaker_email": _lt("E-mail of the caretaker"),
}
SENDER = {
    "sender": _lt("Name of the sender"),
    "sender_function": _lt("Position of the sender"),
    "sender_phone": _lt("Phone of the sender"),
    "sender_email": _lt("E-mail of the sender"),
    "company": _lt("Our company"),
    "company_street": _lt("Our street"),
    "company_city": _lt("Our postal code and town"),
    "company_vat": _lt("Our tax number"),
    "company_phone": _lt("Our phone"),
    "company_email": _lt("Our e-mail"),
    "company_website": _lt("Our website"),
    "date": _lt("Date of the letter"),
}
ABOUT = {
    "campaign": _lt("Campaign"),
    "project": _lt("Project of the contractor"),
    "project_number": _lt("Number of the project"),
    "project_deadline": _lt("Deadline of the project"),
    "service_order": _lt("Number of the last service order"),
    "service_date": _lt("Date of the last service order"),
    "service_product": _lt("Product of the last service order"),
}
# Addresses that core replaces by the addressee's own when an e-mail is sent.
LINKS = {
    "unsubscribe_link": _lt("Address to unsubscribe at"),
    "view_link": _lt("Address to read it in the browser at"),
}
LINK_PATHS = {
    "unsubscribe_link": "/unsubscribe_from_list",
    "view_link": "/view",
}
EVERYWHERE = {**CONTRACTOR, **PERSON, **CARETAKER, **SENDER, **ABOUT}


def known_to(channel):
    """Return the placeholders that a text of a channel may hold.

    :param str channel: ``mail`` or ``letter``; a letter has no links of its own
    :return: dict of labels by name
    """
    return EVERYWHERE if channel == "letter" else {**EVERYWHERE, **LINKS}
