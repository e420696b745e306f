import {makeDraggableHook} from "@web/core/utils/draggable_hook_builder_owl";
import {clicked, drawn, momentAt, moved, stretched} from "./board_range";

const useGrip = makeDraggableHook({
    name: "useGrip",
    // the bar stays where it is: a ghost of it goes along
    onComputeParams: ({ctx}) => {
        ctx.followCursor = false;
    },
    onWillStartDrag: ({ctx}) => ({
        element: ctx.current.element,
        x: ctx.current.initialPosition.x,
    }),
    onDragStart: () => ({}),
    onDrag: () => ({}),
    onDrop: () => ({}),
    onDragEnd: () => ({}),
});

function rowAt(root, y) {
    for (const row of root.querySelectorAll(".o_enova_board_track")) {
        const {top, bottom} = row.getBoundingClientRect();
        if (y >= top && y < bottom) {
            return row;
        }
    }
    return null;
}

/**
 * Draw on free time, pull a bar or an end of it. A touch draws and pulls after it has
 * rested a moment; before, it scrolls.
 *
 * @param {Object} params
 * @param {{el: HTMLElement}} params.ref of the rows
 * @param {Object} params.ghost reactive; what is about to be reserved or moved
 * @param {BoardModel} params.model
 * @param {(resource: number, span: Object) => any} params.onDrawn
 * @param {(bar: Object, to: Object) => any} params.onMoved
 * @returns {(ev: MouseEvent) => Object} what a click on free time proposes
 */
export function useBoardDrag({ref, ghost, model, onDrawn, onMoved}) {
    let held = null;

    const momentUnder = (x) => {
        const track = ref.el.querySelector(".o_enova_board_track");
        const {left, width} = track.getBoundingClientRect();
        return momentAt(model.columns, (x - left) / width);
    };

    const spanUnder = (x) => {
        const {scale, columns} = model;
        const now = momentUnder(x);
        if (!held.bar) {
            return drawn(columns, scale, held.moment, now);
        }
        return held.end
            ? stretched(scale, held.bar, held.end, held.moment, now)
            : moved(scale, held.bar, held.moment, now);
    };

    const follow = ({x, y}) => {
        const fixed = !held.bar || held.end;
        const row = (!fixed && rowAt(ref.el, y)) || held.row;
        const resource = Number(row.dataset.resource);
        const target = model.rows[resource].bookable ? resource : held.resource;
        const place = ref.el.querySelector(`[data-resource="${target}"]`);
        Object.assign(ghost, {
            ...spanUnder(x),
            resource: target,
            top: place.offsetTop + held.lane,
            bar: held.bar,
            shown: true,
        });
    };

    /** The ghost stays until it is known what becomes of it. */
    const settle = async (outcome) => {
        ghost.settling = true;
        try {
            await outcome;
        } finally {
            Object.assign(ghost, {shown: false, settling: false});
        }
    };

    useGrip({
        ref,
        elements: ".o_enova_board_free, .o_enova_board_movable, .o_enova_board_handle",
        // what others hold is no time to draw on
        ignore: ".o_enova_board_bar:not(.o_enova_board_movable)",
        tolerance: 5,
        edgeScrolling: {speed: 12, threshold: 40},
        enable: () => !ghost.settling,
        onWillStartDrag({element, x}) {
            const row = element.closest(".o_enova_board_track");
            const place = element.closest(".o_enova_board_bar");
            const key = place && Number(place.dataset.key);
            held = {
                row,
                resource: Number(row.dataset.resource),
                bar: place && model.bars.find((bar) => bar.key === key),
                end: element.dataset.end,
                lane: place ? place.offsetTop : 0,
                moment: momentUnder(x),
            };
        },
        onDrag: follow,
        onDrop(pointer) {
            follow(pointer);
            const {start, stop, resource} = ghost;
            settle(
                held.bar
                    ? onMoved(held.bar, {start, stop, resource})
                    : onDrawn(resource, {start, stop})
            );
        },
        onDragEnd() {
            ghost.shown = Boolean(ghost.settling);
        },
    });

    return (ev) => clicked(model.columns, model.scale, momentUnder(ev.clientX));
}
