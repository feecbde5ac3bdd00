#!/bin/bash
# test-site-ways.sh - who comes to the port of IPP with a browser, or by what IPP tells of a printer,
# gets to the web page; where there is none a text says so.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app ipptool curl
mkdir "$T/out"
start_site upload=yes || exit 1
add_queue office "file://$T/out" >/dev/null || exit 1
ipp=http://127.0.0.1:$server_port

# to URL [CURL-ARGUMENT...]: status and where it goes
to() { curl -s -k -m 20 -o "$T/body" -w '%{http_code} %{redirect_url}' "$@"; }

is "the port of IPP leads to the first page" "$(to "$ipp/")" "303 $site/"
for path in /office/ /ipp/print/office /printers/office /printers/office/.printer /office/.printer; do
    is "$path leads to the printer's" "$(to "$ipp$path")" "303 $site/printers/1"
done
is "a browser at the address to print is led to the form" "$(to -A 'Mozilla/5.0' "$ipp/print/office")" \
    "303 $site/print?printer=1"
to "$ipp/print/office" >/dev/null
ok "a script there is told how" grep -q 'curl --data-binary' "$T/body"
is "by the name the browser used" "$(to -H "Host: localhost:$server_port" "$ipp/")" "303 http://localhost:$site_port/"
is "encrypted where it came so" "$(to "https://127.0.0.1:$server_port/")" "303 https://127.0.0.1:$site_tls_port/"
like "a stranger's name leads nowhere" "$(to -H 'Host: evil.example' "$ipp/")" '^400 $'
is "icons stay where IPP tells them" "$(to "$ipp/office/icon-md.png")" '200 '
is "so does what watches the server" "$(to "$ipp/healthz")" '200 '
is "the page is there" "$(to "$site/printers/1")" '200 '

# ipptool calls 127.0.0.1 localhost
page_uri=http://localhost:$site_port/printers/1
is "IPP leads to the printer's page" "$(ask_printer office printer-more-info)" "$page_uri"
is "as for its supplies" "$(ask_printer office printer-supply-info-uri)" "$page_uri"
like "its icons are on the port of IPP" "$(ask_printer office printer-icons)" "http://localhost:$server_port/office/icon"
on_server delete -d office
ok "a printer that is gone leads to all of them" eval '[ "$(to "$ipp/office/")" = "303 $site/" ] || [ "$(to "$ipp/office/")" = "404 " ]'
stop "$server_pid"

start_server web=no || exit 1
add_queue other "file://$T/out" >/dev/null || exit 1
is "without a web page there is a text" "$(to "$ipp/")" '200 '
ok "that says so" grep -q 'web=no' "$T/body"
ok "and tells where to print to" grep -qx "ipp://127.0.0.1:$server_port/ipp/print/other" "$T/body"
like "IPP leads there" "$(ask_printer other printer-more-info)" "http://localhost:$server_port/other/"

done_testing
