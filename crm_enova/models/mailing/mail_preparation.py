"""How the e-mails of a batch are made ready, before any of them is claimed."""

import logging
from dataclasses import dataclass, field

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mail as mail_tools

from .smtp_delivery import as_bytes, readable

_logger = logging.getLogger(__name__)


@dataclass
class Route:
    """Which way the e-mails of a mailing go, by core's own rules."""

    server: object
    alias_domain: object
    smtp_from: str

    @property
    def key(self):
        return self.server.id, self.alias_domain.id, self.smtp_from


@dataclass
class Letter:
    """An e-mail that is ready to go, or why it is not."""

    attempt_id: int
    email: str = ""
    sender: str = ""
    recipients: list = field(default_factory=list)
    payload: bytes = b""
    error: str = ""


class Preparing:
    """The part of a sender that reads a batch of e-mails, and builds them."""

    def _prepare(self, route, pairs):
        """Return the letters of a batch, read together.

        Whoever has asked for no more of them since they were queued gets none: theirs
        stay reserved, and are dropped with what is left of the batch.
        """
        mails = self.env["mail.mail"].browse(mail_id for _attempt_id, mail_id in pairs)
        wanted = set(self._transact(mails._enova_drop_refused)._ids)
        letters = [
            self._prepare_letter(route, attempt_id, mail)
            for (attempt_id, _mail_id), mail in zip(pairs, mails, strict=True)
            if mail.id in wanted
        ]
        # what core may have noted while preparing, such as tokens of files
        self._transact(self.env.flush_all)
        return letters

    def _prepare_letter(self, route, attempt_id, mail):
        """Return one letter, or what is wrong with it."""
        try:
            [values] = mail._prepare_outgoing_list(mail_server=route.server)
            servers = self.env["ir.mail_server"].with_context(
                **self._envelope_context(route, values)
            )
            message = servers._build_email__(**self._message_values(mail, values))
            sender, recipients, message = servers._prepare_email_message__(
                message, self.connection
            )
            address = mail_tools.email_normalize(values["email_to"][0], strict=False)
            return Letter(attempt_id, address, sender, recipients, as_bytes(message))
        except psycopg2.Error:
            raise
        except (AssertionError, UserError, ValueError, LookupError, TypeError) as error:
            _logger.info("mail %s cannot be built", mail.id, exc_info=True)
            return Letter(attempt_id, error=readable(error))

    def _envelope_context(self, route, values):
        """Return what core puts into the context of a message, in :meth:`_send`."""
        context = {"send_validated_to": values["email_to_normalized"]}
        if route.alias_domain:
            bounce = values["headers"].get("Return-Path")
            context["domain_notifications_email"] = (
                route.alias_domain.default_from_email
            )
            context["domain_bounce_address"] = bounce or route.alias_domain.bounce_email
        return context

    def _message_values(self, mail, values):
        """Return the values of the message; no value can begin a header of its own."""
        [email_from] = mail_tools.email_split_and_format_normalize(mail.email_from) or [
            mail.email_from
        ]
        headers = {
            name: in_one_line(value)
            for name, value in values["headers"].items()
            if value
        }
        if mail.mailing_id.purpose != "marketing":
            # there is no subscription that it could end
            headers.pop("List-Unsubscribe", None)
            headers.pop("List-Unsubscribe-Post", None)
        return {
            "email_from": in_one_line(email_from),
            "email_to": [in_one_line(address) for address in values["email_to"]],
            "email_cc": [],
            "subject": in_one_line(values["subject"] or ""),
            "body": values["body"],
            "body_alternative": values["body_alternative"],
            "reply_to": in_one_line(values["reply_to"] or ""),
            "attachments": values["attachments"],
            "message_id": values["message_id"],
            "references": values["references"],
            "object_id": values["object_id"],
            "subtype": "html",
            "subtype_alternative": "plain",
            "headers": headers,
        }


def in_one_line(text):
    """Return a text without breaks, by which it would be read as more headers.

    :param text: value of a header
    :return: str
    """
    return " ".join(str(text).split())
