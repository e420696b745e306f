import {registry} from "@web/core/registry";
import {BoardController} from "./board_controller";

/** A view of resources, beside kanban and list, with the same search. */
registry.category("views").add("enova_board", {
    type: "enova_board",
    Controller: BoardController,
    searchMenuTypes: ["filter", "groupBy", "favorite"],
    props: (props) => props,
});
