"""Drop the table of a window that says duplicates where it said twins."""


def migrate(cr, version):
    """Leave nothing that no model knows: core drops columns, and no tables.

    It belongs to a transient model, so nobody misses its rows.
    """
    if version:
        cr.execute("DROP TABLE IF EXISTS enova_card_convert_twin")
