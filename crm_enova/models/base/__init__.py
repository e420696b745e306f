from . import change, context, enova_demo
from . import enova_guard_mixin, enova_cached_mixin
from . import enova_type_mixin, enova_typed_mixin
from . import ir_sequence
