"""Telephone numbers as people write them, read by the library ``phonenumbers``.

A plain-Python part of :mod:`.enova_partner_phone`. One text may hold several numbers,
words between them, and an extension: ``tel. 600 100 778 lub 12 345 67 80 wew. 12``.
"""

import re
from collections import namedtuple

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from ..base.res_company import POLAND

# As it is compared, and what is dialled after it, if anything.
PhoneNumber = namedtuple("PhoneNumber", "number extension")

POLISH_CODE = 48
# Short ones are emergency numbers and the like; with fewer digits it is no number.
MIN_DIGITS = 3
# What stands behind is no field of a telephone any more.
MAX_LENGTH = 256
# The library knows English and Russian words for an extension.
_EXTENSION = re.compile(
    r"\b(?:wewn?(?:ętrzny)?|w)[. :]+(?:nr\b[. ]*)?(?=\d{1,7}\b)", re.I
)
# 00 abroad, which not every country's people dial, where a number begins.
_ABROAD = re.compile(r"(^\s*|[^\W\d_][.:]?\s*|[,;]\s*)00\s?(?=[1-9])")
# A single Polish number, as nearly all are written: the library, which takes ten
# times as long, says the same of it.
_PLAIN = re.compile(r"(?P<abroad>(?:\+|00)48[\s-]*)?(?P<number>[1-9](?:[\s-]?\d){8})")
_LETTER = re.compile(r"[^\W\d_]")


def phone_numbers(text, region=POLAND):
    """Return the numbers in a text.

    :param text: in any writing, or a false value
    :param str region: code of the country whose numbers name none
    :return: list of :class:`PhoneNumber`, each once; what is no number of any country
        is one of its digits, so that short ones are found too
    """
    plain = _PLAIN.fullmatch((text or "").strip())
    if plain and (plain["abroad"] or region == POLAND):
        return [PhoneNumber(re.sub(r"\D", "", plain["number"]), None)]
    text = _prepared(text)
    found = _matches(text, region, Leniency.POSSIBLE)
    if found and not any(number.number for number in found):
        return []  # of noughts alone
    found = found or _numbers_in_a_row(text, region)
    if not found:
        digits = re.sub(r"\D", "", text)
        found = [PhoneNumber(digits, None)] if _is_long_enough(digits) else []
    return list(dict.fromkeys(number for number in found if number.number))


def typed_numbers(text, region=POLAND, whole=False):
    """Return the numbers, or the part of one, that somebody searches for.

    Part of a number without prefix may be part of any country's, and a name with some
    digits in it is no number.

    :param text: as typed
    :param str region: code of the country in which they type
    :param bool whole: whether it can be no part of a number
    :return: list of :class:`PhoneNumber`
    """
    prepared = _prepared(text)
    found = _matches(prepared, region, Leniency.VALID)
    if found or _LETTER.search(prepared):
        return list(dict.fromkeys(found))
    if whole:
        return phone_numbers(text, region)
    digits = re.sub(r"\D", "", prepared)
    if "+" in prepared:
        digits = re.sub(rf"^{POLISH_CODE}", "", digits)
    digits = digits.lstrip("0")
    return [PhoneNumber(digits, None)] if digits else []


def _prepared(text):
    text = _EXTENSION.sub(" ext. ", (text or "")[:MAX_LENGTH])
    return _ABROAD.sub(r"\1+", text)


def _matches(text, region, leniency):
    if not any(letter.isdigit() for letter in text):
        return []
    matcher = PhoneNumberMatcher(text, region, leniency=leniency)
    return [_compared(match.number) for match in matcher]


def _numbers_in_a_row(text, region):
    """Take apart numbers with nothing but blanks between them."""
    found, taken = [], ""
    for group in re.findall(r"\+?\d+", text):
        taken += group
        number = _parsed(taken, region)
        if number and phonenumbers.is_valid_number(number):
            found.append(_compared(number))
            taken = ""
    # a rest means that they were guessed wrongly
    return [] if taken else found


def _parsed(text, region):
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _compared(number):
    """Return a number of the library as it is compared.

    A Polish one is its nine digits, as everybody writes it; any other begins with the
    prefix of its country.
    """
    digits = phonenumbers.national_significant_number(number)
    if number.country_code == POLISH_CODE:
        # the zero before the area, which is dialled no more
        return PhoneNumber(digits.lstrip("0"), number.extension or None)
    return PhoneNumber(f"{number.country_code}{digits}", number.extension or None)


def _is_long_enough(digits):
    return len(digits) >= MIN_DIGITS and digits.strip("0") != ""
