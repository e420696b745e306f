from .enova_demo_activities import Activities
from .enova_demo_cards import Cards
from .enova_demo_documents import Documents
from .enova_demo_files import Files
from .enova_demo_folders import Folders
from .enova_demo_mailings import Mailings
from .enova_demo_mails import Mails
from .enova_demo_people import People
from .enova_demo_projects import Projects
from .enova_demo_resources import Resources

# Nobody is told, and nothing is tracked, of what is made up.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
    "no_vat_validation": True,
    "skip_sms": True,
}


class Demo(
    People,
    Cards,
    Documents,
    Activities,
    Projects,
    Resources,
    Mailings,
    Mails,
    Files,
    Folders,
):
    """Two years in a company that sells and repairs warehouse equipment.

    The tables beside this file hold who and what; days are counted from the day of
    loading. What is there already is left alone, so that it may be loaded again.
    """

    def load(self):
        """Create what is missing of the demo data, the ground floor first."""
        company = self.env.ref("base.main_company")
        self._within(company, **QUIET)._load_history()
        users = self._existing("res.users", "user")
        contractors = self._existing("res.partner", "contractor")
        self._load_sales(company, users, contractors)
        self._within(company)._load_files(users, contractors)
        self._within(company)._load_bookings(users)
        self._within(company, **QUIET)._load_folders(users, contractors)
        self._load_absence(users, contractors)
        self.env.flush_all()

    def _load_history(self):
        """Create people, documents, and what has been done."""
        users = self._load_users()
        contractors = self._load_contractors(users)
        self._load_cards(users)
        documents = self._load_documents(users, contractors)
        self._load_activities(users, contractors, documents)
        self._load_today(users, contractors)
        self._load_mails(contractors)
        self.env.flush_all()

    def _load_sales(self, company, users, contractors):
        """Create projects and a campaign; their messages and stages are kept."""
        projects = self._load_projects(users, contractors)
        self._load_targets(users)
        self._load_project_activities(projects)
        self._load_campaign(company, users, contractors)
        self._within(company)._load_finished_campaign(users, contractors)
        self._within(company)._load_mailings(users, contractors)

    def _load_bookings(self, users):
        """Create what people book, and a few days of bookings."""
        resources = self._load_resources(users)
        if not self._existing("enova.reservation", "reservation"):
            self._load_reservations(users, resources)
        self._load_meeting(users, resources)
