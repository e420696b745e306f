from . import enova_activity, res_partner
