from . import account_payment, enova_activity, mail_message, res_partner
