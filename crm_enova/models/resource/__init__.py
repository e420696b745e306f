from . import enova_resource_category
from . import enova_resource, enova_resource_slots, enova_resource_board
from . import enova_reservation, enova_reservation_units, enova_reservation_booking
from . import enova_reservation_clash, enova_reservation_flow
from . import enova_reservation_appointment, enova_reservation_calendar
from . import calendar_event, calendar_event_booking
from . import enova_activity
from . import ir_actions, ir_ui_view
from . import res_partner
