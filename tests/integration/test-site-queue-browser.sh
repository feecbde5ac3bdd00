#!/bin/bash
# test-site-queue-browser.sh - the page of jobs in a real browser: it renews itself, and what a
# person has under the fingers stays.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-browser.sh"
need canon-printer-app virtual-printer make-raster ipptool curl
need_browser

start_printer vp --pictures none --speed 0 || exit 1
start_site || exit 1
ok "a printer is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 1 1
hold() { title=$1 send_file office "$(documents 1 1)" image/pwg-raster "ATTR keyword job-hold-until indefinite"; }
hold first
one=$job
start_browser || exit 1
screen 360 700
go "$site/jobs"
there() { js_true "return document.querySelector('a[href=\"/jobs/$1\"]') !== null"; }
state_word() { js "return document.querySelector('a[href=\"/jobs/$1\"]').closest('tr').querySelector('.state').textContent"; }
state_word_is() { [ "$(state_word "$1")" = "$2" ]; }
ok "a job is there" there "$one"
ok "nothing is wider than a small phone" js_true "return document.documentElement.scrollWidth <= 360"
ok "buttons are large enough for fingers" js_true \
    "return [...document.querySelectorAll('main button, main summary')].every((b) => b.getBoundingClientRect().height >= 44 || b.getBoundingClientRect().height === 0)"
ok "each button has a name of its own" js_true \
    "const names = [...document.querySelectorAll('main button')].map((b) => b.ariaLabel || b.textContent); return new Set(names).size === names.length"
js "document.getElementById('b-$one-cancel').focus()" >/dev/null
js "document.getElementById('m-$one').open = true" >/dev/null
hold second
two=$job
ok "another job comes by itself" wait_until 20 there "$two"
ok "the focus stays where it was" js_true "return document.activeElement.id === 'b-$one-cancel'"
ok "what was opened stays open" js_true "return document.getElementById('m-$one').open"
type_text "#t-$one" 1130PM
cancel_job office "$two" >/dev/null
ok "while somebody types nothing is taken away" js_true "return document.getElementById('t-$one').value !== '' || document.activeElement.id === 't-$one'"
js "document.getElementById('t-$one').value = ''; document.activeElement.blur()" >/dev/null
ok "behind that the list is renewed" wait_until 20 state_word_is "$two" Canceled
ok "a button does what it says" click "#b-$one-release"
printed() { [ "$(ask_job office "$one" job-state)" = completed ]; }
ok "the job is printed" wait_until 20 printed
ok "the page tells it" wait_until 20 state_word_is "$one" Printed
go "$site/jobs/$one"
ok "the job's own page fits, too" js_true "return document.documentElement.scrollWidth <= 360"
screen 1280 900 dark
go "$site/why"
ok "and the one that helps" js_true "return document.documentElement.scrollWidth <= 1280"
is "the browser complains of nothing" "$(console)" ""
end_browser # before its driver goes
done_testing
