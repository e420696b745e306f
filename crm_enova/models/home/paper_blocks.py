"""The blocks of the page of the day that list papers, projects and folders."""

from datetime import timedelta

from odoo.fields import Domain

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from ..timeline.position import to_iso
from .day_blocks import Block

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
                # sudo: the name on an entry that the caller reads
                "hint": paper.partner_id.sudo().name or "",
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
    """One's open folders, the one that was worked on last before the others."""

    name = "folders"
    model = "enova.folder"
    column = 3
    shown_fields = ("name", "reference", "partner_id")

    @property
    def label(self):
        return self.env._("My folders")

    def content(self):
        domain = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "open")
        return self._listed(
            domain,
            "write_date desc, id desc",
            lambda folder: {
                "title": folder.display_name,
                # sudo: the name on a folder that the caller reads
                "hint": folder.partner_id.sudo().name or "",
                "icon": "fa-folder-open-o",
                "date": False,
                "tone": "",
                "task": False,
            },
        )


PAPER_BLOCKS = (Ending, OpenProjects, Folders)
