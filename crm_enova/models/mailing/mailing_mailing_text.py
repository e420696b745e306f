from odoo import api, models
from odoo.exceptions import ValidationError

from .audience import CHANNELS
from .placeholder_text import BodyTemplate, fill_line, has_expression, names_in
from .placeholders import known_to


class MailingMailing(models.Model):
    """The text of a mail merge: its placeholders, and what becomes of them."""

    _inherit = "mailing.mailing"

    # -- what may stand in it --------------------------------------------------------

    def _check_texts(self):
        """Refuse a text that cannot be filled in.

        :raises ValidationError: naming the placeholder, and those that are known
        """
        self.ensure_one()
        self._check_text(self.mailing_type, self.subject, self.body_html)
        self._check_text(self.mailing_type, self.preview, self.body_arch)

    @api.model
    def _check_text(self, channel, line, body):
        """Refuse a line and a body that cannot be filled in.

        :param str channel: ``mail`` or ``letter``
        :param str line: the subject, for instance
        :param body: HTML
        :raises ValidationError: naming the placeholder, and those that are known
        """
        template = BodyTemplate(body)
        if has_expression(line) or template.has_expression:
            raise ValidationError(
                self.env._(
                    "A mail merge evaluates nothing. Write placeholders in single"
                    " braces, such as {contractor}, and take out double braces and"
                    " fields that the ERP would insert."
                )
            )
        known = [*known_to(channel), *self.env["enova.placeholder"]._by_name()]
        unknown = [n for n in [*names_in(line), *template.names] if n not in known]
        if unknown:
            raise ValidationError(
                self.env._(
                    "The placeholder %(unknown)s is not known. Known are: %(known)s.",
                    unknown=", ".join(f"{{{name}}}" for name in unknown),
                    known=", ".join(f"{{{name}}}" for name in known),
                )
            )

    @api.model
    def _check_mail_merge(self, channel, subject, body):
        """Refuse a text for every channel that it goes by; see :meth:`_check_text`.

        :param str channel: ``mail``, ``letter`` or ``mixed``
        """
        for kind in CHANNELS[channel]:
            self._check_text(kind, subject, body)

    @api.model
    def _known_placeholders(self, channel):
        """Return the placeholders of a channel, those of managers included.

        :return: dict of labels by name
        """
        known = {name: self.env._(label) for name, label in known_to(channel).items()}
        added = self.env["enova.placeholder"]._by_name()
        known.update({name: line.label for name, line in added.items()})
        return known

    @api.model
    def enova_placeholders(self, channel="mail"):
        """Return what the picker of placeholders offers.

        :param str channel: ``mail`` or ``letter``
        :return: list of dicts of ``name``, ``text`` with the braces, and ``label``
        """
        self.check_access("read")
        channel = "letter" if channel == "letter" else "mail"
        return [
            {"name": name, "text": f"{{{name}}}", "label": label}
            for name, label in self._known_placeholders(channel).items()
        ]

    # -- what becomes of it ----------------------------------------------------------

    def _text_to_settle(self):
        """Return subject and body as they are now, for the immutable copy."""
        self.ensure_one()
        body = self.body_html or self.body_arch or ""
        if self.mailing_type == "mail":
            body = self._prepend_preview(body, self.preview)
        return self.subject, body

    def _placeholders_used(self):
        """Return the names of the placeholders that these texts hold."""
        names = set()
        for mailing in self:
            subject, body = mailing._text_to_settle()
            names.update(names_in(subject), BodyTemplate(body).names)
        return names

    def _filled_texts(self, events):
        """Return subject and body of some addressees, as they were settled.

        :param events: of this mailing
        :return: dict of pairs of str and Markup by id of the event
        """
        # sudo: the values that the mailing has kept for whoever gets it
        return self._texts_with({e.id: e.mailing_values for e in events.sudo()})

    def _texts_with(self, kept):
        """Return subject and body with what is kept of addressees filled in.

        :param dict kept: ``mailing_values`` of their events, by any key
        :return: dict of pairs of str and Markup by the same key
        """
        self.ensure_one()
        template = BodyTemplate(self.frozen_body)
        texts = {}
        for key, values in kept.items():
            values = (values or {}).get("placeholders") or {}
            texts[key] = fill_line(self.frozen_subject, values), template.fill(values)
        return texts

    def _rendered_letters(self, events):
        """Return what each addressee gets, as it was when the audience was settled.

        :param events: of this mailing
        :return: dict by id of event of dicts: ``subject`` (str), ``body`` (sanitised
            HTML), ``address`` (list of lines), ``place`` (what these are made of; empty
            where it was not yet kept), ``salutation``, ``date``, ``reference``
        """
        letters = {}
        texts = self._filled_texts(events)
        # sudo: as in _filled_texts
        for event in events.sudo():
            kept = event.mailing_values or {}
            subject, body = texts[event.id]
            letters[event.id] = {
                "subject": subject,
                "body": body,
                "address": kept.get("address") or [],
                "place": kept.get("place") or [],
                "salutation": kept.get("salutation") or "",
                "date": kept.get("date") or "",
                "reference": event.reference or "",
            }
        return letters

    def _render_field(self, field, res_ids, *args, **kwargs):
        """Fill in the text of a mail merge for a test, or for the browser.

        Core would evaluate it; ours knows names alone.
        """
        if field not in ("subject", "body_html", "preview") or not self._merges():
            return super()._render_field(field, res_ids, *args, **kwargs)
        if field == "preview":
            # it is part of the body
            return dict.fromkeys(res_ids, "")
        place = 0 if field == "subject" else 1
        return {
            res_id: texts[place] for res_id, texts in self._texts_of(res_ids).items()
        }

    def _texts_of(self, res_ids):
        """Return pairs of subject and body by id of contact: as sent, or as of now."""
        events = self.env["enova.activity"]
        if self.audience_frozen:
            # sudo: what an addressee got, shown to whoever has its address
            events = events.sudo().search(
                [("mailing_id", "=", self.id), ("partner_id", "in", list(res_ids))]
            )
        filled = self._filled_texts(events) if events else {}
        texts = {event.partner_id.id: filled[event.id] for event in events}
        # not as superuser, as which the browser asks: what nobody has settled yet holds
        # what whoever looks at it may read
        mailing = self.sudo(False)
        partners = mailing.env["res.partner"].browse(res_ids)
        readable = partners.filtered("id")._filtered_access("read")
        if not mailing.has_access("read"):
            readable = readable.browse()
        subject, body = self._text_to_settle()
        for partner in partners:
            if partner.id in texts:
                continue
            if partner in readable:
                texts[partner.id] = mailing._sample_texts(partner)
            else:
                # nobody's: whoever looks at it is no addressee
                texts[partner.id] = fill_line(subject, {}), BodyTemplate(body).fill({})
        return texts

    def _sample_texts(self, partner):
        """Return subject and body as one addressee would get them now.

        :param partner: one addressee
        :return: pair of str and Markup
        """
        self.ensure_one()
        subject, body = self._text_to_settle()
        values = self._addressee_values(partner, self._placeholders_used())
        values = values[partner.id]["placeholders"]
        return fill_line(subject, values), BodyTemplate(body).fill(values)
