from . import enova_activity_done
from . import enova_activity_link
from . import enova_activity_reassign
from . import enova_caretaker_assign
from . import enova_document_model_off
from . import enova_partner_anonymize
from . import enova_user_handover
