"""Drop the index of stages alone: that of the board begins with them, too."""


def migrate(cr, version):
    """Drop what the framework would keep, and every task would go on writing."""
    if version:
        cr.execute("DROP INDEX IF EXISTS enova_activity__stage_id_index")
