from . import enova_color_rule
from . import enova_color_rule_paint
from . import ir_http
