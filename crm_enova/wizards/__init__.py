from . import enova_activity_done, enova_activity_reassign
