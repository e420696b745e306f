"""What we rely on in the web client of core; see ``core_contracts``."""

# What we extend of the web client: module, class, members.
JAVASCRIPT = {
    "@base_import/import_model": {"BaseImportModel": ("_getCSVFormattingOptions",)},
    "@mail/core/web/activity_menu": {"ActivityMenu": ("executeActivityAction",)},
    "@html_editor/fields/html_field": {
        "HtmlField": ("getConfig", "onEditorLoad", "setup")
    },
    "@web/core/dropzone/dropzone": {"Dropzone": ("template",)},
    "@web/model/model": {"Model": ("load", "setup")},
    "@web/model/relational_model/dynamic_group_list": {
        "DynamicGroupList": ("isRecordCountTrustable",)
    },
    "@web/model/relational_model/group": {"Group": ("setup",)},
    "@web/model/relational_model/record": {
        "Record": ("_applyValues", "_getDefaultValues", "_setData")
    },
    "@web/model/relational_model/relational_model": {
        "RelationalModel": (
            "DynamicGroupList",
            "Group",
            "Record",
            "_loadRecords",
            "_webReadGroup",
            "setup",
        )
    },
    "@web/search/search_model": {"SearchModel": ("deactivateGroup",)},
    "@web/views/calendar/calendar_common/calendar_common_renderer": {
        "CalendarCommonRenderer": ("eventClassNames",)
    },
    "@web/views/calendar/calendar_controller": {
        "CalendarController": ("className", "getQuickCreateFormViewProps")
    },
    "@web/views/calendar/calendar_model": {
        "CalendarModel": (
            "buildRawRecord",
            "loadRecords",
            "makeContextDefaults",
            "normalizeRecord",
            "updateRecord",
        )
    },
    "@web/views/calendar/calendar_side_panel/calendar_side_panel": {
        "CalendarSidePanel": ()
    },
    "@web/views/fields/properties/properties_field": {
        "PropertiesField": ("checkDefinitionWriteAccess",)
    },
    "@web/views/fields/field_selector/field_selector_field": {
        "FieldSelectorField": ("components", "selectorProps", "template")
    },
    "@web/views/fields/datetime/datetime_field": {
        "DateTimeField": ("getFormattedValue",)
    },
    "@web/views/form/button_box/button_box": {"ButtonBox": ("setup",)},
    "@web/views/form/form_controller": {
        "FormController": ("beforeUnload", "className", "modelParams", "setup")
    },
    "@web/views/form/form_renderer": {"FormRenderer": ("setup",)},
    "@web/views/kanban/kanban_controller": {
        "KanbanController": ("components", "template")
    },
    "@web/views/kanban/kanban_header": {"KanbanHeader": ("components", "template")},
    "@web/views/kanban/kanban_record": {"KanbanRecord": ("getRecordClasses", "setup")},
    "@web/views/kanban/kanban_renderer": {
        "KanbanRenderer": (
            "components",
            "getGroupUnloadedCount",
            "setup",
            "sortRecordDrop",
            "template",
        )
    },
    "@web/views/view_components/column_progress": {"ColumnProgress": ("template",)},
    "@web/views/list/list_controller": {
        "ListController": ("components", "modelParams", "setup", "template")
    },
    "@web/views/list/list_renderer": {
        "ListRenderer": (
            "createViewKey",
            "getActiveColumns",
            "getRowClass",
            "setup",
            "toggleOptionalField",
        )
    },
}
# Parts of its code that no class declares.
JAVASCRIPT_TEXTS = {
    # chosen before each rendering, and ours chooses after it
    "@web/views/form/button_box/button_box": (
        "onWillRender(() => {",
        "this.visibleButtons = allVisibleButtons;",
        "this.additionalButtons = [];",
        "this.isFull = true;",
    ),
    # one more than the limit says that there are more; a list knows no other sum
    "@web/model/relational_model/dynamic_group_list": (
        "this._nbRecordsMatchingDomain = await this.model.orm.searchCount(",
        "{ limit: this.model.initialCountLimit }",
    ),
    # with this answer there is no chatter on a form
    "@mail/chatter/web/form_renderer": (
        "mailLayout(hasAttachmentContainer) {",
        'return "NONE";',
    ),
    # an object of its own for each reading of a record: colours are asked for again
    "@web/model/relational_model/record": (
        "this._values =",
        # what a form reads later has an empty value until then, and a change of it
        # wins over what comes
        "data = { ...this._getDefaultValues(missingFields), ...data };",
        "Object.assign(this.data, this._values, this._changes);",
    ),
    # who reads a form anew is told, and not waited for
    "@web/model/relational_model/relational_model": (
        "await this.hooks.onRootLoaded(this.root);",
        "this.mutex = markRaw(new Mutex());",
    ),
    "@web/model/relational_model/utils": (
        "export function getBasicEvalContext(config) {",
        "export function getFieldsSpec(activeFields, fields, evalContext,",
    ),
    # ours has none
    "@web/views/graph/graph_view": ("buttonTemplate: view.buttonTemplate,",),
    # ours is a property that sets and gives it, and drops it with its facet
    "@web/search/search_model": (
        "this.defaultGroupBy = config.defaultGroupBy;",
        "delete this.defaultGroupBy;",
        'const SPECIAL = Symbol("special");',
    ),
}

# Templates that ours extend or call, and where they are.
TEMPLATES = {
    "ImportDataSidepanel": (
        "base_import/static/src/import_data_sidepanel/import_data_sidepanel.xml"
    ),
    "web.CalendarSidePanel": (
        "web/static/src/views/calendar/calendar_side_panel/calendar_side_panel.xml"
    ),
    "web.ColumnProgress": ("web/static/src/views/view_components/column_progress.xml"),
    "web.KanbanHeader": "web/static/src/views/kanban/kanban_header.xml",
    "web.KanbanRenderer": "web/static/src/views/kanban/kanban_renderer.xml",
    "web.KanbanView": "web/static/src/views/kanban/kanban_controller.xml",
    "web.ListRenderer": "web/static/src/views/list/list_renderer.xml",
    "web.ListView": "web/static/src/views/list/list_controller.xml",
}
