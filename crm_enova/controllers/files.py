import os

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import Response, content_disposition, request

from ..models.archive.file_name import clean_name, unique_names
from .zip_stream import zip_blocks

# Digits of the largest id.
LONGEST_ID = 10
MOST_FILES = 5000


class Files(http.Controller):
    @http.route("/crm_enova/files.zip", type="http", auth="user", methods=["GET"])
    def files_zip(self, ids="", name=""):
        """Send files as one zip, under the rights of who asks.

        :param str ids: numbers with commas between
        :param str name: of the zip, without its ending
        :return: response that is made while it is sent
        """
        texts = [text for text in ids.split(",") if len(text) <= LONGEST_ID]
        numbers = [int(text) for text in texts if text.isdecimal()][:MOST_FILES]
        files = request.env["ir.attachment"].browse(numbers).exists()
        files.check_access("read")
        if not files:
            raise NotFound()
        # sudo: the caller may read them; where the bytes lie is read here
        return zip_response(files.sudo(), name or request.env._("files"))

    @http.route(
        "/crm_enova/files/<int:link_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def link_page(self, link_id, token):
        """Show a client what a link gives; nothing changes by that.

        :param int link_id: id of the link
        :param str token: its secret
        :return: page with a button for each file
        """
        link = _link(link_id, token)
        files = link._files()
        response = request.render(
            "crm_enova.enova_attachment_link_page", {"link": link, "files": files}
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @http.route(
        "/crm_enova/files/<int:link_id>/<string:token>/download",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
    )
    def link_download(self, link_id, token, file_id=""):
        """Send a client one file of a link, or all as a zip, and count it.

        :param int link_id: id of the link
        :param str token: its secret
        :param str file_id: id of one of its files; all where it is left out
        :return: response with the file
        """
        link = _link(link_id, token)
        files = link._files()
        if file_id:
            files = files.filtered(lambda file: str(file.id) == file_id)
        if not files:
            raise NotFound()
        response = (
            file_response(files)
            if len(files) == 1
            else zip_response(files, link.purpose)
        )
        link._count_download()
        return response


def _link(link_id, token):
    """Return the link of an address; whatever is wrong, nothing is found."""
    link = request.env["enova.attachment.link"]._of_token(link_id, token)
    if not link:
        raise NotFound()
    return link


def file_response(file):
    """Return the response that downloads one file.

    :param file: an attachment that may be read, as superuser
    :raises NotFound: where its bytes are gone from the disk
    """
    try:
        # sudo: the file was checked by whoever calls this
        stream = request.env["ir.binary"].sudo()._get_stream_from(file)
    except (FileNotFoundError, MissingError):
        raise NotFound() from None
    stream.public = False
    return stream.get_response(as_attachment=True)


def zip_response(files, name, paths=None):
    """Return the response that sends files as one zip while it is made.

    What is gone from the disk is named in the zip instead of being left out silently.

    :param files: attachments that may be read, as superuser
    :param str name: of the zip, without its ending
    :param list paths: names within the zip, in the order of the files; their own where
        it is left out
    """
    members, missing = [], []
    names = paths or unique_names(files.mapped("name"))
    for file, file_name in zip(files, names, strict=True):
        source = _source(file)
        if source is None:
            missing.append(file_name)
        else:
            members.append((file_name, source))
    if missing:
        text = "\r\n".join(
            [request.env._("These files are not there any more:"), *missing]
        )
        members.append((request.env._("MISSING.txt"), text.encode()))
    headers = [
        ("Content-Type", "application/zip"),
        ("Content-Disposition", content_disposition(clean_name(f"{name}.zip"))),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    return Response(zip_blocks(members), headers=headers, direct_passthrough=True)


def _source(file):
    """Return the path of a file, its bytes where it has none, or nothing."""
    if file.type == "url":
        return (file.url or "").encode()
    if file.store_fname:
        path = file._full_path(file.store_fname)
        return path if os.path.isfile(path) else None
    return file.db_datas or b""
