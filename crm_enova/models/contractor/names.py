NAMES_SHOWN = 5


def names_shown(records):
    """Return the names of records for a message: the first few, and how many more.

    :param records: recordset that the reader of the message may read
    :return: str
    """
    names = ", ".join(records[:NAMES_SHOWN].mapped("display_name"))
    more = len(records) - NAMES_SHOWN
    if more > 0:
        return records.env._("%(names)s and %(count)s more", names=names, count=more)
    return names
