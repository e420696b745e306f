from . import (
    enova_activity_done,
    enova_activity_link,
    enova_activity_reassign,
    enova_document_model_off,
)
