// area.js - a rectangle that is drawn on a picture by mouse, pen or finger. Its measures are parts
// of the picture, 0 to 1.
// SPDX-License-Identifier: Apache-2.0

const EDGE = 14; // pixels beside an edge within which it is taken

export class Area {
    // picture: what it lies on; box: the element that shows it; drawn(rectangle, done): called while it
    // is drawn, and with done at the end
    constructor(picture, box, drawn) {
        Object.assign(this, { picture, box, drawn, rectangle: null, active: true });
        picture.classList.add("drawable");
        picture.addEventListener("pointerdown", (event) => this.begin(event));
        picture.addEventListener("pointermove", (event) => this.move(event));
        for (const end of ["pointerup", "pointercancel"])
            picture.addEventListener(end, () => this.end());
    }

    enable(active) {
        this.active = active;
        this.picture.classList.toggle("drawable", active);
    }

    set(rectangle) {
        this.rectangle = rectangle && this.within(rectangle);
        this.box.hidden = !this.rectangle;
        if (!this.rectangle) return;
        const { x, y, w, h } = this.rectangle;
        Object.assign(this.box.style, { left: x * 100 + "%", top: y * 100 + "%", width: w * 100 + "%", height: h * 100 + "%" });
    }

    within({ x, y, w, h }) {
        const clamp = (value, most) => Math.min(Math.max(value, 0), most);
        x = clamp(x, 1);
        y = clamp(y, 1);
        return { x, y, w: clamp(w, 1 - x), h: clamp(h, 1 - y) };
    }

    place(event) {
        const box = this.picture.getBoundingClientRect();
        return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height, box };
    }

    // Near a corner or edge that one is moved, within the rectangle all of it, elsewhere a new one
    // is drawn.
    begin(event) {
        if (!this.active || event.button > 0) return;
        event.preventDefault();
        this.picture.setPointerCapture(event.pointerId);
        const { x, y, box } = this.place(event), r = this.rectangle;
        const near = (a, b, size) => Math.abs(a - b) * size < EDGE;
        this.from = { x, y, old: r, sides: "new" };
        if (!r || x < r.x - 0.02 || x > r.x + r.w + 0.02 || y < r.y - 0.02 || y > r.y + r.h + 0.02) return;
        const sides = (near(x, r.x, box.width) ? "l" : near(x, r.x + r.w, box.width) ? "r" : "") +
            (near(y, r.y, box.height) ? "t" : near(y, r.y + r.h, box.height) ? "b" : "");
        const whole = r.w > 0.97 && r.h > 0.97;
        this.from.sides = sides || (whole ? "new" : "all");
    }

    move(event) {
        if (!this.from) return;
        const at = this.place(event), { old, sides } = this.from;
        const dx = at.x - this.from.x, dy = at.y - this.from.y;
        let edges;
        if (sides === "new") edges = [this.from.x, this.from.y, at.x, at.y];
        else if (sides === "all") {
            const mx = Math.min(Math.max(dx, -old.x), 1 - old.x - old.w), my = Math.min(Math.max(dy, -old.y), 1 - old.y - old.h);
            edges = [old.x + mx, old.y + my, old.x + old.w + mx, old.y + old.h + my];
        } else edges = [
            old.x + (sides.includes("l") ? dx : 0), old.y + (sides.includes("t") ? dy : 0),
            old.x + old.w + (sides.includes("r") ? dx : 0), old.y + old.h + (sides.includes("b") ? dy : 0)];
        const [x0, x1] = [edges[0], edges[2]].map((v) => Math.min(Math.max(v, 0), 1)).sort((a, b) => a - b);
        const [y0, y1] = [edges[1], edges[3]].map((v) => Math.min(Math.max(v, 0), 1)).sort((a, b) => a - b);
        if ((x1 - x0) * at.box.width < 6 || (y1 - y0) * at.box.height < 6) return; // a slip
        this.set({ x: x0, y: y0, w: x1 - x0, h: y1 - y0 });
        this.from.moved = true;
        this.drawn(this.rectangle, false);
    }

    end() {
        if (this.from?.moved) this.drawn(this.rectangle, true);
        this.from = null;
    }
}
