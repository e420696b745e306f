from odoo import http
from odoo.http import request

# Nothing of it is kept, found or passed on by the address.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class ServicePage(http.Controller):
    @http.route(
        "/my/service/<int:order_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def service_order(self, order_id, token):
        """Show a client the state of one service order; nothing is changed by it.

        :param int order_id: from the address
        :param str token: the key of the private link
        :return: response; not found for any key that is not this order's
        """
        order = request.env["repair.order"]._by_link(order_id, token)
        if not order:
            raise request.not_found()
        # nobody has logged in who would have a clock of their own
        request.update_context(tz=order._client_zone())
        lang = order.partner_id.lang
        if lang:
            request.update_context(lang=lang)
            order = order.with_context(lang=lang)
        values = {"service": order._page_values()}
        response = request.render("crm_enova.service_page", values)
        response.headers.update(HEADERS)
        return response
