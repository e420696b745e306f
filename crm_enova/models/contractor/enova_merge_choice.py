from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .partner_merge_report import MergeReport

# An address is one value: the street of one in the town of the other is nowhere.
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
# What a person looks for first; other fields follow by their label.
FIRST = ("name", "vat", "company_registry", "email", "phone", "website", "address")
# Core merges more than three only one after the other.
AT_ONCE = 2


class EnovaMergeChoice(models.AbstractModel):
    """A window that shows partners side by side, and lets one choose what stays.

    The inheriting window says by :meth:`_merge_sides` who is compared. What nobody has
    chosen is that of the partner who stays and, where that is blank, the first value
    there is.
    """

    _name = "enova.merge.choice"
    _description = "Choice of what stays in a merge"

    merge_comparison = fields.Json(
        string="Comparison",
        compute="_compute_merge_comparison",
        help="Who is merged, in what they differ, and what moves.",
    )
    merge_choices = fields.Json(
        string="Chosen values", help="The id of the partner by the name of a field."
    )

    def _merge_sides(self):
        """Return who is compared, and who of them stays.

        :return: pair of partners; nothing is compared where the second is none
        """
        raise NotImplementedError

    def _compute_merge_comparison(self):
        """Say who they are, in what they differ, and what moves."""
        for window in self:
            partners, target = window._merge_sides()
            partners = (target | partners)._filtered_access("read")
            if not target or len(partners) < 2:
                window.merge_comparison = False
                continue
            window.merge_comparison = {
                "partners": [window._merge_side(p, target) for p in partners],
                "rows": window._merge_rows(partners),
                "moved": window._merge_moved(partners - target),
                "free": window._may_choose_target(),
            }

    @api.model
    def _may_choose_target(self):
        """Whether the user says here who stays."""
        return False

    @api.model
    def _merge_side(self, partner, target):
        """Return what the head of a column says."""
        return {
            "id": partner.id,
            "name": partner.display_name,
            "stays": partner == target,
            "is_card": partner.contractor_status == "card",
        }

    @api.model
    def _merge_rows(self, partners):
        """Return the fields in which partners differ, each with the values.

        :param partners: the one who stays first
        :return: list of dicts; ``chosen`` is the id of the partner whose value stays
            unless somebody chooses otherwise, and ``None`` where nobody can
        """
        rows = []
        for key, label, names in self._merge_fields(partners):
            values = {p.id: self._merge_text(p, names) for p in partners}
            if len(set(values.values())) < 2:
                continue
            filled = {id_: text for id_, text in values.items() if text}
            chosen = None if key == "user_id" else next(iter(filled))
            row = {"key": key, "label": label, "values": filled, "chosen": chosen}
            rows.append(row)
        place = {key: number for number, key in enumerate(FIRST)}
        return sorted(
            rows, key=lambda row: (place.get(row["key"], len(place)), row["label"])
        )

    @api.model
    def _merge_fields(self, partners):
        """Return key, label and names of fields of each row."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        fields = {field.name: field for field in wizard._choosable_fields(partners)}
        labels = partners.fields_get([*fields, "user_id"], ["string"])
        rows = [
            (name, labels[name]["string"], [name])
            for name in fields
            if name not in ADDRESS
        ]
        address = [name for name in ADDRESS if name in fields]
        rows.append(("address", self.env._("Address"), address))
        # those of the others become deputies: see _merge_caretakers
        rows.append(("user_id", self.env._("Main caretaker"), ["user_id"]))
        return rows

    @api.model
    def _merge_text(self, partner, names):
        """Return values as one text, as far as the user may read them."""
        texts = []
        for name in names:
            field, value = partner._fields[name], partner[name]
            if field.relational and not value._filtered_access("read"):
                continue
            if field.type == "selection" and value:
                labels = dict(field._description_selection(self.env))
                value = labels.get(value, value)
            elif field.relational:
                value = value.display_name
            elif field.type == "html" and value:
                value = html2plaintext(value)
            elif field.type == "date" and value:
                value = fields.Date.to_string(value)
            if value:
                texts.append(str(value))
        return ", ".join(texts)

    @api.model
    def _merge_moved(self, gone):
        """Return how much moves: a list of labels and numbers by partner."""
        counts = gone._card_belongings()
        labels = dict.fromkeys(label for found in counts.values() for label in found)
        return [
            {
                "label": label,
                "counts": {p: c[label] for p, c in counts.items() if label in c},
            }
            for label in labels
        ]

    # -- the merge -----------------------------------------------------------------

    def _merge_stays(self):
        """Return whose value stays, by the name of each field in which they differ.

        What a client says counts where it names one of those who have a value.
        """
        partners, target = self._merge_sides()
        partners = target | partners
        said = self.merge_choices if isinstance(self.merge_choices, dict) else {}
        stays = {}
        names = {key: names for key, _label, names in self._merge_fields(partners)}
        for row in self._merge_rows(partners):
            if row["chosen"] is None:
                continue
            wanted = said.get(row["key"])
            known = isinstance(wanted, int) and wanted in row["values"]
            owner = partners.browse(wanted if known else row["chosen"])
            stays.update(dict.fromkeys(names[row["key"]], owner))
        return stays

    def _merge_chosen(self):
        """Merge, with the values that were chosen.

        :return: the action that opens the one who stays
        :raises AccessError: for who may not change all of them, and delete the others
        :raises UserError: where there are not two of them
        """
        partners, target = self._merge_sides()
        sources = partners - target
        if not target or not sources:
            raise UserError(self.env._("Choose at least two to merge."))
        (target | sources).check_access("write")
        sources.check_access("unlink")
        stays, gone_ids = self._merge_stays(), sources.ids
        wizards = self.env["base.partner.merge.automatic.wizard"]
        while sources:
            part, sources = sources[:AT_ONCE], sources[AT_ONCE:]
            mine = {n: p if p in part else target for n, p in stays.items()}
            # what an earlier part has brought is the target's by now
            report = MergeReport(stays=mine)
            merging = wizards.with_context(**{report.key: report})
            # the same e-mail is core's guard against a slip; here all were compared
            merging._merge((target | part).ids, target, extra_checks=False)
            self.env.invalidate_all()
        return target._merged_action(gone_ids)
