"""One e-mail handed over by SMTP, and what is known of it afterwards."""

import re
import smtplib
from dataclasses import dataclass, replace
from email.generator import BytesGenerator
from io import BytesIO

ANSWER_TO_DATA = 354
CLOSING = 421
LAST_REFUSAL = 500
# A closing dot alone on its line ends the text, so those of the text are doubled.
LEADING_DOTS = re.compile(rb"(?m)^\.")
LINE_ENDS = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Outcome:
    """What has become of an e-mail.

    ``state`` is ``sent``; ``failed`` or ``bounced`` (the address itself is refused) for
    good; ``postponed``, which may be tried again without fear; or ``uncertain``, where
    the server may have taken it. ``begun`` is false where the connection was closed
    before the server heard of the e-mail at all, as after so many or so long.
    """

    state: str
    error: str = ""
    connected: bool = True
    begun: bool = True


def as_bytes(message):
    """Return a message as it goes over the wire, without the dot that ends it.

    :param message: ``email.message.EmailMessage``
    :return: bytes
    """
    buffer = BytesIO()
    BytesGenerator(buffer).flatten(message, linesep="\r\n")
    return LINE_ENDS.sub(b"\r\n", buffer.getvalue())


def deliver(connection, sender, recipients, payload):
    """Hand one message over, and tell what is known of it.

    The standard library's own ``sendmail`` raises the same error whether a connection
    was lost before or after the server has got the whole message. Here it matters: the
    dot that ends a message is the last byte to leave, and until it has left, nobody can
    have accepted anything.

    :param connection: ``smtplib.SMTP`` that has said hello
    :param str sender: address on the envelope
    :param list recipients: addresses on the envelope
    :param bytes payload: as from :func:`as_bytes`
    :return: :class:`Outcome`
    """
    options = [f"size={len(payload)}"] if connection.has_extn("size") else []
    try:
        code, text = connection.mail(sender, options)
    except (OSError, smtplib.SMTPException) as error:
        return replace(_lost(connection, "postponed", error), begun=False)
    if code // 100 != 2:
        outcome = _refusal(connection, code, text, "failed")
        return replace(outcome, begun=code != CLOSING)
    try:
        refused = _offer(connection, recipients)
        if refused:
            return refused
        connection.send(LEADING_DOTS.sub(b"..", payload).rstrip(b"\r\n") + b"\r\n.\r\n")
    except (OSError, smtplib.SMTPException) as error:
        return _lost(connection, "postponed", error)
    try:
        code, text = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return _lost(connection, "uncertain", error)
    if code // 100 == 2:
        return Outcome("sent")
    return _refusal(connection, code, text, "failed")


def _offer(connection, recipients):
    """Go as far as the server's leave to send the text; return its refusal, or none."""
    answers = [connection.rcpt(recipient) for recipient in recipients]
    if not any(code // 100 == 2 for code, _text in answers):
        return _refusal(connection, *answers[0], "bounced")
    code, text = connection.docmd("DATA")
    if code != ANSWER_TO_DATA:
        return _refusal(connection, code, text, "failed")
    return None


def _refusal(connection, code, text, for_good):
    """Return what a server's refusal means, and make the connection ready again."""
    error = f"{code} {readable(text)}"
    connected = code != CLOSING
    if connected:
        try:
            connected = connection.rset()[0] // 100 == 2
        except (OSError, smtplib.SMTPException):
            connected = False
    if not connected:
        connection.close()
    state = for_good if code >= LAST_REFUSAL else "postponed"
    return Outcome(state, error, connected)


def _lost(connection, state, error):
    """Return what a lost connection means; nothing more may go over it."""
    connection.close()
    return Outcome(state, readable(error), connected=False)


def readable(text):
    """Return what a server or a library has said as one line of text.

    :param text: bytes of an answer, or an exception
    :return: str
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    elif isinstance(text, smtplib.SMTPResponseException):
        text = f"{text.smtp_code} {readable(text.smtp_error)}"
    elif isinstance(text, Exception):
        text = f"{type(text).__name__}: {text}"
    return " ".join(str(text).split())[:500]
