import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {useTaskKeys} from "./keys";
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

const views = registry.category("views");
views.add("enova_my_tasks_list", {...listView, Controller: MyTasksListController});
views.add("enova_my_tasks_kanban", {
    ...kanbanView,
    Controller: MyTasksKanbanController,
});
