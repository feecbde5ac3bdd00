#!/bin/bash
# test-scan-web.sh - the page to scan from, in a real browser (Chromium) and without scripts.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
. "$(dirname "$0")/lib-browser.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app canon-sane virtual-printer picture pdfinfo pdftoppm unzip
need_browser

start_printer vp --speed 0 || exit 1
script 'glass marks'
site_start=start_site
serve_fake || exit 1
here=$site/scan/desk
ok "a queue to print copies on is added" add_queue office "socket://127.0.0.1:$printer_port"

# colors FILE [X Y W H]: mean red, green and blue of a picture, each as "high" or "low"
colors() { mean "$@" | awk '{ for (i = 1; i <= 3; i++) printf("%s%s", (i > 1 ? " " : ""), ($i > 127 ? "high" : "low")); print "" }'; }
# pdf_page FILE N: as $T/pdf.png, 50 dots per inch
pdf_page() { pdftoppm -r 50 -f "$2" -l "$2" -singlefile -png "$1" "$T/pdf"; }
pdf_pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
# size_is FILE WIDTH HEIGHT: of the PDF's first page in points, to 2 points
size_is() { pdfinfo "$1" | awk -v w="$2" -v h="$3" '/^Page size/ { ok = ($3 - w)^2 < 4 && ($5 - h)^2 < 4 } END { exit !ok }'; }

# ---- without scripts ----

jar=$T/jar
# page_get PATH [CURL-OPTION...]: the status; what came in $T/body, its head in $T/head
page_get() { path=$1; shift; answer "$here$path" -b "$jar" -c "$jar" -D "$T/head" "$@"; }
token() { sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$T/body" | head -n 1; }
# page_post PATH FIELD...: the status
page_post() {
    path=$1
    shift
    fields=()
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    page_get "$path" -H "Origin: $site" --data-urlencode "token=$token" "${fields[@]}"
}
no_longer_busy() { page_get / >/dev/null && ! grep -q 'http-equiv="refresh"' "$T/body"; }
listed() { grep -c '<li data-page' "$T/body"; }

is "the page is served" "$(page_get /)" 200
like "it may load nothing from elsewhere and be in no frame" "$(tr -d '\r' <"$T/head")" \
    "^Content-Security-Policy: default-src 'none';.*frame-ancestors 'none'"
like "its cookie is of no use to scripts and other sites" "$(cat "$T/head")" '^Set-Cookie: .*HttpOnly; SameSite=Strict'
not_ok "nothing in it names another computer" grep -q '://' "$T/body"
not_ok "nor has it scripts or styles inside" grep -qE '<style|<script>|style=| on[a-z]+=' "$T/body"
not_ok "no part of it was left out" grep -q '{{' "$T/body"
token=$(token)
scan='input=platen color=color dpi=75 paper=a4'
# shellcheck disable=SC2086 # fields have no spaces
is "a form scans" "$(page_post /start $scan do=scan)" 303
ok "the page loads itself again until the scan is done" wait_until 30 no_longer_busy
is "the scanned page is listed" "$(listed)" 1
is "it is seen" "$(page_get /page/1/thumb)" 200
is "a form copies it" "$(page_post /save do=print printer=office copies=1 sides=one-sided)" 303
ok "the copy is printed" wait_until 30 printed vp 1
# squares of 10 mm each 30 mm, 600 dots per inch: seen 35 mm from the top
row=''
for mm in 29 31 39 41 89 91 99 101 179 181 189 191; do row=$row$(dot "$(page_file vp 1 1)" $((mm * 6000 / 254)) 827); done
is "in the size of the page, to a millimetre" "$row" 011001100110
page_get / >/dev/null
ok "which is told" grep -q 'It is printed: job 1' "$T/body"
is "its form turns it" "$(page_post /change page=1 do=right)" 303
is "a form saves it" "$(page_post /save do=pdf 'name=Brief "März"/1')" 303
where=$(tr -d '\r' <"$T/head" | sed -n 's/^Location: //p')
is "the file comes" "$(page_get "/$where")" 200
cp "$T/body" "$T/plain.pdf"
like "with the name that was chosen" "$(cat "$T/head")" "filename\*=UTF-8''Brief%20-M%C3%A4rz--1.pdf"
is "a PDF of one page" "$(pdf_pages "$T/plain.pdf")" 1
ok "as large as A4" size_is "$T/plain.pdf" 595 842
# shellcheck disable=SC2086
is "nonsense is refused" "$(page_post /start input=roof color=color dpi=75 paper=a4 do=scan)" 303
page_get / >/dev/null
ok "in a sentence" grep -q 'data-bad="true"><p id="notice-text" role="alert">This scanner has no' "$T/body"
good=$token token=00000000000000000000000000000000
is "a form that was not made here is refused" "$(page_post /change page=1 do=delete)" 403
token=$good
is "so is one from another site" "$(page_get /change -H 'Origin: http://evil.example' -d "token=$token&page=1&do=delete")" 403
is "another browser does not see the page" "$(answer "$here/page/1/large")" 404
is "nor its file" "$(answer "$here/download?format=pdf")" 404
is "a page that is none is not found" "$(page_get /page/99/large)" 404
is "another kind of picture neither" "$(page_get /page/1/../../etc)" 404
is "nothing else is served" "$(page_get /scan/secret)" 404

# ---- in a browser ----

start_browser || exit 1
screen 1280 900
go "$here/"
# settled [N]: nothing goes on, and N pages are in the list
settled() { js_true "return document.getElementById('do-cancel').hidden && document.querySelectorAll('#pages li').length == ${1:-0}"; }
choose() { click "label:has([value=$1])"; }
# option ID VALUE: chosen as by a person
option() { js "const s = document.getElementById('$1'); s.value = '$2'; s.dispatchEvent(new Event('input', {bubbles: true}))" >/dev/null; }
order() { js "return [...document.querySelectorAll('#pages li')].map((li) => li.dataset.page).join(' ')"; }
text() { js "return document.querySelector('$1').textContent"; }
drawn() { js_true "const i = document.querySelector('$1'); return i.complete && i.naturalWidth > 0"; }
downloaded() { [ -e "$T/downloads/$1" ]; }
notice_is() { [ "$(text '#notice-text')" = "$1" ]; }

ok "the scanner is ready" wait_until 10 js_true "return document.getElementById('status-text').textContent === 'Ready'"
is "the title is the scanner's name" "$(text h1)" desk
option dpi 75
ok "a preview is made" click '#do-preview'
wait_until 30 drawn '#preview-image'
ok "it is shown" drawn '#preview-image'
ok "the scanner is at rest again" wait_until 20 settled 0
drag '#glass' 5 5 55 30
is "a rectangle is drawn on it by mouse" "$(js "return document.getElementById('paper').value")" custom
ok "its numbers are millimetres" js_true "return Math.abs(document.getElementById('width').value - 108) < 3 && Math.abs(document.getElementById('height').value - 74) < 3"
type_text '#width' 50
ok "numbers change the rectangle" js_true "return Math.abs(document.getElementById('area').offsetWidth / document.getElementById('glass').offsetWidth - 50 / 216) < 0.02"
choose black-and-white
ok "black and white is seen in the preview" js_true "const c = document.getElementById('preview-canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let other = 0; for (const v of d) other += v !== 0 && v !== 255; return !c.hidden && other === 0"
choose color
ok "the chosen part is scanned" click '#scan'
ok "a page is collected" wait_until 30 settled 1
ok "it has the size of the rectangle" js_true "const d = document.querySelector('#pages li').dataset; return Math.abs(d.width - 50 / 25.4 * 300) < 12 && Math.abs(d.height - 74 / 25.4 * 300) < 40"
click '#tray [value=clear]'
ok "all is deleted" wait_until 10 settled 0
click '#tray [value=undo]'
ok "and brought back" wait_until 10 settled 1
click '#pages [value=delete]'
wait_until 10 settled 0

# the feeder
choose feeder
ok "an empty feeder is told before the scan" wait_until 20 js_true "return document.getElementById('status-text').textContent === 'The feeder is empty'"
feed 'flat:e02020' 'flat:20e020' 'flat:2020e0'
ok "so is that there is paper" wait_until 20 js_true "return document.getElementById('status-text').textContent.startsWith('Ready, there is paper')"
option paper a4
click '#scan'
ok "a stack of three is scanned" wait_until 30 settled 3
ok "they are seen" wait_until 10 js_true "return [...document.querySelectorAll('#pages img')].every((i) => i.complete && i.naturalWidth > 0)"
is "in their order" "$(order)" "2 3 4"
show '#pages'
drag_points "$(js "return [1, 3].map((n) => document.querySelector('#pages li:nth-child(' + n + ') .thumb').getBoundingClientRect()).map((b) => Math.round(b.left + b.width / 2) + ' ' + Math.round(b.top + b.height / 2)).join(' ')")"
ok "one is dragged to another place" wait_until 10 eval '[ "$(order)" = "3 4 2" ]'
ok "which does not open it" js_true "return !document.getElementById('large').open"
click '#pages li:nth-child(2) [value=earlier]'
ok "buttons do so too" wait_until 10 eval '[ "$(order)" = "4 3 2" ]'
is "the keyboard stays at the page" "$(js "return document.activeElement.closest('li').dataset.page")" 4
click '#pages li:nth-child(3) [value=right]'
ok "a page is turned" wait_until 10 js_true "return document.querySelector('#pages li:nth-child(3)').dataset.quarters === '1'"
type_text '#save [name=name]' stack
click '#save [value=pdf]'
ok "they are saved as PDF" wait_until 20 downloaded stack.pdf
is "all of them" "$(pdf_pages "$T/downloads/stack.pdf")" 3
pdf_page "$T/downloads/stack.pdf" 1
is "the last sheet first" "$(colors "$T/pdf.png")" "low low high"
pdf_page "$T/downloads/stack.pdf" 3
is "the first one last" "$(colors "$T/pdf.png")" "high low low"
like "and turned" "$("$picture" info "$T/pdf.png")" ' 58[0-9] 41[0-9] '
click '#pages li:nth-child(2) [type=checkbox]'
is "a page is chosen" "$(text '#chosen')" "Chosen pages: 1"
click '#save [value=jpeg]'
ok "it is saved as JPEG" wait_until 20 downloaded stack.jpg
is "it alone" "$(colors "$T/downloads/stack.jpg")" "low high low"
click '#pages li:nth-child(2) [type=checkbox]'
click '#save [value=png]'
ok "all are saved as PNG, in a ZIP file" wait_until 20 downloaded stack.zip
ok "which is whole" unzip -tq "$T/downloads/stack.zip"
unzip -qo "$T/downloads/stack.zip" -d "$T/zip"
is "with a picture of each" "$(ls "$T/zip" | tr '\n' ' ')" "stack-001.png stack-002.png stack-003.png "
is "in the order of the list" "$(colors "$T/zip/stack-001.png")" "low low high"

# one page large
click '#pages li:nth-child(2) .thumb'
ok "a page is seen large" wait_until 10 js_true "const i = document.getElementById('large-image'); return document.getElementById('large').open && i.complete && i.naturalWidth > 500"
click '#large-crop'
drag '#large-glass' 10 10 60 40
click '#crop-apply'
ok "a part of it is kept" wait_until 10 js_true "return document.querySelector('#pages li:nth-child(2)').dataset.cut === '1'"
click '#large-close'
click '#pages li:nth-child(2) [type=checkbox]'
rm -f "$T/downloads/stack.pdf"
click '#save [value=pdf]'
wait_until 20 downloaded stack.pdf
ok "the file has the part alone" size_is "$T/downloads/stack.pdf" 298 253

# on paper, by what is chosen
js "document.querySelector('#save details').open = true" >/dev/null
click '#save [value=print]'
ok "it is told that the copy is printed" wait_until 30 notice_is "It is printed: job 2."
ok "and it is" wait_until 30 printed vp 2
is "one page of it" "$(pages vp 2)" 1

# where profiles say
mkdir "$T/letters"
ok "a profile is set" on_server profile -o profile=Letters -o "folder=$T/letters" -o input=platen -o resolution=75 -o name=letter
go "$here/"
show '#save'
js "[...document.querySelectorAll('#save details')].pop().open = true" >/dev/null
click '#save [value=profile]'
ok "it is told where the pages went" wait_until 20 js_true "return document.getElementById('notice-text').textContent.includes('/letters/letter.pdf')"
is "all of them" "$(pdf_pages "$T/letters/letter.pdf")" 3
click '#profiles button'
ok "one press scans and sends" wait_until 30 eval '[ "$(ls "$T/letters" | grep -c "pdf$")" = 2 ]'
ok "which is told" wait_until 20 js_true "return document.getElementById('notice-text').textContent.startsWith('Scanned pages: 1')"
is "the collection stays as it was" "$(order)" "4 3 2"

# a card
click '#tray [value=clear]'
wait_until 10 settled 0
choose platen
script 'glass flat:e02020'
click '#card summary'
click '#card [value=front]'
ok "after the front of a card the back is asked for" wait_until 30 js_true "return document.getElementById('card').dataset.step === 'back' && document.getElementById('do-cancel').hidden"
script 'glass flat:2020e0'
click '#card [value=back]'
ok "both are on one page" wait_until 30 settled 1
type_text '#save [name=name]' card
click '#save [value=pdf]'
wait_until 20 downloaded card.pdf
ok "as large as A4" size_is "$T/downloads/card.pdf" 595 842
pdf_page "$T/downloads/card.pdf" 1
is "with the front above" "$(colors "$T/pdf.png" 160 170 80 50)" "high low low"
is "and the back below" "$(colors "$T/pdf.png" 160 365 80 50)" "low low high"
is "and white about them" "$(colors "$T/pdf.png" 0 0 410 100)" "high high high"

# cancel, trouble
script 'hold 100'
click '#scan'
ok "while it scans, one can cancel" wait_until 20 js_true "return !document.getElementById('do-cancel').hidden"
wait_until 20 js_true "return document.getElementById('status-text').textContent.startsWith('Scanning')"
click '#do-cancel'
ok "it is canceled at once" wait_until 10 settled 1
like "which is told" "$(text '#notice-text')" '^Canceled'
script
feed 'flat:e02020' jam
choose feeder
click '#scan'
ok "a jam is told" wait_until 30 js_true "return document.getElementById('notice').dataset.bad === 'true' && !document.getElementById('notice').hidden"
like "with what to do" "$(text '#notice-text')" 'remove it'
ok "and the sheet before it is kept" wait_until 10 settled 2
feed
click '#dismiss'
go "$here/"
is "choices are remembered" "$(js "return document.querySelector('[name=input]:checked').value + document.getElementById('dpi').value")" feeder75

# looks
for width in 360 768 1280; do
    screen $width 740
    ok "$width pixels are wide enough" js_true "return document.documentElement.scrollWidth <= $width"
done
screen 360 740
choose platen
click '#do-preview'
wait_until 30 js_true "return document.getElementById('preview-image').src.endsWith('v=2')"
wait_until 30 settled 2
drag '#glass' 30 30 70 60 touch
ok "on a phone a rectangle is drawn with a finger" js_true "return Math.abs(document.getElementById('width').value - 216 * 0.4) < 5 && Math.abs(document.getElementById('height').value - 297 * 0.3) < 8"
js "document.getElementById('scan').focus()" >/dev/null
keys '\uE006'
ok "the keyboard scans" wait_until 30 settled 3
is "and is at the button again" "$(js "return document.activeElement.id")" scan
ok "on a phone the button to scan is seen wherever one is" js_true "const b = document.getElementById('scan').getBoundingClientRect(); return b.bottom <= 740 && b.height >= 44"
ok "each field and button has a name" js_true "return [...document.querySelectorAll('main input:not([type=hidden]), main select, main button')].every((e) => e.ariaLabel || e.labels?.length || e.textContent.trim())"
is "the browser complains of nothing" "$(console | grep -v ' 404 ')" ""
[ -z "${PICTURES:-}" ] || picture "$PICTURES/web-360.png"
end_browser

done_testing
