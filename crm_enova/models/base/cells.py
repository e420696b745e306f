"""Cells of spreadsheets: nothing that came from outside turns into a formula there."""

# What a spreadsheet program may take for a formula. Core's own CSV export puts an
# apostrophe before the first three; ours does before the others as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "{=")
LEFT_TO_CORE = ("+", "-")


def clean(cell):
    """Return a cell of a file as it is to be stored.

    The apostrophe that an export has put before a formula goes away, so that what was
    exported comes back the same (``'+48 600 100 200``); so do NUL characters, which
    the database refuses.

    :param cell: value of any type; all but text is returned as it is
    :return: value to store
    """
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\0", "")
    if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS):
        return cell[1:]
    return cell


def defuse(cell):
    """Return a cell for an export: text that would become a formula as mere text.

    :param cell: value of any type; all but text is returned as it is
    :return: value to export
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA_STARTS):
        return cell
    # In a spreadsheet file these two are text already, and core marks them in CSV.
    return cell if cell.startswith(LEFT_TO_CORE) else "'" + cell
