/** What scrolls a page of ours, which has to end where the window does. */
export function scrollerOf(page) {
    let scroller = page;
    while (!["auto", "scroll"].includes(getComputedStyle(scroller).overflowY)) {
        scroller = scroller.parentElement;
    }
    return scroller;
}

export const isScrolled = (page) => ({
    content: "Its end is reached by whoever scrolls",
    trigger: page,
    run() {
        const {bottom} = scrollerOf(this.anchor).getBoundingClientRect();
        if (bottom > window.innerHeight + 1) {
            throw new Error(`the page ends at ${bottom}, below the window`);
        }
    },
});
