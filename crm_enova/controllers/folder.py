from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .files import zip_response


class FolderFiles(http.Controller):
    @http.route("/crm_enova/folder/<int:folder_id>/files", type="http", auth="user")
    def files(self, folder_id):
        """Send the files of a folder as one zip, under the rights of who asks.

        :param int folder_id: id of the folder
        :return: response that is made while it is sent
        """
        folder = request.env["enova.folder"].browse(folder_id).exists()
        if not folder or not folder.has_access("read"):
            raise NotFound()
        found = folder._files()
        files = request.env["ir.attachment"].browse(file.id for _path, file in found)
        # sudo: the caller may read them; where the bytes lie is read here
        return zip_response(
            files.sudo(), folder.display_name, [path for path, _file in found]
        )

    @http.route("/crm_enova/folder/upload", type="http", auth="user", methods=["POST"])
    def upload(self, id, ufile=None, model=None):
        """Put files into a folder, by those who may add to it.

        :param str id: id of the folder
        :param ufile: the files, which the request holds
        :param str model: as core's own route has it; it is a folder here
        :return: response with a list of dicts of ``id`` and ``filename`` of the
            attachments, or of ``error``
        """
        files = request.httprequest.files.getlist("ufile")
        try:
            folder = request.env["enova.folder"].browse(int(id))
            items = folder._add_files([(file.filename, file.read()) for file in files])
        except (AccessError, UserError, ValueError) as error:
            request.env.cr.rollback()
            return request.make_json_response([{"error": str(error)}])
        return request.make_json_response(
            [{"id": item.res_id, "filename": item.title} for item in items]
        )
