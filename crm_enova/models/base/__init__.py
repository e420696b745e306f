# the first model of all, see there
from . import enova_schema
from . import appointment, change, context, enova_demo, moment, undo
from . import enova_appointment_mixin, enova_guard_mixin, enova_cached_mixin
from . import enova_guard_days, enova_ordered_group_mixin, enova_thread_mixin
from . import enova_company_check_mixin
from . import enova_numbering_mixin, enova_type_mixin, enova_typed_mixin
from . import enova_undo, enova_undo_mixin
from . import ir_rule, ir_sequence, res_company
