from . import common
from . import test_activity_assign
from . import test_activity_bulk
from . import test_activity_dates
from . import test_activity_due
from . import test_activity_flow
from . import test_activity_reminders
from . import test_caretaker
from . import test_caretaker_assign
from . import test_consent
from . import test_contractor
from . import test_demo
from . import test_document_install
from . import test_document_links
from . import test_document_rights
from . import test_document_switch
from . import test_document_tour
from . import test_document_wizard
from . import test_guards
from . import test_import_activity
from . import test_import_bad_rows
from . import test_import_contractor
from . import test_import_export
from . import test_import_notices
from . import test_import_templates
from . import test_neutralize
from . import test_privacy
from . import test_rights
from . import test_rights_contractor
from . import test_substitution
from . import test_timeline
from . import test_timeline_rights
from . import test_tour_call
from . import test_tour_main_job
from . import test_tour_my_tasks
from . import test_tour_timeline
from . import (
    test_activity_assign,
    test_activity_bulk,
    test_activity_due,
    test_activity_flow,
    test_card,
    test_card_convert,
    test_card_race,
    test_card_sale,
    test_card_twins,
    test_caretaker,
    test_caretaker_assign,
    test_contractor,
    test_demo,
    test_guards,
    test_import_activity,
    test_import_bad_rows,
    test_import_contractor,
    test_import_export,
    test_import_notices,
    test_import_templates,
    test_rights,
    test_document_install,
    test_timeline,
    test_tour_card,
)
