"""Let no stage be computed for service orders before there are stages."""


def migrate(cr, version):
    """Add the empty column."""
    if version:
        cr.execute(
            "ALTER TABLE repair_order ADD COLUMN IF NOT EXISTS enova_stage_id int4"
        )
