import {onPatched, useExternalListener} from "@odoo/owl";

function recordsOf(list) {
    return list.isGrouped
        ? list.groups.flatMap((group) => (group.list ? recordsOf(group.list) : []))
        : list.records;
}

/**
 * Keep the focus of a list on its task. Loading the list anew makes new rows, and with
 * the old ones goes the focus; the next key would be for nothing, or for another task.
 *
 * @param {Object} controller of a list
 * @returns {Object} ``records()`` with the focus; ``leave(ids)`` for the row that is
 *   there then, when these are dealt with
 */
export function useRowFocus(controller) {
    // the records of the rows as drawn, by the id of the row: those of the model are
    // others already while a new list waits to be drawn
    let drawn = new Map();
    let last = null;
    let left = new Set();

    const rows = () => [
        ...(controller.rootRef.el?.querySelectorAll(".o_data_row") || []),
    ];
    const focused = () => document.activeElement?.closest?.(".o_data_row");
    const recordOf = (row) =>
        drawn.get(row.dataset.id) ||
        recordsOf(controller.model.root).find(({id}) => id === row.dataset.id);

    function rowFor({id, place}) {
        const shown = rows();
        const same = shown.find((row) => recordOf(row)?.resId === id);
        return same && !left.has(id) ? same : shown[Math.min(place, shown.length - 1)];
    }

    // a row that is drawn anew takes the focus along, and no event tells of it
    useExternalListener(document, "focusin", () => {
        const row = focused();
        const record = row && recordOf(row);
        last = record ? {id: record.resId, place: rows().indexOf(row)} : null;
    });

    onPatched(() => {
        drawn = new Map(recordsOf(controller.model.root).map((r) => [r.id, r]));
        // whoever has gone elsewhere, into a window or a field, stays there
        if (last && document.activeElement === document.body) {
            rowFor(last)?.querySelector("td")?.focus();
            left = new Set();
        }
    });

    return {
        records() {
            const record = focused() && recordOf(focused());
            return record ? [record] : [];
        },
        leave(ids) {
            left = new Set(ids);
        },
    };
}
