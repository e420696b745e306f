"""Give projects the columns of the forecast, without a computation for each of them."""


def migrate(cr, version):
    """Propose the deadline as expected close; no probability, so no forecast yet."""
    if not version:
        return
    cr.execute(
        """
        ALTER TABLE enova_project
          ADD COLUMN IF NOT EXISTS probability integer,
          ADD COLUMN IF NOT EXISTS date_expected date,
          ADD COLUMN IF NOT EXISTS forecast numeric
        """
    )
    cr.execute(
        """
        UPDATE enova_project
           SET probability = 0, forecast = 0, date_expected = date_deadline
         WHERE probability IS NULL AND state IN ('planned', 'in_progress')
        """
    )
