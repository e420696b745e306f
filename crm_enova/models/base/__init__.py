from . import change
