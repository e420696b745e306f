from . import res_company
from . import mailing_mailing
from . import mailing_trace
from . import enova_activity
from . import enova_letter_layout, enova_letter_file
from . import enova_letter_run, enova_letter_run_draw
from . import enova_letter_batch, enova_letter_batch_post, enova_letter_line
from . import mailing_mailing_letter, mailing_mailing_enclosures
from . import mailing_mailing_preview
from . import enova_activity_letter
