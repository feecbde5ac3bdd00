#!/bin/bash
# test-site-axe.sh - every page of the site for people who do not see it, who have no mouse, or a
# phone: names of all that can be used, headings, the way of the keyboard, contrast, nothing wider
# than the window, in light and dark and in a language that is written from the right. The rules of
# WCAG 2.1 A and AA by axe-core, where npm brings it; the rest is asked in any case.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-browser.sh"
. "$lib_folder/lib-axe.sh"
need canon-printer-app virtual-printer curl python3
need_browser
cd "$T" || exit 1
start_site || exit 1
ok "there is something to see" furnish
start_browser || exit 1
have_axe=no
get_axe && have_axe=yes

# nameless: what can be used but has no name in Chromium's accessibility tree
nameless() {
    cdp Accessibility.getFullAXTree
    python3 - "$T/cdp" <<'END'
import json, sys
roles = ("button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "spinbutton",
         "textbox", "switch", "menuitem", "listbox", "image", "meter", "progressbar", "DisclosureTriangle")
nodes = json.load(open(sys.argv[1]))["value"]["nodes"]
assert len(nodes) > 20
print(" ".join(n["role"]["value"] for n in nodes if not n.get("ignored") and n["role"]["value"] in roles
               and not n.get("name", {}).get("value", "").strip()))
END
}
# built LANGUAGE DIRECTION: complaints of how the page is built
built() {
    js "const all = (s) => [...document.querySelectorAll(s)], bad = [];
        if (all('h1').length !== 1) bad.push(all('h1').length + ' h1');
        all('h1, h2, h3, h4, h5, h6').reduce((before, h) => {
            if (h.localName[1] > +before + 1) bad.push('h' + before + ' before ' + h.outerHTML.slice(0, 60));
            return h.localName[1]; }, 0);
        if (all('img:not([alt])').length) bad.push('a picture without alt');
        if (all('th:not([scope])').length) bad.push('a th without scope');
        const h = document.documentElement, ids = all('[id]').map((e) => e.id);
        if (h.lang !== '$1' || (h.dir || 'ltr') !== '$2') bad.push('language ' + h.lang + ' ' + h.dir);
        if (new Set(ids).size !== ids.length) bad.push('an id twice');
        if (!document.title) bad.push('no title');
        if (all('[style], style, script:not([src])').length) bad.push('inline style or script');
        const far = performance.getEntriesByType('resource').filter((r) => !r.name.startsWith(location.origin + '/'));
        if (far.length) bad.push('asks elsewhere: ' + far[0].name);
        return bad.join(', ');"
}
# too_wide: the windows in which one has to move the page sideways
too_wide() {
    for width in 360 768 1280; do
        screen $width 900 light
        js_true 'return document.documentElement.scrollWidth <= innerWidth' || printf '%s ' $width
    done
}
complaints='' rules='' console=''
complain() { [ -z "$2" ] || complaints="$complaints$1 $2; "; }
rule() { [ $have_axe = no ] || [ -z "$2" ] || rules="$rules$1 $2
"; }
# look LANGUAGE DIRECTION: at all pages
look() {
    go "$site/language?language=$1&to=/"
    for path in $site_pages; do
        go "$site$path"
        complain "$1 $path" "$(built "$1" "$2")"
        [ "$1" != en ] || complain "$1 $path" "$(nameless)"
        complain "$1 $path" "$(too_wide)"
        rule "$1 $path" "$([ $have_axe = no ] || axe)"
        if [ "$1$have_axe" = enyes ]; then
            screen 1280 900 dark
            rule "dark $path" "$(axe color-contrast)"
        fi
        # that a page is not there is what one page is for
        console=$console$(console | grep -o '"level":"[SW][^}]*' | grep -v '/no-such-page - Failed')
    done
}
look en ltr
look ar rtl
is "pages are built as they should be" "$complaints" ""
is "the browser complains of nothing" "$console" ""
if [ $have_axe = yes ]; then
    is "no rule of WCAG 2.1 A and AA is broken" "$rules" ""
    go "$site/"
    js 'document.querySelector("h1").insertAdjacentHTML("afterend", "<img src=\"/files/icon.png\"><input>")' >"$T/ignored"
    like "a rule that is broken would be found" "$(axe)" 'image-alt'
else
    ok "no rule of WCAG 2.1 A and AA is broken # SKIP needs axe-core" true
fi

# --- the keyboard: Tab comes to all that can be used, each time it is seen where it is
go "$site/language?language=en&to=/"
for path in / /print /jobs /printers/1 /people/limits; do
    go "$site$path"
    screen 768 700
    count=$(js 'window.bad = []; window.been = new Set();
        document.addEventListener("focusin", (e) => { const s = getComputedStyle(e.target);
            window.been.add(e.target);
            if (e.target.matches(":focus-visible") && s.outlineStyle === "none" && !e.target.closest(".camera")) window.bad.push(e.target.outerHTML.slice(0, 80)); });
        window.wanted = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter((e) => !e.disabled && e.checkVisibility({visibilityProperty: true}));
        return window.wanted.length')
    tabs=''
    for ((i = 0; i < count + 2; i++)); do
        tabs="$tabs,{\"type\":\"keyDown\",\"value\":\"\\uE004\"},{\"type\":\"keyUp\",\"value\":\"\\uE004\"}"
    done
    driver POST "/session/$browser/actions" "{\"actions\":[{\"type\":\"key\",\"id\":\"k\",\"actions\":[${tabs#,}]}]}" >"$T/ignored"
    is "$path: the keyboard comes to all, and is seen there" "$(js 'return window.bad.concat(window.wanted.filter((e) => e.isConnected &&
        !window.been.has(e) && !(e.type === "radio" && [...window.been].some((o) => o.name === e.name)))
        .map((e) => "missed " + e.outerHTML.slice(0, 80))).join("; ")')" ""
done

# --- contrast of the colours that the pages are made of
go "$site/"
for theme in light dark; do
    screen 1280 900 $theme
    is "$theme: what is written can be read" "$(js 'const css = getComputedStyle(document.documentElement);
        const light = (name) => { let hex = css.getPropertyValue("--" + name).trim().slice(1);
            if (hex.length === 3) hex = [...hex].map((c) => c + c).join("");
            const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
                .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const pairs = ["text back", "text panel", "soft back", "soft panel", "accent back", "accent panel", "on-accent accent",
            "accent accent-soft", "text accent-soft", "ok panel", "busy panel", "bad panel", "ok back", "busy back", "bad back",
            "text ok-soft", "text busy-soft", "text bad-soft", "bad bad-soft", "ok ok-soft", "busy busy-soft"];
        return pairs.filter((pair) => { const [a, b] = pair.split(" ").map(light).sort((x, y) => y - x);
            return !((a + 0.05) / (b + 0.05) >= 4.5); }).join(", ")')" ""
    is "$theme: edges of fields are seen" "$(js 'const css = getComputedStyle(document.documentElement);
        const light = (name) => { let hex = css.getPropertyValue("--" + name).trim().slice(1);
            if (hex.length === 3) hex = [...hex].map((c) => c + c).join("");
            const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
                .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const [a, b] = ["edge", "panel"].map(light).sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05) >= 3')" true
done
end_browser # before its driver goes
done_testing
