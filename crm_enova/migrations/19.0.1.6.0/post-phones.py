"""Forget numbers of noughts alone, which were kept as no number at all."""


def migrate(cr, version):
    """Delete them: whoever had one was a duplicate of everybody else who had."""
    if version:
        cr.execute("DELETE FROM enova_partner_phone WHERE number = ''")
