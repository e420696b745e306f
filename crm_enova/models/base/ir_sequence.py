from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_batch(self, count):
        """Draw many numbers at once, in as many queries as one number takes.

        Core draws them one by one, which is most of the time of a bulk creation.

        :param int count: how many numbers are wanted
        :return: list of ``count`` formatted numbers, ascending
        """
        self.ensure_one()
        source = self._get_current_sequence(fields.Date.context_today(self))
        if self.implementation == "no_gap":
            numbers = source._reserve_no_gap(count, self.number_increment)
        else:
            name = f"ir_sequence_{self.id:03d}"
            if source != self:
                name += f"_{source.id:03d}"
            rows = self.env.execute_query(
                SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
            )
            numbers = [row[0] for row in rows]
        date_range = source.date_from if source != self else None
        prefix, suffix = self._get_prefix_suffix(date_range=date_range)
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for number in numbers]

    def _find_range(self, day):
        """Return what holds the next number on a day: the year's range, or itself."""
        ranges = self.date_range_ids.filtered(
            lambda span: span.date_from <= day <= span.date_to
        )
        return (self.use_date_range and ranges[:1]) or self

    def _enova_check_prefix(self):
        """Refuse a prefix that no number could be made with.

        :raises UserError: where core cannot resolve it
        """
        try:
            self._get_prefix_suffix(date_range=fields.Date.context_today(self))
        except (UserError, ValueError, KeyError, TypeError) as error:
            raise UserError(
                self.env._(
                    "%(prefix)s cannot begin a number. Known are: %(known)s.",
                    prefix=self.prefix,
                    known="%(range_year)s, %(year)s, %(month)s, %(day)s",
                )
            ) from error

    def _reserve_no_gap(self, count, increment):
        return _reserve_no_gap(self, count, increment)


class IrSequenceDateRange(models.Model):
    _inherit = "ir.sequence.date_range"

    def _reserve_no_gap(self, count, increment):
        return _reserve_no_gap(self, count, increment)


def _reserve_no_gap(record, count, increment):
    """Move a gapless counter by ``count`` numbers and return them.

    The row stays locked until the end of the transaction, as core's own does, so that
    no other transaction can take a number in between.
    """
    record.flush_recordset(["number_next"])
    [(following,)] = record.env.execute_query(
        SQL(
            "UPDATE %s SET number_next = number_next + %s WHERE id = %s"
            " RETURNING number_next",
            SQL.identifier(record._table),
            count * increment,
            record.id,
        )
    )
    record.invalidate_recordset(["number_next"])
    first = following - count * increment
    return list(range(first, following, increment))
