"""What an e-mail says, whoever wrote it, and however badly."""

import email
from email.policy import EmailPolicy
from itertools import islice

from odoo.tools import html2plaintext

# What is read: bytes of the whole, letters of one line of a head, names of files. Of
# more parts than these the source is shown, which is never slow.
MOST_BYTES, MOST_IN_LINE, MOST_NAMES, MOST_PARTS = 5_000_000, 1000, 50, 500
HEADERS = ("From", "To", "Cc", "Date", "Subject")


class _Lenient(EmailPolicy):
    """Takes the lines of a head as they are where they are not what they should be."""

    def header_fetch_parse(self, name, value):
        """Return the value of a line, of an endless one its beginning."""
        value = value[:MOST_IN_LINE]
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # noqa: BLE001 Python's parser raises whatever it stumbles over
            return value


POLICY = _Lenient()


def mail_text(content, most, files_label):
    """Return what an e-mail says, with the names of its files.

    :param bytes content: as it came
    :param int most: how many letters at most
    :param files_label: function of the names of files, in a text
    :return: str that any answer can hold; the source where it cannot be taken apart
    """
    content = content[:MOST_BYTES]
    try:
        text = _read(content, files_label)
    except Exception:  # noqa: BLE001 as above: it comes from anybody
        text = content[: 4 * most].decode(errors="replace")
    # halves of letters, which some alphabets hold, go into no answer
    return text[:most].encode(errors="replace").decode()


def _read(content, files_label):
    if content.count(b"\n--") > MOST_PARTS:
        raise ValueError
    message = email.message_from_bytes(content, policy=POLICY)
    lines = [f"{name}: {message[name]}" for name in HEADERS if message[name]]
    parts = islice(message.iter_attachments(), MOST_NAMES)
    if names := list(filter(None, (part.get_filename() for part in parts))):
        lines.append(files_label(", ".join(names)))
    body = message.get_body(("plain", "html"))
    if body is not None:
        text = _content(body)
        is_html = body.get_content_subtype() == "html"
        # what is no element alone, or names its alphabet, cannot be read alone
        lines += ["", html2plaintext(f"<div>{text}</div>") if is_html else text]
    return "\n".join(lines)


def _content(part):
    """Return the text of a part of an e-mail, whatever alphabet it claims."""
    try:
        return part.get_content()
    except (LookupError, ValueError):
        return (part.get_payload(decode=True) or b"").decode(errors="replace")
