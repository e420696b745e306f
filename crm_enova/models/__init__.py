from . import base
from . import color
from . import contractor
from . import activity
from . import resource
from . import service
from . import project
from . import timeline
