import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {saidByGroups} from "../color_rule/color_rule_patches";
import {useTaskKeys} from "./keys";
import {MyTasksListRenderer} from "./my_tasks_list";
import {MyTasksSearchModel} from "./my_tasks_search";
import {Reminders} from "./reminders";
import {TaskTabs} from "./task_tabs";

/** My day: tabs, reminders on documents, and the list, worked from the keyboard. */
export class MyTasksListController extends ListController {
    static template = "crm_enova.MyTasksListView";
    static components = {...ListController.components, Reminders, TaskTabs};

    setup() {
        super.setup();
        useTaskKeys(this);
    }
}

/** The same at phone width, where a list opens as cards. */
export class MyTasksKanbanController extends KanbanController {
    static template = "crm_enova.MyTasksKanbanView";
    static components = {...KanbanController.components, Reminders, TaskTabs};
}

export class MyTasksKanbanRenderer extends KanbanRenderer {
    /** The date itself is red where a task is overdue. */
    get enovaSaid() {
        return [...saidByGroups(this.props.list), "due_state"];
    }
}

const views = registry.category("views");
views.add("enova_my_tasks_list", {
    ...listView,
    Controller: MyTasksListController,
    Renderer: MyTasksListRenderer,
    SearchModel: MyTasksSearchModel,
});
views.add("enova_my_tasks_kanban", {
    ...kanbanView,
    Controller: MyTasksKanbanController,
    Renderer: MyTasksKanbanRenderer,
    SearchModel: MyTasksSearchModel,
});
