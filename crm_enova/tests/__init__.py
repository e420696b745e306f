from . import common
from . import (
    test_activity_assign,
    test_activity_bulk,
    test_activity_due,
    test_activity_flow,
    test_contractor,
    test_guards,
    test_rights,
    test_document_install,
    test_timeline,
)
