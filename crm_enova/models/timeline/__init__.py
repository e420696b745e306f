from . import account_payment, enova_activity, res_partner
