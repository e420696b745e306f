from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

# Behind one letter; whoever owes more gets the statement.
MOST_INVOICES = 20
OPEN_TERMS = [
    ("account_type", "=", "asset_receivable"),
    ("parent_state", "=", "posted"),
    ("reconciled", "=", False),
]


class MailingMailing(models.Model):
    """What is printed behind a letter: files for all, and each addressee's own."""

    _inherit = "mailing.mailing"

    def _fix_attachment_ownership(self):
        """Let enclosures that were uploaded for a mailing be read with it."""
        for mailing in self:
            loose = mailing.letter_enclosure_ids.filtered(
                lambda file: not file.res_id and file.create_uid == file.env.user
            )
            loose.write({"res_model": mailing._name, "res_id": mailing.id})
        return super()._fix_attachment_ownership()

    def _letter_enclosures(self, events):
        """Return the files that go with letters, and what they are called.

        What addressees owe is read under the rights with which the events are given,
        also where the mailing is the system's.

        :param events: of addressees of this mailing
        :return: pair of a list of bytes and a dict of ``files`` (numbers in that list),
            ``annexes`` (HTML) and ``names``, each a dict of lists by id of event
        """
        self.ensure_one()
        found = {name: defaultdict(list) for name in ("files", "annexes", "names")}
        blobs = []
        # sudo: files that somebody has put in who might read them
        for file in self.letter_enclosure_ids.sudo():
            if not file.raw:
                raise UserError(
                    self.env._("The enclosure %s is empty or gone.", file.name)
                )
            for event in events:
                found["files"][event.id].append(len(blobs))
                found["names"][event.id].append(file.name.removesuffix(".pdf"))
            blobs.append(file.raw)
        if self.letter_statement:
            self._add_statements(events, found)
        if self.letter_invoices:
            self._add_invoices(events, found, blobs)
        return blobs, found

    def _add_statements(self, events, found):
        """Put a statement of what is unpaid behind the letters of those who owe.

        :raises AccessError: when one may not read invoices
        """
        open_items = self._open_items(events)
        title = self.env._("Statement of account")
        for event in events:
            # sudo: the id of the addressee's contractor alone
            items = open_items.get(event.sudo().commercial_partner_id.id)
            if items:
                found["annexes"][event.id].append(self._statement(title, items))
                found["names"][event.id].append(title)

    def _open_items(self, events):
        """Return what contractors owe, under one's rights, in one query."""
        # not of the mailing: whoever prints a letter again need not read that
        lines = events.env["account.move.line"]
        lines.check_access("read")
        # sudo: as above
        ids = events.sudo().commercial_partner_id.ids
        company = self.company_id or self.env.company
        rows = lines.search(
            [
                *OPEN_TERMS,
                ("partner_id.commercial_partner_id", "in", ids),
                ("company_id", "=", company.id),
            ],
            order="date_maturity, date, id",
        )
        return rows.grouped(lambda line: line.partner_id.commercial_partner_id.id)

    def _statement(self, title, items):
        """Return a statement of open items as HTML."""
        cells = [
            self.env._("Document"),
            self.env._("Date"),
            self.env._("Due on"),
            self.env._("To be paid"),
        ]
        head = Markup("").join(Markup("<th>%s</th>") % cell for cell in cells)
        rows = Markup("").join(self._statement_row(item) for item in items)
        totals = Markup("").join(
            Markup("<p><b>%s %s</b></p>")
            % (
                self.env._("Total:"),
                formatLang(
                    self.env,
                    sum(lines.mapped("amount_residual_currency")),
                    currency_obj=currency,
                ),
            )
            for currency, lines in items.grouped("currency_id").items()
        )
        table = Markup(
            '<h2>%s</h2><table class="table-bordered"><tr>%s</tr>%s</table>%s'
        )
        return str(table % (title, head, rows, totals))

    def _statement_row(self, item):
        amount = formatLang(
            self.env, item.amount_residual_currency, currency_obj=item.currency_id
        )
        row = Markup(
            "<tr><td>%s</td><td>%s</td><td>%s</td>"
            '<td class="letter-amount">%s</td></tr>'
        )
        return row % (
            item.move_id.name,
            format_date(self.env, item.date),
            format_date(self.env, item.date_maturity or item.date),
            amount,
        )

    def _add_invoices(self, events, found, blobs):
        """Put the files of unpaid invoices behind the letters of those who owe.

        :raises AccessError: when one may not read invoices
        """
        # sudo: the id of the addressee's contractor alone
        by_contractor = events.sudo().grouped(lambda e: e.commercial_partner_id.id)
        for contractor_id, items in self._open_items(events).items():
            moves = items.move_id.filtered(lambda move: move.is_sale_document())
            for move in moves[:MOST_INVOICES]:
                for event in by_contractor.get(contractor_id, ()):
                    found["files"][event.id].append(len(blobs))
                    found["names"][event.id].append(move.name)
                blobs.append(self._invoice_file(move))

    def _invoice_file(self, move):
        """Return an invoice as PDF: the file that was sent, else a new one."""
        kept = move.invoice_pdf_report_id.raw
        if kept:
            return kept
        report = move.env["ir.actions.report"]
        data, kind = report._render_qweb_pdf("account.account_invoices", move.ids)
        if kind != "pdf":
            raise UserError(
                self.env._("%s cannot be printed: no PDF comes of it.", move.name)
            )
        return data
