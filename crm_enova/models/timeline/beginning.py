"""The beginning of what was written, which is all that a history shows of it."""

from odoo.tools import html2plaintext

TEXT_LENGTH = 2000
# How much of a long body is looked at first, and how much text of it will do: some more
# than is shown, since its end is not that of the whole.
LOOKED_AT, ENOUGH = 40_000, 2 * TEXT_LENGTH


def beginning(html):
    """Return the beginning of a body, as plain text.

    Of a newsletter of a hundred pages the first ones are enough.

    :param html: of a message, or a false value
    :return: str, or ``False`` for nothing
    """
    html, text = html or "", ""
    if len(html) > LOOKED_AT:
        text = _plain(html[: html.rfind(">", 0, LOOKED_AT) + 1])
    if len(text) < ENOUGH:
        text = _plain(html)
    if len(text) > TEXT_LENGTH:
        return text[:TEXT_LENGTH].rstrip() + "…"
    return text or False


def _plain(html):
    return html2plaintext(html, include_references=False).strip()
