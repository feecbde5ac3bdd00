// pages.js - the pages that were collected: their list, which can be dragged into another order, and
// one of them large, which can be turned and cut.
// SPDX-License-Identifier: Apache-2.0

export function setUpPages({ $, say, send, Area, UNIT }) {
    const tray = $("tray"), dialog = $("large"), image = $("large-image");
    let known = new Set(items().map((item) => item.dataset.page));
    let open = null; // the number of the page that is large

    function items() {
        return [...tray.querySelectorAll("#pages li")];
    }
    const item = (number) => items().find((li) => li.dataset.page === number);

    // ---- the list ----

    // It comes as the server draws it; what was chosen, and where the keyboard was, stays.
    async function changed() {
        const answer = await fetch("pages");
        if (!answer.ok) return;
        const html = await answer.text();
        const chosen = new Set([...tray.querySelectorAll("[name=page]:checked")].map((box) => box.value));
        const active = document.activeElement, within = active?.closest("#tray li");
        const focus = tray.contains(active) && { page: within?.dataset.page, place: items().indexOf(within), value: active.value };
        tray.innerHTML = html;
        for (const li of items()) {
            const box = li.querySelector("[type=checkbox]");
            box.checked = chosen.has(box.value);
            if (known.has(li.dataset.page)) continue;
            li.classList.add("new-page");
            if (!dialog.open) li.scrollIntoView({ block: "nearest" });
        }
        known = new Set(items().map((li) => li.dataset.page));
        if (focus) refocus(focus);
        tellChosen();
        showLarge();
    }

    function refocus({ page, place, value }) {
        const li = item(page) ?? items()[Math.min(place, items().length - 1)];
        const button = li && [...li.querySelectorAll("button, input, a")].find((element) => element.value === value && !element.disabled);
        (button ?? li?.querySelector("button:not(:disabled)") ?? tray.querySelector("button") ?? $("scan")).focus();
    }

    function tellChosen() {
        const n = tray.querySelectorAll("[name=page]:checked").length;
        $("chosen").textContent = n > 0 ? say("chosen", n) : say("chosen_none");
    }
    tray.addEventListener("change", tellChosen);

    // ---- dragging: by mouse at once, by finger after a moment, so that the page can be scrolled ----

    let drag = null;

    function start() {
        if (!drag) return;
        drag.moving = true;
        drag.li.classList.add("moved");
        navigator.vibrate?.(10);
    }

    function finish(keep) {
        if (!drag) return;
        clearTimeout(drag.timer);
        drag.li.classList.remove("moved");
        for (const li of items()) li.classList.remove("target");
        const { moving, li, target } = drag;
        drag = null;
        if (moving && keep && target && target !== li)
            send("change", { do: "move", page: li.dataset.page, place: items().indexOf(target) });
    }

    tray.addEventListener("pointerdown", (event) => {
        const li = event.target.closest("#pages li");
        if (!li || event.button > 0 || !event.target.closest(".thumb")) return;
        drag = { li, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse", dragged: false };
        if (drag.touch) drag.timer = setTimeout(start, 350);
    });
    document.addEventListener("pointermove", (event) => {
        if (!drag) return;
        const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 8;
        if (!drag.moving && far) {
            if (drag.touch) return finish(false);
            start();
        }
        if (!drag?.moving) return;
        drag.dragged = drag.dragged || far;
        const target = document.elementFromPoint(event.clientX, event.clientY)?.closest("#pages li");
        for (const li of items()) li.classList.toggle("target", li === target && li !== drag.li);
        drag.target = target;
    });
    document.addEventListener("pointerup", () => {
        if (drag?.moving) {
            tray.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
            setTimeout(() => tray.dispatchEvent(new Event("click", { cancelable: true })));
        }
        finish(true);
    });
    document.addEventListener("pointercancel", () => finish(false));
    tray.addEventListener("touchmove", (event) => {
        if (drag?.moving) event.preventDefault();
    }, { passive: false });
    tray.addEventListener("contextmenu", (event) => {
        if (drag?.touch) event.preventDefault();
    });
    tray.addEventListener("dragstart", (event) => event.preventDefault());

    // ---- one page large ----

    tray.addEventListener("click", (event) => {
        const link = event.target.closest?.(".thumb");
        if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open = link.closest("li").dataset.page;
        cutting(false);
        showLarge();
        if (!dialog.open) dialog.showModal();
    });

    function showLarge() {
        const li = open && item(open);
        if (!li) {
            open = null;
            if (dialog.open) dialog.close();
            return;
        }
        const place = items().indexOf(li), kind = dialog.classList.contains("cuts") ? "full" : "large";
        $("large-title").textContent = say("page_n", place + 1);
        image.alt = say("page_n", place + 1);
        const source = `page/${open}/${kind}?v=${li.dataset.version}`;
        if (image.getAttribute("src") !== source) image.src = source;
        $("large-previous").disabled = place === 0;
        $("large-next").disabled = place === items().length - 1;
    }

    function step(by) {
        const next = items()[items().indexOf(item(open)) + by];
        if (!next) return;
        open = next.dataset.page;
        showLarge();
    }

    const change = (action) => send("change", { do: action, page: open });
    $("large-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
        const li = open && item(open);
        open = null;
        (li?.querySelector(".thumb") ?? $("scan")).focus();
    });
    $("large-previous").addEventListener("click", () => step(-1));
    $("large-next").addEventListener("click", () => step(1));
    $("large-left").addEventListener("click", () => change("left"));
    $("large-right").addEventListener("click", () => change("right"));
    $("large-delete").addEventListener("click", async () => {
        const all = items(), next = all[all.indexOf(item(open)) + 1] ?? all[all.indexOf(item(open)) - 1];
        const gone = open;
        open = next?.dataset.page ?? null;
        await send("change", { do: "delete", page: gone });
    });
    dialog.addEventListener("keydown", (event) => {
        if (dialog.classList.contains("cuts") || event.target.tagName === "INPUT") return;
        const ahead = document.documentElement.dir === "rtl" ? -1 : 1;
        if (event.key === "ArrowLeft") step(-ahead);
        if (event.key === "ArrowRight") step(ahead);
    });

    // ---- cutting ----

    const fields = ["left", "top", "width", "height"].map((name) => $("crop-" + name));
    const area = new Area($("large-glass"), $("large-area"), showFields);
    area.enable(false);

    // The page as it is shown, in millimetres.
    function shownSize() {
        const { width, height, quarters } = item(open).dataset;
        return quarters % 2 ? [height * UNIT, width * UNIT] : [width * UNIT, height * UNIT];
    }

    function showFields({ x, y, w, h }) {
        const [width, height] = shownSize();
        [x * width, y * height, w * width, h * height].forEach((value, i) => { fields[i].value = value.toFixed(1); });
    }

    for (const field of fields)
        field.addEventListener("input", () => {
            const [width, height] = shownSize(), [x, y, w, h] = fields.map((f) => Math.max(0, parseFloat(f.value) || 0));
            area.set({ x: x / width, y: y / height, w: w / width, h: h / height });
        });

    function cutting(on) {
        dialog.classList.toggle("cuts", on);
        $("crop-help").hidden = $("crop-lengths").hidden = !on;
        area.enable(on);
        area.set(on ? { x: 0, y: 0, w: 1, h: 1 } : null);
        if (on) showFields(area.rectangle);
        if (open) showLarge();
    }

    // From the page as it is shown, turned clockwise, to the page as it was scanned.
    function unturned({ x, y, w, h }, quarters) {
        switch (quarters % 4) {
        case 1: return { x: y, y: 1 - x - w, w: h, h: w };
        case 2: return { x: 1 - x - w, y: 1 - y - h, w, h };
        case 3: return { x: 1 - y - h, y: x, w: h, h: w };
        default: return { x, y, w, h };
        }
    }

    async function cut(rectangle) {
        const r = unturned(rectangle, +item(open).dataset.quarters), whole = (v) => Math.round(v * 10000);
        const x = Math.max(0, whole(r.x)), y = Math.max(0, whole(r.y));
        const page = open;
        cutting(false);
        await send("change", { do: "cut", page, x, y, w: Math.min(whole(r.w), 10000 - x), h: Math.min(whole(r.h), 10000 - y) });
    }

    $("large-crop").addEventListener("click", () => {
        cutting(true);
        $("crop-apply").focus(); // a field would bring a phone's keyboard up
    });
    $("crop-apply").addEventListener("click", () => cut(area.rectangle));
    $("crop-whole").addEventListener("click", () => cut({ x: 0, y: 0, w: 1, h: 1 }));
    $("crop-cancel").addEventListener("click", () => cutting(false));

    tellChosen();
    return { changed };
}
