"""The blocks of the page of the day that list papers, projects and folders."""

from datetime import timedelta

from odoo.fields import Domain
from odoo.tools import SQL

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from ..timeline.position import to_iso
from .day_blocks import COUNTED_UP_TO, ROWS, Block

# What ends within so many days is told.
SOON = timedelta(days=60)


class Ending(Block):
    """Agreements and other papers of one's contractors that end soon."""

    name = "ending"
    model = "enova.attachment"
    column = 2
    shown_fields = ("name", "number", "partner_id", "valid_until")

    @property
    def label(self):
        return self.env._("Ends soon")

    def content(self):
        domain = Domain("state", "=", "in_force")
        domain &= Domain("valid_until", ">=", self.today)
        domain &= Domain("valid_until", "<=", self.today + SOON)
        domain &= Domain("partner_id.user_id", "=", self.env.uid) | Domain(
            "user_id", "=", self.env.uid
        )
        return self._listed(
            domain,
            "valid_until, id",
            lambda paper: {
                "title": paper.display_name,
                "hint": self._name(paper.partner_id),
                "date": to_iso(paper.valid_until),
                "tone": "",
                "task": False,
            },
        )


class OpenProjects(Block):
    """One's open projects, by the stage in which they are."""

    name = "projects"
    model = "enova.project"
    column = 3

    @property
    def label(self):
        return self.env._("My projects")

    def content(self):
        domain = Domain("user_id", "=", self.env.uid)
        domain &= Domain("state", "in", OPEN_PROJECT_STATES)
        groups = self.env[self.model]._read_group(domain, ["stage_id"], ["__count"])
        if not groups:
            return None
        return {
            "rows": [
                {
                    "id": stage.id,
                    "title": stage.name,
                    "number": count,
                    "action": self._list(domain & Domain("stage_id", "=", stage.id)),
                }
                for stage, count in groups
            ],
            "count": sum(count for _stage, count in groups),
            "action": self._list(domain),
        }


class Folders(Block):
    """Open folders of one's own and those that one is a member of.

    The one that was changed last stands before the others, and so does one into which
    one has put something oneself: what others put there may not be one's to know of.
    """

    name = "folders"
    model = "enova.folder"
    column = 3
    shown_fields = ("name", "reference", "partner_id", "write_date")

    @property
    def label(self):
        return self.env._("My folders")

    def content(self):
        domain = Domain("state", "=", "open")
        # a manager reads all there are, which are not theirs
        domain &= Domain("user_id", "=", self.env.uid) | Domain(
            "member_ids.user_id", "=", self.env.uid
        )
        folders = self.env[self.model].search_fetch(
            domain, self.shown_fields, order="write_date desc", limit=COUNTED_UP_TO
        )
        if not folders:
            return None
        filled = self._filled(folders)
        recent = folders.sorted(
            lambda f: (max(f.write_date, filled.get(f.id, f.write_date)), f.id),
            reverse=True,
        )
        return {
            "rows": [self._folder(folder) for folder in recent[:ROWS]],
            "count": len(folders),
            "action": self._list(domain),
        }

    def _filled(self, folders):
        """Return when the user has put something into folders last, by id."""
        items = self.env["enova.folder.item"]
        items.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT folder_id, max(write_date) FROM enova_folder_item"
                " WHERE folder_id = ANY(%s) AND write_uid = %s GROUP BY folder_id",
                folders.ids,
                self.env.uid,
            )
        )
        return dict(rows)

    def _folder(self, folder):
        return self._row(
            folder,
            title=folder.display_name,
            hint=self._name(folder.partner_id),
            icon="fa-folder-open-o",
            date=False,
            tone="",
            task=False,
        )


PAPER_BLOCKS = (Ending, OpenProjects, Folders)
