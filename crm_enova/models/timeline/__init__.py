from . import (
    account_payment,
    enova_activity,
    enova_history_source,
    enova_pin,
    history_report,
    mail_message,
    mailing_trace,
    res_partner,
    res_partner_contacts,
    res_partner_pins,
)
