from . import change, context, enova_demo
from . import enova_guard_mixin
