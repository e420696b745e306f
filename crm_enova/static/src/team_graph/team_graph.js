import {graphView} from "@web/views/graph/graph_view";
import {registry} from "@web/core/registry";

/** A graph without the buttons above it: six of them on one page would be forty. */
registry.category("views").add("enova_team_graph", {
    ...graphView,
    buttonTemplate: "crm_enova.TeamGraph.Buttons",
});
