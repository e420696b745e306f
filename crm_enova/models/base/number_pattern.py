"""What a number begins with: text with pieces of the date, never an expression.

The notation is that of the ERP's sequences, ``ZAD/%(range_year)s/``.
"""

import re

# With this piece each year begins with 1.
YEAR = "%(range_year)s"
# What is offered; the others that sequences know are taken as well.
OFFERED = (YEAR, "%(month)s", "%(day)s")
DIGITS = (1, 12)

_PARTS = "year month day y doy woy weekday isoyear isoy isoweek h24 h12 min sec"
KNOWN = {
    f"%({prefix}{part})s"
    for prefix in ("", "range_", "current_")
    for part in _PARTS.split()
}
# a doubled percent sign is one that is meant
_PERCENT = re.compile(r"%(?:%|\([^()%]*\)?[A-Za-z]?|[A-Za-z])?")


def unknown_pieces(pattern):
    """Return what looks like a piece of the date and is none.

    :param str pattern: what numbers begin with
    :return: list of texts, in their order
    """
    found = _PERCENT.findall(pattern or "")
    return [piece for piece in found if piece != "%%" and piece not in KNOWN]
