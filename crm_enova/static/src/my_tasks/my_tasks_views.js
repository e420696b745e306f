import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {Reminders} from "./reminders";

/** The list of my tasks, with the reminders on documents above it. */
export class MyTasksListController extends ListController {
    static template = "crm_enova.MyTasksListView";
    static components = {...ListController.components, Reminders};
}

/** The same at phone width, where a list opens as cards. */
export class MyTasksKanbanController extends KanbanController {
    static template = "crm_enova.MyTasksKanbanView";
    static components = {...KanbanController.components, Reminders};
}

const views = registry.category("views");
views.add("enova_my_tasks_list", {...listView, Controller: MyTasksListController});
views.add("enova_my_tasks_kanban", {
    ...kanbanView,
    Controller: MyTasksKanbanController,
});
