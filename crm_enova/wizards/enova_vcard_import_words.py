from odoo import api, models


class EnovaVcardImport(models.TransientModel):
    """Word what was read for the user: remarks, and names of what has no field."""

    _inherit = "enova.vcard.import"

    @api.model
    def _worded(self, code, detail):
        """Return a warning or an error of the reader in the user's language."""
        texts = {
            "agent": self.env._("A card inside the card was put into the notes."),
            "binary": self.env._("Sound or other data left out: %s", detail),
            "charset": self.env._(
                "The text is not UTF-8; it was read as Windows-1250."
            ),
            "cut": self.env._("Shortened: %s", detail),
            "email": self.env._("Not an e-mail address: %s", detail),
            "line": self.env._("A line makes no sense: %s", detail),
            "many": self.env._("Too many values; the first ones were taken."),
            "nameless": self.env._(
                "The card has neither a name nor a company, number or e-mail."
            ),
            "photo_broken": self.env._(
                "The photo is no image that can be read; left out."
            ),
            "photo_more": self.env._("A further picture was left out."),
            "photo_size": self.env._("The photo is too large; left out."),
            "photo_uri": self.env._(
                "The photo is only linked, not contained; left out."
            ),
            "unclosed": self.env._("The card has no end; the file is cut or damaged."),
        }
        return texts.get(code, code)

    @api.model
    def _languages(self):
        """Return the words of the notes in every language, the user's first."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        speakers = [self, *(self.with_context(lang=code) for code in codes)]
        return [(speaker._labels(), speaker._words()) for speaker in speakers]

    @api.model
    def _labels(self):
        """Return the words for what goes into the notes, as it has no field."""
        return {
            **self._labels_of_contacts(),
            "address_label": self.env._("Address on letters"),
            "agent": self.env._("Assistant"),
            "anniversary": self.env._("Anniversary"),
            "birthday": self.env._("Birthday"),
            "birthplace": self.env._("Place of birth"),
            "changed": self.env._("Card changed on"),
            "company": self.env._("Company"),
            "date": self.env._("Date"),
            "deathdate": self.env._("Died on"),
            "deathplace": self.env._("Died in"),
            "department": self.env._("Department"),
            "expertise": self.env._("Expertise"),
            "function": self.env._("Job position"),
            "gender": self.env._("Gender"),
            "hobby": self.env._("Hobby"),
            "interest": self.env._("Interest"),
            "kind": self.env._("Kind"),
            "language": self.env._("Language"),
            "line": self.env._("Line that makes no sense"),
            "maiden_name": self.env._("Maiden name"),
            "manager": self.env._("Manager"),
            "member": self.env._("Member"),
            "name": self.env._("Name"),
            "nickname": self.env._("Nickname"),
            "nip": self.env._("NIP"),
            "organization": self.env._("Other company"),
            "person": self.env._("Person"),
            "pronouns": self.env._("Pronouns"),
            "pronunciation": self.env._("Pronunciation"),
            "relative": self.env._("Close person"),
            "role": self.env._("Role"),
            "spouse": self.env._("Spouse"),
            "tag": self.env._("Tag"),
            "time_zone": self.env._("Time zone"),
        }

    @api.model
    def _labels_of_contacts(self):
        """Return the words for numbers, addresses and links."""
        return {
            "country": self.env._("Country"),
            "email": self.env._("E-mail"),
            "extension": self.env._("Extension"),
            "fax": self.env._("Fax"),
            "location": self.env._("Location"),
            "logo": self.env._("Logo"),
            "messenger": self.env._("Messenger"),
            "other_address": self.env._("Other address"),
            "other_email": self.env._("Other e-mail"),
            "other_phone": self.env._("Other phone"),
            "other_url": self.env._("Other link"),
            "phone": self.env._("Phone"),
            "photo": self.env._("Photo"),
            "region": self.env._("Region"),
            "social": self.env._("Social profile"),
            "url": self.env._("Link"),
        }

    @api.model
    def _words(self):
        """Return what telephones label values by; what users wrote stays as it is."""
        return {
            "anniversary": self.env._("anniversary"),
            "assistant": self.env._("assistant"),
            "brother": self.env._("brother"),
            "child": self.env._("child"),
            "co-worker": self.env._("co-worker"),
            "father": self.env._("father"),
            "friend": self.env._("friend"),
            "home": self.env._("home"),
            "manager": self.env._("manager"),
            "mother": self.env._("mother"),
            "pager": self.env._("pager"),
            "parent": self.env._("parent"),
            "partner": self.env._("partner"),
            "relative": self.env._("relative"),
            "sister": self.env._("sister"),
            "spouse": self.env._("spouse"),
            "work": self.env._("work"),
        }
