from . import ir_attachment, ir_attachment_owner, ir_binary
from . import ir_attachment_archive, ir_attachment_search
from . import ir_attachment_actions, ir_attachment_preview, ir_attachment_compare
from . import enova_attachment_category, enova_attachment_tag
from . import enova_attachment, enova_attachment_version, enova_attachment_validity
from . import enova_attachment_link
from . import enova_attachment_text
from . import enova_activity, enova_document_mixin, enova_project, res_partner
from . import enova_folder_part_mixin
from . import enova_folder_definition, enova_folder_definition_section
from . import enova_folder_member, enova_folder_section
from . import enova_folder_item, enova_folder_item_access, enova_folder_item_shown
from . import enova_folder_item_import
from . import enova_folder, enova_folder_add, enova_folder_contents
from . import enova_folder_model, ir_model
from . import enova_schema
