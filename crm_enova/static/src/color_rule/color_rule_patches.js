import {useEffect, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {CalendarSidePanel} from "@web/views/calendar/calendar_side_panel/calendar_side_panel";
import {KanbanRecord} from "@web/views/kanban/kanban_record";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {ColorLegend} from "./color_legend";

/** Return the stored records that a list shows, those in groups included. */
function shownRecords(list) {
    const records = list.isGrouped
        ? list.groups.flatMap((group) => (group.list ? shownRecords(group.list) : []))
        : list.records;
    return records.filter((record) => record.resId);
}

/** Return the fields that a list is grouped by: its groups say what they hold. */
export function saidByGroups({groupBy}) {
    return (groupBy || []).map((name) => name.split(":")[0]);
}

/** Ask for the colours of what is shown, and again when it was loaded or saved. */
function usePainter(renderer, isPainting) {
    const service = useService("enova_color_rule");
    renderer.enovaPainted = useState(service.painted);
    useEffect(
        () => {
            if (isPainting()) {
                service.paint(
                    renderer.props.list.resModel,
                    renderer.enovaIds,
                    renderer.enovaSaid
                );
            }
        },
        () =>
            isPainting()
                ? // what the server said of a record is a new object with each reading
                  shownRecords(renderer.props.list).flatMap((r) => [r.resId, r._values])
                : []
    );
}

function style(painted, record) {
    const rule = record.resId && painted.get(`${record.resModel},${record.resId}`);
    return rule ? `o_enova_painted ${rule.style}` : "";
}

const ids = {
    get enovaColorLegend() {
        return ColorLegend;
    },
    get enovaIds() {
        return shownRecords(this.props.list).map((record) => record.resId);
    },
    /** What the page says by its groups, a rule for everyone need not say again. */
    get enovaSaid() {
        return saidByGroups(this.props.list);
    },
};

patch(ListRenderer.prototype, {
    setup() {
        super.setup(...arguments);
        usePainter(this, () => this.enovaPaints);
    },
    get enovaPaints() {
        return !this.isX2Many && !this.props.list.model.useSampleModel;
    },
    getRowClass(record) {
        return `${super.getRowClass(...arguments)} ${style(this.enovaPainted, record)}`;
    },
});
patch(ListRenderer.prototype, ids);

patch(KanbanRenderer.prototype, {
    setup() {
        super.setup(...arguments);
        usePainter(this, () => !this.props.list.model.useSampleModel);
    },
});
patch(KanbanRenderer.prototype, ids);

patch(KanbanRecord.prototype, {
    setup() {
        super.setup(...arguments);
        this.enovaPainted = useState(useService("enova_color_rule").painted);
    },
    getRecordClasses() {
        const painted = style(this.enovaPainted, this.props.record);
        return `${super.getRecordClasses(...arguments)} ${painted}`;
    },
});

patch(CalendarModel.prototype, {
    async loadRecords() {
        const records = await super.loadRecords(...arguments);
        const shown = Object.values(records).map((record) => record.id);
        await this.env.services.enova_color_rule.paint(this.resModel, shown);
        return records;
    },
});

patch(CalendarCommonRenderer.prototype, {
    eventClassNames({event}) {
        const {model} = this.props;
        const {painted} = this.env.services.enova_color_rule;
        const record = {resModel: model.resModel, resId: Number(event.id)};
        const names = style(painted, record).split(" ").filter(Boolean);
        return [...super.eventClassNames(...arguments), ...names];
    },
});

patch(CalendarSidePanel.prototype, {
    get enovaColorLegend() {
        return ColorLegend;
    },
    get enovaIds() {
        return Object.values(this.props.model.records).map((record) => record.id);
    },
});
