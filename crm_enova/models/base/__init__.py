from . import appointment
from . import change
from . import moment
