"""Names with placeholders: a whitelist, never an expression."""

from string import Formatter

PLACEHOLDERS = ("contractor", "city", "campaign", "template", "date", "month", "year")


def placeholders(pattern):
    """Return what a pattern wants filled in.

    :param str pattern: for instance ``"Inspection {year}: {contractor}"``
    :return: list of names, in their order
    :raises ValueError: when braces do not match, or a placeholder has more to it than
        a name (an attribute, an index, a format)
    """
    names = []
    for _text, name, form, conversion in Formatter().parse(pattern or ""):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(name)
        names.append(name)
    return names


def fill(pattern, values):
    """Return a pattern with its placeholders filled in.

    :param str pattern: text with ``{name}`` where a value goes; may be a false value
    :param dict values: texts by name; one that is missing becomes an empty text
    :return: str without blanks around it
    """
    parts = []
    for text, name, _form, _conversion in Formatter().parse(pattern or ""):
        parts.append(text)
        if name is not None:
            parts.append(values.get(name) or "")
    return "".join(parts).strip()
