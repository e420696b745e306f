from odoo import http
from odoo.http import content_disposition, request

# Digits of the largest id.
LONGEST_ID = 10


class VcardExport(http.Controller):
    @http.route("/crm_enova/vcard", type="http", auth="user", methods=["POST"])
    def vcard(self, ids=""):
        """Send partners as one ``.vcf`` file, under the rights of who asks.

        :param str ids: numbers with commas between; too many for an address
        :return: response with the file to download
        """
        texts = [text for text in ids.split(",") if len(text) <= LONGEST_ID]
        numbers = [int(text) for text in texts if text.isdecimal()]
        partners = request.env["res.partner"].browse(numbers).exists()
        text = partners._vcard_file()
        name = partners.name if len(partners) == 1 else request.env._("contractors")
        headers = [
            ("Content-Type", "text/vcard; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"{name}.vcf")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(text.encode(), headers)
