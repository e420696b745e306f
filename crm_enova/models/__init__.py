from . import color
from . import contractor
from . import activity
from . import resource
from . import service
from . import card
from . import project
from . import timeline
