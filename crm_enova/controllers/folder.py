import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request

from ..models.archive.zip_stream import PIECE, clean_name, zip_stream


class FolderFiles(http.Controller):
    @http.route("/crm_enova/folder/<int:folder_id>/files", type="http", auth="user")
    def files(self, folder_id):
        """Send the files of a folder in one archive, under the rights of who asks.

        What has been lost on the disk is named in a text within the archive.

        :param int folder_id: id of the folder
        :return: response that is sent while the archive is made
        """
        folder = request.env["enova.folder"].browse(folder_id).exists()
        if not folder.has_access("read") or not folder:
            raise request.not_found()
        entries, lost = [], []
        for path, attachment in folder._files():
            pieces = _pieces(attachment)
            if pieces is None:
                lost.append(path)
            else:
                entries.append((path, pieces))
        if lost:
            text = request.env._("Lost, and not in this archive:")
            name = request.env._("Lost files.txt")
            entries.append((name, ["\n".join([text, *lost]).encode()]))
        title = f"{clean_name(folder.display_name)}.zip"
        headers = [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", content_disposition(title)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(zip_stream(entries), headers)

    @http.route("/crm_enova/folder/upload", type="http", auth="user", methods=["POST"])
    def upload(self, id, ufile=None):
        """Put files into a folder, by those who may add to it.

        :param str id: id of the folder
        :param ufile: the files, which the request holds
        :return: response with a list of dicts of ``id`` and ``filename``, or with a
            dict of ``error``
        """
        files = request.httprequest.files.getlist("ufile")
        try:
            folder = request.env["enova.folder"].browse(int(id)).exists()
            folder.check_access("read")
            items = folder._add_files([(file.filename, file.read()) for file in files])
        except (AccessError, UserError, ValueError) as error:
            request.env.cr.rollback()
            return request.make_json_response({"error": str(error)})
        rows = [{"id": item.id, "filename": item.title} for item in items]
        return request.make_response(json.dumps(rows))


def _pieces(attachment):
    """Return the content of an attachment by pieces, or ``None`` if it is lost.

    The cursor is closed when the archive is sent: what is in the database is read now.
    """
    try:
        stream = attachment._to_http_stream()
    except OSError:
        return None
    if stream.type == "path":
        return _read(stream.path)
    return [stream.data] if stream.type == "data" else None


def _read(path):
    """Yield a file by pieces."""
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            yield piece
