#!/bin/sh
# test-site-settings.sh - settings of the server: by the page, the sub-command and the file; in
# force at once or after it has started again; the certificate; the log; about.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app make-raster curl openssl ipptool

"$make_raster" >"$T/page.pwg"
mkdir "$T/out"

# The start says only what nothing else can.
free_port; server_port=$port
free_port; site_port=$port
free_port; site_tls_port=$port
state=$T/state
start_plain() {
    "$app" server -o listen-hostname=127.0.0.1 -o "state-file=$state" -o "spool-directory=$T/spool" "$@" \
        >>"$T/server.log" 2>&1 &
    server_pid=$! server_log=$T/server.log
    children="$children $server_pid"
    wait_until 20 server_answers && site=http://127.0.0.1:$site_port && wait_until 20 listening "$site_port"
}
# a field of the page as it is shown: its value
field() { sed -n "s/.*<input id=\"$1\" name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$T/page"; }
chosen() { sed -n "/<select id=\"$1\"/s/.*value=\"\([^\"]*\)\" selected.*/\1/p" "$T/page"; }
setting() { on_server settings "$1"; }
starts() { grep -c 'Serving on port' "$T/server.log"; }
has_started() { [ "$(starts)" -gt "$1" ] && server_answers && listening "$site_port"; }
# restart: by the button; waits until it has
restart() {
    before=$(starts)
    post /settings/restart
    [ "$code" = 200 ] && wait_until 30 has_started "$before" && wait_until 20 curl -s -o "$T/null" "$site/about"
}
waits() { page /settings; shows 'action="/settings/restart"'; }

# ---- the file, before the first start

"$app" settings -o "state-file=$state" "server-port=$server_port" "web-port=$site_port" "web-tls-port=$site_tls_port"
is "without a server the sub-command writes the file" \
    "$(grep -c = "$state.settings")" 3
is "and reads it" "$("$app" settings -o "state-file=$state" server-port)" "$server_port"
not_ok "what makes no sense is refused" "$app" settings -o "state-file=$state" max-jobs=none
not_ok "and what names files" "$app" settings -o "state-file=$state" log-file=/tmp/x
"$app" settings -o "state-file=$state" colour=blue 2>/dev/null
is "an option that is none ends with 2" $? 2
{ echo 'colour=blue'; echo 'max-history=many'; echo '# mine'; } >>"$state.settings"
ok "a file with lines that make no sense keeps nobody from starting" start_plain
page /settings
ok "the page tells of them" shows 'no option .*colour'
ok "each" shows 'many.* is no value of max-history'
ok "as does the log" grep -q 'settings file is not followed.*colour' "$T/server.log"
not_ok "the sub-command leaves a file alone that a server has" "$app" settings -o "state-file=$state" max-jobs=4

# ---- limits: at once

add_queue dark socket://127.0.0.1:1 >"$T/null" 2>&1
send_file dark "$T/page.pwg" image/pwg-raster
first_job=$job
page /settings/limits
is "a field shows what is in force" "$(field max-jobs)" 5000
post /settings/limits max-jobs=1
like "a form ends on its page" "$code $went" '^303 /settings/limits?notice=settings-saved$'
page /settings/limits
is "the field has the new value" "$(field max-jobs)" 1
is "the sub-command, too" "$(setting max-jobs)" 1
not_ok "the limit is in force at once" send_file dark "$T/page.pwg" image/pwg-raster
not_ok "nothing waits for a start" waits
post /settings/limits max-jobs=0
is "a value out of its range is refused" "$code" 400
ok "with a sentence" shows 'class="notice bad"'
is "and what was typed stays" "$(field max-jobs)" 0
is "while the old value holds" "$(setting max-jobs)" 1
post /settings/limits max-jobs=5000
is "as usual is nothing in the file" "$(grep -c max-jobs "$state.settings")" 0
is "comments stay" "$(grep -c '^# mine' "$state.settings")" 1

# ---- the level of the log: at once

post /settings/log-level log-level=debug
page /log
"$app" status -o "server-port=$server_port" >"$T/null"
ok "the level of the log is in force at once" grep -q '^D ' "$T/server.log"
post /settings/log-level log-level=info
page /settings/log-level
is "and can be taken back" "$(chosen log-level)" info

# ---- what the start says

page /settings/network
ok "what the start says cannot be changed" shows '<input id="listen-hostname".* disabled'
post /settings/network listen-hostname=0.0.0.0
is "not by a form of one's own either" "$(setting listen-hostname)" 127.0.0.1
not_ok "nor by the sub-command" on_server settings listen-hostname=0.0.0.0

# ---- ports: when it has started again

old_port=$server_port
free_port; new_port=$port
free_port; new_site=$port
post /settings/network "server-port=$new_port" "web-port=$new_site"
like "a port waits for the next start" "$went" 'settings-later$'
ok "which the page says, with a button" waits
ok "nothing has moved yet" listening "$old_port"
page /settings/network
ok "the field tells what is in force until then" shows "Until the next start: $old_port"
post /settings/network "server-port=$site_port"
is "a port that is taken is refused" "$code" 400
code_before=$(curl -s -o "$T/null" -w '%{http_code}' -X POST "$site/settings/restart")
is "without its form's token nobody starts it again" "$code_before" 403
post /settings/restart
is "the button starts it again" "$code" 200
like "and sends the browser where the page will be" "$(cat "$T/head")" "url=http://127.0.0.1:$new_site/settings"
server_port=$new_port site_port=$new_site site=http://127.0.0.1:$new_site
ok "the server has the new port" wait_until 30 server_answers
ok "the page, too" wait_until 20 listening "$site_port"
not_ok "and the old one is free" listening "$old_port"
ok "it is the same process" kill -0 "$server_pid"
wait_until 20 curl -s -o "$T/null" "$site/about"
not_ok "nothing waits any more" waits
is "the job that waited is there" "$(on_server jobs | awk -v id="$first_job" '$1 == id { print $2 }' | cut -c1-10)" processing

# ---- ways, scanning

free_port; raw=$port
post /settings/ways "raw-listen=127.0.0.1:$raw=dark" upload=local
post /settings/scan scan=no
not_ok "a raw port is not open before" listening "$raw"
ok "it starts again" restart
ok "then it is" listening "$raw"
page /settings/scan
is "scanning is off" "$(chosen scan)" no
is "a script may upload" "$(curl -s -o "$T/null" -w '%{http_code}' --data-binary "@$T/page.pwg" -H 'Content-Type: image/pwg-raster' "http://127.0.0.1:$server_port/print/dark")" 200
waiting=$(on_server jobs | awk 'NR > 1' | wc -l)

# ---- the certificate

own_name=$(openssl s_client -connect "127.0.0.1:$site_tls_port" </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName | grep -o 'DNS:[^,]*' | head -n 1 | cut -c5-)
print_of() { openssl x509 -noout -fingerprint -sha256 "$@" | sed 's/.*=//'; }
served() { openssl s_client -connect "127.0.0.1:$1" </dev/null 2>/dev/null | print_of; }
page /settings/tls
ok "the page shows the fingerprint of what is served" shows "$(served "$site_tls_port")"
make_own() { # NAME DAYS FILE
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$2" -keyout "$T/$3.key" -out "$T/$3.crt" \
        -subj "/CN=$1" -addext "subjectAltName=DNS:$1" 2>/dev/null
}
own() { post /settings/tls "certificate=$(cat "$1")" "key=$(cat "$2")"; }
make_own "$own_name" 365 own; make_own other.example 365 other; make_own "$own_name" 5 short
own "$T/own.crt" "$T/other.key"
is "a key of another certificate is refused" "$code" 400
not_ok "and is not sent back" shows 'PRIVATE KEY'
own "$T/other.crt" "$T/other.key"
is "a certificate for another name is refused" "$code" 400
ok "with the name that it lacks" shows "$own_name"
own "$T/short.crt" "$T/short.key"
is "one that ends soon is refused" "$code" 400
own "$T/page.pwg" "$T/own.key" 2>/dev/null
is "and what is none" "$code" 400
own "$T/own.crt" "$T/own.key"
like "one's own is taken" "$code $went" '^303 .*certificate-kept$'
ok "it waits for the next start" waits
ok "the server starts again" restart
is "and serves it, on the page" "$(served "$site_tls_port")" "$(print_of -in "$T/own.crt")"
is "and to printers" "$(served "$server_port")" "$(print_of -in "$T/own.crt")"
is "only its user can read the key" "$(stat -c %a "$state.tls/"*.key | sort -u)" 600
post /settings/tls/new
like "a new one can be made" "$code $went" '^303 .*certificate-made$'
ok "the server starts again" restart
not_ok "and the own one is gone" [ "$(served "$site_tls_port")" = "$(print_of -in "$T/own.crt")" ]
is "no job was lost by all this" "$(on_server jobs | awk 'NR > 1' | wc -l)" "$waiting"

# ---- the log, about

page '/log?search=WEB+page'
ok "the log finds words" shows 'The web page is on port'
page '/log?level=error'
not_ok "and leaves out what is not as bad" shows 'The web page is on port'
page '/log?job=999999'
ok "of a job that nobody knows there is nothing" shows 'No line matches'
page "/log?search=%22%3E%3Cscript%3E"
not_ok "what is searched for is no part of the page" shows '"><script>'
page '/log/text?search=page'
like "it is there as a file" "$(cat "$T/head")" 'attachment; filename="canon-printer-app.log"'
page /about
like "about tells version and libraries" "$(text)" '0\.1\.0.*GnuTLS.*GPL-2.0-or-later'
ok "and that all is well" shows 'state ok'

# ---- who may

echo 'a long enough secret' | on_server administrator add anna >"$T/said" 2>&1
rm -f "$jar"
for where in /settings /settings/network /settings/tls /log /log/lines /log/text; do
    page $where
    not_ok "whoever has not signed in does not get $where" [ "$code" = 200 ]
done
page /about
is "but about" "$code" 200
not_ok "without what is of this computer" shows "$T"
post /settings/limits max-jobs=3
is "and changes nothing" "$(setting max-jobs)" 5000
post /settings/restart
is "nor starts it again" "$code" 403

# ---- a port of the file that cannot be had

stop "$server_pid"
on_file() { "$app" settings -o "state-file=$state" "$@"; }
free_port; busy=$port
openssl s_server -accept "127.0.0.1:$busy" -cert "$T/own.crt" -key "$T/own.key" >"$T/null" 2>&1 &
children="$children $!"
wait_until 20 listening "$busy"
on_file "web-port=$busy" raw-listen= >"$T/null"
"$app" server -o listen-hostname=127.0.0.1 -o "state-file=$state" -o "spool-directory=$T/spool" >"$T/server.log" 2>&1 &
server_pid=$!
children="$children $server_pid"
ok "a port that another program has keeps nobody from starting" wait_until 20 server_answers
ok "the page is at another" wait_until 20 grep -q 'The web page is on port' "$T/server.log"
not_ok "not at that one" grep -q "The web page is on port $busy" "$T/server.log"
done_testing
