from . import change, context
from . import enova_guard_mixin
