"""An e-mail of a mail merge, made ready to be handed over."""

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


def prepare_letter(connection, route, attempt_id, mail):
    """Return one letter, or what is wrong with it.

    :param connection: ``smtplib.SMTP`` over which it goes
    :param route: :class:`Route`
    :param int attempt_id: of the attempt that it is reserved by
    :param mail: ``mail.mail``
    :return: :class:`Letter`
    """
    try:
        [values] = mail._prepare_outgoing_list(mail_server=route.server)
        servers = mail.env["ir.mail_server"].with_context(
            **_envelope_context(route, values)
        )
        message = servers._build_email__(**_message_values(mail, values))
        sender, recipients, message = servers._prepare_email_message__(
            message, connection
        )
        address = mail_tools.email_normalize(values["email_to"][0], strict=False)
        return Letter(attempt_id, address, sender, recipients, as_bytes(message))
    except psycopg2.Error:
        raise
    except (AssertionError, UserError, ValueError, LookupError, TypeError) as error:
        _logger.info("mail %s cannot be built", mail.id, exc_info=True)
        return Letter(attempt_id, error=readable(error))


def _envelope_context(route, values):
    """Return what core puts into the context of a message, in :meth:`_send`."""
    context = {"send_validated_to": values["email_to_normalized"]}
    if route.alias_domain:
        bounce = values["headers"].get("Return-Path")
        context["domain_notifications_email"] = route.alias_domain.default_from_email
        context["domain_bounce_address"] = bounce or route.alias_domain.bounce_email
    return context


def _message_values(mail, values):
    """Return the values of the message; no value can begin a header of its own."""
    [email_from] = mail_tools.email_split_and_format_normalize(mail.email_from) or [
        mail.email_from
    ]
    headers = {
        name: in_one_line(value) for name, value in values["headers"].items() if value
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
