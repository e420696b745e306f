from . import (
    account_payment,
    enova_activity,
    mail_message,
    mailing_trace,
    res_partner,
    res_partner_contacts,
)
