// main.js - the page to scan from: what it shows is asked from the server, forms are sent without
// leaving the page, and choices are remembered in this browser.
// SPDX-License-Identifier: Apache-2.0
import { Area } from "./area.js";
import { setUpPages } from "./pages.js";

export const $ = (id) => document.getElementById(id);
export const words = JSON.parse($("scan-page").dataset.words);
export const say = (key, n) => words[key].replace("{n}", n);
const UNIT = 25.4 / 300; // millimetres in a unit of the server
const MEMORY = "scan-settings";

let state = JSON.parse($("scan-page").dataset.state);
let pages = { changed() {} };
let timer = 0;
let asking = false;
let sent = 0; // forms: an answer to a question that was asked before one came is old
let noticed = state.noticed;
const settings = $("settings");

// ---- asking the server ----

async function ask(address, options = {}) {
    const answer = await fetch(address, { ...options, headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.status === 403) {
        // a page of the site that says no is nothing for this line
        const page = answer.headers.get("Content-Type")?.startsWith("text/html");
        const text = page ? say(answer.status === 404 ? "forgotten" : "not_made_here") : await answer.text();
        tell(text, true);
        if (answer.status === 404) setTimeout(() => location.reload(), 4000);
        throw new Error(text);
    }
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
}

function plan() {
    clearTimeout(timer);
    const wait = state.busy ? 500 : state.waiting ? 1500 : document.hidden ? 30000 : 4000;
    timer = setTimeout(refresh, wait);
}

async function refresh() {
    clearTimeout(timer);
    if (!asking) {
        asking = true;
        try {
            const input = new FormData(settings).get("input"), before = sent;
            const answer = await ask("state?input=" + encodeURIComponent(input));
            if (before === sent) show(answer);
            else notice(answer);
        } catch (error) {
            if (error instanceof TypeError) show({ ...state, tone: "bad", text: say("lost"), hint: say("lost_hint") });
        }
        asking = false;
    }
    plan();
}

// send - a form's fields, and one more; the page shows what came of it.
export async function send(address, fields) {
    const body = new URLSearchParams(fields);
    if (!body.has("token")) body.set("token", settings.elements.token.value);
    if (!body.has("input")) body.set("input", new FormData(settings).get("input"));
    sent++;
    try {
        show(await ask(address, { method: "POST", body }));
        return true;
    } catch (error) {
        if (error instanceof TypeError) tell(say("lost"), true);
        return false;
    } finally {
        sent++;
        plan();
    }
}

// ---- showing ----

function tell(text, bad) {
    $("notice").hidden = !text;
    $("notice").dataset.bad = bad;
    if ($("notice-text").textContent !== text) $("notice-text").textContent = text;
}

// The server tells a notice once, so it is not lost with an old answer.
function notice(answer) {
    if (answer.noticed <= noticed) return;
    noticed = answer.noticed;
    if (answer.notice) tell(answer.notice, answer.bad);
}

function put(element, text) { // only what changed: it is read aloud
    if (element.textContent !== text) element.textContent = text;
}

function show(next) {
    const before = state;
    state = next;
    $("status").dataset.tone = state.tone;
    put($("status-text"), state.text);
    put($("hint"), state.hint);
    $("hint").hidden = !state.hint;
    for (const button of [$("scan"), $("do-preview"), ...document.querySelectorAll("#card button, #profiles button")])
        button.disabled = state.busy;
    // The keyboard goes to the button that takes the place of the one that had it.
    const active = document.activeElement;
    $("do-cancel").hidden = !state.busy;
    $("scan").hidden = $("do-preview").hidden = state.busy;
    if (state.busy && (active === $("scan") || active === $("do-preview"))) $("do-cancel").focus();
    if (!state.busy && active === $("do-cancel")) $("scan").focus();
    put($("scan"), state.pages > 0 ? say("scan_more") : say("scan"));
    $("card").dataset.step = state.card;
    $("save").hidden = state.pages === 0;
    notice(state);
    if (state.version !== before.version) pages.changed(state);
    showPreview(before.preview);
}

// ---- the preview ----

// The choice is changed at the end: fields come with it, which would move the picture.
const area = new Area($("glass"), $("area"), (rectangle, done) => {
    if (!state.preview) return;
    if (done) $("paper").value = "custom";
    const { width, height } = state.preview;
    setLengths(rectangle.x * width, rectangle.y * height, rectangle.w * width, rectangle.h * height);
    if (done) remember();
});

function setLengths(x, y, w, h) {
    const text = (units) => (units * UNIT).toFixed(1);
    settings.left.value = text(x);
    settings.top.value = text(y);
    settings.width.value = text(w);
    settings.height.value = text(h);
}

function chosenArea() { // in units; null: all of the glass
    const paper = $("paper").selectedOptions[0];
    const number = (name) => Math.max(0, parseFloat(settings.elements[name].value) || 0) / UNIT;
    if (paper.value === "custom") return { x: number("left"), y: number("top"), w: number("width"), h: number("height") };
    if (!(paper.dataset.width > 0)) return null;
    return { x: 0, y: 0, w: +paper.dataset.width, h: +paper.dataset.height };
}

function showArea() {
    const chosen = chosenArea();
    if (!state.preview || !chosen) return area.set(null);
    const { width, height } = state.preview;
    area.set({ x: chosen.x / width, y: chosen.y / height, w: chosen.w / width, h: chosen.h / height });
}

function showPreview(before) {
    const preview = state.preview;
    const glass = settings.querySelector("[name=input]:checked").value === "platen";
    $("preview").hidden = !preview || !glass;
    if (preview && (!before || preview.version !== before.version)) {
        $("preview-image").src = "preview?v=" + preview.version;
        if (!before) $("preview").scrollIntoView({ block: "nearest" });
    }
    showArea();
}

// What brightness, contrast and black-and-white make of it, as the server does it: values are
// spread about the middle, then moved.
function showTone() {
    const image = $("preview-image"), canvas = $("preview-canvas");
    const color = settings.querySelector("[name=color]:checked").value;
    const brightness = +settings.brightness.value, contrast = +settings.contrast.value;
    const plain = color === "color" && !brightness && !contrast;
    image.hidden = !plain;
    canvas.hidden = plain;
    if (plain || !image.naturalWidth) return;
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const dots = context.getImageData(0, 0, canvas.width, canvas.height);
    if (color !== "color") toGray(dots.data);
    applyTone(dots.data, brightness, contrast);
    if (color === "black-and-white") toBits(dots.data, canvas.width, canvas.height, +settings.threshold.value);
    context.putImageData(dots, 0, 0);
}

function toGray(d) {
    for (let i = 0; i < d.length; i += 4)
        d[i] = d[i + 1] = d[i + 2] = (d[i] * 77 + d[i + 1] * 150 + d[i + 2] * 29) >> 8;
}

function applyTone(d, brightness, contrast) {
    const factor = contrast >= 0 ? 100 / Math.max(0.1, 100 - contrast) : 1 + contrast / 100;
    const table = Uint8ClampedArray.from({ length: 256 },
        (_, value) => Math.min(Math.max((value - 127.5) * factor + 127.5, -255), 510) + brightness * 1.28);
    for (let i = 0; i < d.length; i += 4)
        for (let c = 0; c < 3; c++) d[i + c] = table[d[i + c]];
}

// A threshold, or (0) about the mean of the surroundings, nearly as the server does it.
function toBits(d, width, height, threshold) {
    const sums = new Float64Array((width + 1) * (height + 1)), stride = width + 1, reach = 12;
    for (let y = 0; y < height; y++)
        for (let x = 0, line = 0; x < width; x++) {
            line += d[4 * (y * width + x)];
            sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + line;
        }
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
            const x0 = Math.max(0, x - reach), x1 = Math.min(width, x + reach), i = 4 * (y * width + x);
            const y0 = Math.max(0, y - reach), y1 = Math.min(height, y + reach);
            const sum = sums[y1 * stride + x1] - sums[y0 * stride + x1] - sums[y1 * stride + x0] + sums[y0 * stride + x0];
            const limit = threshold || Math.min(200, 0.85 * sum / ((x1 - x0) * (y1 - y0)));
            d[i] = d[i + 1] = d[i + 2] = d[i] < limit ? 0 : 255;
        }
}

// ---- settings ----

function showSettings() {
    for (const output of settings.querySelectorAll("output")) {
        const value = $(output.htmlFor.value).value;
        put(output, output.htmlFor.value === "threshold" && value === "0" ? say("automatic") : value);
    }
    const input = settings.querySelector("[name=input]:checked"), paper = $("paper");
    for (const option of paper.options)
        option.disabled = +option.dataset.width > +input.dataset.width || +option.dataset.height > +input.dataset.height;
    if (paper.selectedOptions[0]?.disabled) paper.value = "all";
    $("card-paper").value = paper.value;
    $("card").hidden = !settings.querySelector("[name=input][value=platen]");
    showPreview(state.preview);
    showTone();
}

function remember() {
    const kept = Object.fromEntries(new FormData(settings));
    delete kept.token;
    try {
        localStorage.setItem(MEMORY, JSON.stringify(kept));
    } catch { /* a private window keeps nothing */ }
    showSettings();
}

function recall() {
    let kept = null;
    try {
        kept = JSON.parse(localStorage.getItem(MEMORY));
    } catch { /* as above */ }
    if (!kept || typeof kept !== "object") return;
    for (const element of settings.elements) {
        const value = kept[element.name];
        if (element.type === "radio") {
            if (value === element.value) element.checked = true;
        } else if (element.type === "checkbox") element.checked = value === element.value;
        else if (element.tagName === "SELECT") {
            if ([...element.options].some((option) => option.value === value)) element.value = value;
        } else if (element.name !== "token" && element.tagName === "INPUT" && value !== undefined)
            element.value = value;
    }
    if (kept.brightness !== "0" || kept.contrast !== "0" || kept.straighten || kept.blank) $("more").open = true;
}

settings.addEventListener("input", remember);
settings.addEventListener("change", (event) => {
    if (event.target.name === "input") refresh();
});
$("whole").addEventListener("click", () => {
    $("paper").value = "all";
    remember();
});
$("preview-image").addEventListener("load", showTone);
$("dismiss").addEventListener("click", () => {
    tell("", false);
    $("scan").focus();
});

// ---- forms ----

let pressed = null; // a second press of a button is meant for the first

async function submit(form, button) {
    if (pressed === button) return;
    pressed = button;
    try {
        await follow(form, button);
    } finally {
        if (pressed === button) pressed = null;
    }
}

async function follow(form, button) {
    const fields = new FormData(form);
    if (button?.name) fields.set(button.name, button.value);
    if (form.id === "save" && ["pdf", "jpeg", "png"].includes(button?.value)) return download(fields, button.value);
    if (form.id !== "cancel") tell("", false);
    const label = button?.textContent, slow = button?.value === "print" || button?.value === "profile";
    if (slow) button.textContent = say("working"), button.disabled = true;
    const active = document.activeElement === button;
    await send(form.getAttribute("action"), fields);
    if (slow) {
        button.textContent = label;
        button.disabled = false;
        if (active) button.focus();
    }
}

function download(fields, format) {
    const query = new URLSearchParams({ format, script: "yes" });
    for (const [name, value] of fields)
        if (name === "name" || name === "page") query.append(name, value);
    const link = document.createElement("a");
    link.href = "download?" + query;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(refresh, 1500); // for the notice, when there was no file
}

document.addEventListener("submit", (event) => {
    if (!$("scan-page").contains(event.target)) return; // the site's own
    event.preventDefault();
    submit(event.target, event.submitter);
});
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
});

document.documentElement.classList.add("scripted");
recall();
pages = setUpPages({ $, say, send, Area, UNIT });
showSettings();
show(state);
plan();
