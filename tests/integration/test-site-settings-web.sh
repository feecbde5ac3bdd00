#!/bin/bash
# test-site-settings-web.sh - settings, log and about in a real browser: a change and its start,
# after which the page goes on by itself; phones, keyboards, names of fields.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-browser.sh"
need canon-printer-app
need_browser
cd "$T" || exit 1
start_site || exit 1
start_browser || exit 1
add_queue office socket://127.0.0.1:1 >/dev/null 2>&1

at() { js_true "return location.pathname === '$1' && document.readyState === 'complete'"; }
shown() { js_true "return document.querySelector('main').innerText.includes('$1')"; }

screen 1280 900
go "$site/settings"
ok "the overview leads to the limits" click 'a[href="/settings/limits"]'
wait_until 20 at /settings/limits
type_text '#max-jobs' 77
ok "a value is saved" click 'main form button.primary'
ok "and the page says so" wait_until 20 shown 'Saved.'
is "the field has it" "$(js 'return document.querySelector("#max-jobs").value')" 77
type_text '#max-jobs' 123456789
js 'document.querySelector("#max-jobs").form.noValidate = true' >/dev/null
click 'main form button.primary'
ok "what is too much is told" wait_until 20 shown 'cannot be used'

go "$site/settings/scan"
js 'document.querySelector("#scan").value = "no"' >/dev/null
click 'main form button.primary'
ok "what waits for the next start has a button" wait_until 20 shown 'Start again now'
ok "which is pressed" click 'form[action="/settings/restart"] button'
ok "the page says what happens" wait_until 20 shown 'goes on by itself'
ok "and goes on when the server is there" wait_until 30 shown 'has started again'
not_ok "nothing waits any more" shown 'Start again now'
# of the moment in which the server was not there
console >/dev/null

go "$site/log"
js 'window.loaded_once = true' >/dev/null
on_server settings max-jobs=78 >/dev/null
ok "a new line of the log appears by itself" wait_until 20 js_true 'return document.querySelector("main").innerText.includes("max-jobs is \u002778\u0027 now")'
ok "without the page being loaded again" js_true 'return window.loaded_once === true'

unnamed='return [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
    .filter((one) => one.labels.length !== 1 || one.labels[0].textContent.trim() === "").length'
small='return [...document.querySelectorAll("main button, main a.button, main select, main input:not([type=hidden])")]
    .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 43.9).length'
for where in /settings /settings/network /settings/ways /settings/limits /settings/scan /settings/log-level \
    /settings/tls /log /about; do
    for language in ar de; do
        screen 360 800
        go "$site/language?language=$language&to=$where"
        is "$where in $language: nothing is wider than a phone" "$(js 'return document.documentElement.scrollWidth')" 360
    done
    is "$where: each field has a name" "$(js "$unnamed")" 0
    is "$where: what is pressed is large enough" "$(js "$small")" 0
    is "$where: one heading, and the others in order" \
        "$(js 'let last = 0; return [...document.querySelectorAll("h1, h2, h3")].filter((one) => {
            const level = Number(one.tagName[1]), skips = level > last + 1; last = level; return skips; }).length
            + 10 * document.querySelectorAll("h1").length')" 10
done
is "the browser complains of nothing" "$(console)" ''
end_browser # before its driver goes
done_testing
