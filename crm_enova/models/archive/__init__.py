from . import ir_attachment
from . import enova_folder_part_mixin
from . import enova_folder_definition, enova_folder_definition_section
from . import enova_folder_member, enova_folder_section
from . import enova_folder_item, enova_folder_item_access, enova_folder_item_shown
from . import enova_folder, enova_folder_add, enova_folder_contents
from . import enova_folder_model, ir_model
