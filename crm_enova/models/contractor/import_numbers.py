"""Read the numbers of a column by one format, which the whole column decides.

No model of its own. A comma may be a decimal mark or stand between thousands, and so
may a point; most cells prove which, a cell like ``1,500`` does not.
"""

import math
import re
from collections import Counter

MARKS = COMMA, POINT = ",", "."
OTHER = {COMMA: POINT, POINT: COMMA}
# Between thousands stand the other mark or blanks, always the same.
_NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:\d+|\d{{1,3}}(?P<gap>[\s{OTHER[mark]}'])\d{{3}}(?:(?P=gap)\d{{3}})*)"
        rf"(?:[{mark}]\d+)?|[+-]?[{mark}]\d+"
    )
    for mark in MARKS
}
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")


def decimal_mark(texts, default=POINT, from_spreadsheet=False):
    """Return the decimal mark of a column.

    :param texts: its cells
    :param str default: the mark where no cell proves one
    :param bool from_spreadsheet: whether numbers come as the spreadsheet stores them,
        with a point
    :return: the mark that most cells prove
    """
    proofs = Counter(_proof(text, from_spreadsheet) for text in texts)
    del proofs[None]
    if not proofs or len(set(proofs.values())) < len(proofs):
        return default
    return proofs.most_common(1)[0][0]


def proven_mark(texts):
    """Return the decimal mark that cells of several columns prove.

    :param texts: the cells
    :return: ``,`` or ``.``; ``None`` where they prove neither
    """
    return decimal_mark(texts, default=None)


def read_number(text, mark, symbols=()):
    """Return a cell as Python writes numbers.

    :param str text: the cell
    :param str mark: the decimal mark of its column
    :param symbols: of currencies, which may stand before or behind
    :return: text; ``None`` where the cell is no number of this format
    """
    text = _bare(text, symbols)
    if _EXPONENT.fullmatch(text):
        number = float(text)
        return f"{number:f}" if math.isfinite(number) else None
    if not _NUMBER[mark].fullmatch(text):
        return None
    return re.sub(rf"[\s'{OTHER[mark]}]", "", text).replace(mark, ".")


def _bare(text, symbols):
    """Return a number without its currency; one in brackets is negative."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1].strip()}"
    for symbol in symbols:
        if text.startswith(symbol) or text.endswith(symbol):
            return text.removeprefix(symbol).removesuffix(symbol).strip()
    return text


def _proof(text, from_spreadsheet):
    """Return the decimal mark that a cell proves, or ``None``."""
    found = re.findall("[,.]", text) if isinstance(text, str) else []
    if not found:
        return None
    if len(set(found)) > 1:
        return found[-1]
    mark = found[0]
    if len(found) > 1:
        return OTHER[mark]
    before, after = (re.sub(r"\D", "", part) for part in text.split(mark))
    may_be_thousands = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"
    if may_be_thousands and not (from_spreadsheet and mark == POINT):
        return None
    return mark
