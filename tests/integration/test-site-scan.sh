#!/bin/bash
# test-site-scan.sh - scanning as a part of the site: its list of scanners, the page's language, and
# the scanner's own listener beside it.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app canon-sane picture

script 'glass marks'
start_site "scan-allow=local" || exit 1
page /scan
is "the page about scanning is there" "$code" 200
ok "it says that there is no scanner" shows 'There is no scanner'
page /scan/desk/
is "one that there is not is not found" "$code" 404
ok "in a sentence" shows 'There is no such scanner'

ok "a scanner is added" add_scanner
ok "it is served" wait_until 20 find_base desk
page /scan
ok "it is listed" shows '<bdi>desk</bdi>'
ok "with a link that has a name of its own" shows 'href="/scan/desk/" aria-label="Scan with desk"'
ok "it is told how to scan" shows 'sane-airscan'
page /scan/desk
is "an address without its slash is mended" "$code $went" '303 /scan/desk/'
page /scan/desk/
is "its page is there" "$code" 200
ok "within the site" shows '<a href="/scan" aria-current="page">'
ok "under its name" shows '<h1>desk</h1>'
not_ok "no part of it was left out" shows '{{'

form_page=/scan/desk/
post /scan/desk/start input=platen color=gray dpi=75 paper=a4 do=scan
is "a form scans" "$code $went" '303 ./'
rested() { page /scan/desk/ && ! shows 'http-equiv="refresh"'; }
ok "and the page waits for the end" wait_until 30 rested
ok "the page is listed" shows '<li data-page="1"'
page /scan/desk/page/1/thumb
is "it is seen" "$code" 200
browse -X POST -d 'page=1&do=delete&token=00' "$site/scan/desk/change"
is "a form from elsewhere is refused" "$code" 403
browse -X POST -d 'page=1&do=delete' "$site/scan/desk/change"
is "so is one that proves nothing" "$code" 403
page /scan/desk/page/1/thumb
is "the page is still there" "$code" 200
is "another browser does not see it" "$(answer "$site/scan/desk/page/1/thumb")" 404
post /scan/desk/change page=1 do=delete
is "a form of ours deletes it" "$code" 303
page /scan/desk/page/1/thumb
is "and it is gone" "$code" 404

page /scan/desk/ -H 'Accept-Language: de'
ok "it speaks German" shows 'Was gescannt wird'
page /scan/desk/state -H 'Accept-Language: de'
ok "its state, too" shows '"text":"Bereit"'
page /scan/desk/ -H 'Accept-Language: ar'
ok "and Arabic, from right to left" shows 'lang="ar" dir="rtl"'
page /scan/desk/state -H 'Accept-Language: fr'
ok "each request in its own" shows '"text":"Prêt"'

is "the scanner's own address sends browsers to the site" \
    "$(curl -s -o "$T/body" -w '%{http_code} %{redirect_url}' "$base/")" "303 $site/scan/desk/"
answer "$base/eSCL/ScannerCapabilities" >"$T/code"
ok "clients are told the page of the site" grep -q "<scan:AdminURI>http://[^/]*:$site_port/scan/desk/</scan:AdminURI>" "$T/body"

# without a site the listener has the page itself
stop "$server_pid"
start_server "scan-port=$scan_port" web=no || exit 1
wait_until 20 find_base desk
is "without a site it serves the page itself" "$(answer "$base/" -H 'Accept-Language: de')" 200
ok "in the browser's language" grep -q 'Was gescannt wird' "$T/body"
is "with its style" "$(answer "$base/scan/style.css")" 200
is "and that of the site" "$(answer "$base/scan/site.css")" 200
is "and nothing else of it" "$(answer "$base/scan/site.js")" 404

done_testing
