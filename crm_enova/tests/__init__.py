from . import common
from . import (
    test_activity_assign,
    test_activity_bulk,
    test_activity_due,
    test_activity_flow,
    test_contractor,
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
)
