#!/bin/bash
# test-site-crawl.sh - a stranger in the network who has not signed in goes through every route of
# the web page and every form, with and without tokens: nothing changes, and no secret is shown.
# The routes are those of the sources, so a new one is tried without anybody writing a test for it.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app curl
[ "$network_place" = own ] && command -v ip >/dev/null && ip address add 192.0.2.1/24 dev lo &&
    ip route replace local 192.0.2.0/24 dev lo || skip_all "needs a network of its own"
stranger=192.0.2.9
mkdir "$T/out"
start_site "listen-hostname=*" print-allow=127.0.0.1 || exit 1
add_queue office "file://$T/out" >/dev/null || exit 1
on_server pause -d office >/dev/null
printf 'hush hush\n' >"$T/text.txt"
job_title='a title nobody reads'
title=$job_title
send_file office "$T/text.txt" text/plain "ATTR octetString job-password 4711secret" \
    "ATTR keyword job-password-encryption none" >/dev/null || send_file office "$T/text.txt" text/plain
printf 'password for anna\n' | on_server administrator add anna >/dev/null || exit 1
printf '98761234\n' | on_server accounts -o user=anna -o job-account-id=4711 -o job-account-pin=- >/dev/null

# --- The routes, as the tables have them: "METHODS PATH". A star is a number, a name or a file.
sources=$lib_folder/../../server/site
# A table may put a word of its own before a path: #define PAGE "/move".
awk '
    /^#define [A-Z_]+ +"\// { split($0, part, "\""); word[$2] = part[2] }
    /^ *\{ *"(GET|POST)/ {
        split($0, part, "\"")
        start = ""
        if (match(part[3], /[A-Z_]+/))
            start = word[substr(part[3], RSTART, RLENGTH)]
        # a path follows at once; else there is the word alone
        print part[2] "|" start (part[3] ~ /^, *([A-Z_]+ )?$/ ? part[4] : "")
    }
    FNR == 1 { delete word }' "$sources"/*.c >"$T/routes"
routes=$(wc -l <"$T/routes")
ok "the tables of routes are read" test "$routes" -gt 20
is "there is none that is not seen" "$(cat "$sources"/*.c | grep -c '^ *{ *"\(GET\|POST\)')" "$(grep -c '|/' "$T/routes")"

state_of() {
    (cd "$T" && find . -path './state-*' -type f ! -name '*.lock' -exec cksum {} + | sort
        find "./spool-$server_port" -type f ! -name '*.tmp' | sort
        ls "$T/out")
    on_server printers
    on_server jobs
    on_server history
    on_server settings
    on_server accounts
    on_server administrator list
    on_server administrator allow -d office
    on_server status | grep -v -i 'since\|uptime'
}
made_ready() { on_server jobs | grep -q ' 0 of [1-9]'; }
wait_until 30 made_ready
# what settles by itself, such as when settings are written
settled() { state_of >"$T/before" 2>&1; state_of 2>&1 | cmp -s - "$T/before"; }
ok "(the server has come to rest)" wait_until 30 settled

base=https://192.0.2.1:$site_tls_port plain=http://192.0.2.1:$site_port
crawl_jar=$T/stranger
crawl() { curl -s -k -m 30 --interface $stranger -b "$crawl_jar" -c "$crawl_jar" -w '%{http_code}\n' -o "$T/page" "$@"; }
crawl "$base/" >/dev/null
real_token=$(sed -n 's/.*<meta name="form-token" content="\([^"]*\)">.*/\1/p' "$T/page")
ok "the stranger has a browser and a token of their own" test ${#real_token} -eq 64
# What the forms of all parts have asked for: names and values that would do something.
fields='name=office&id=1&job=1&queue=1&printer=1&action=delete&confirm=yes&sure=yes&last=yes&allow=all'
fields="$fields&user=eve&password=password-of-eve&new-password=password-of-eve&again=password-of-eve&old=x"
fields="$fields&code=33333-33333&address=socket://192.0.2.1&uri=socket://192.0.2.1&model=canon_ir1020_pcl5e"
fields="$fields&web-allow=all&print-allow=all&log-level=debug&max-jobs=1&page=test&quota=1&place=crawled"
fields="$fields&value=crawled&back=/&to=/"

# entry METHOD ADDRESS [LINE...]: a request of curl's; all of them go over few connections
mkdir "$T/pages"
entries=0
entry() {
    entries=$((entries + 1))
    printf '%s\n' "url = \"$2\"" "output = \"$T/pages/$entries\"" "write-out = \"$1 $2 %{http_code}\\n\"" \
        insecure silent 'max-time = 30' "interface = \"$stranger\"" "${@:3}"
    [ "$1" = GET ] || printf 'request = "%s"\n' "$1"
    echo next
}
with_cookies="cookie = \"$crawl_jar\""
while IFS='|' read -r methods path; do
    for star in 1 office; do
        real=$(printf '%s' "$path" | sed "s/\*/$star/g")
        case $path in *'*'*) ;; *) [ $star = 1 ] || continue ;; esac
        for method in $methods; do
            for where in "$base" "$plain"; do
                if [ "$method" = GET ]; then
                    entry GET "$where$real" "$with_cookies" >&3
                else
                    entry POST "$where$real" "data = \"$fields\"" >&4
                    entry POST "$where$real" "$with_cookies" "data = \"$fields&token=$real_token\"" >&3
                fi
            done
            # as files are sent
            [ "$method" = GET ] ||
                entry POST "$base$real?token=$real_token&name=office" "$with_cookies" \
                    "form = \"file=@$T/text.txt\"" 'form = "name=office"' >&3
        done
        # a method that changes something, where another one is meant
        entry DELETE "$base$real" "$with_cookies" >&3
    done
done <"$T/routes" 3>"$T/with" 4>"$T/without"
sed -i '$d' "$T/with" "$T/without" # the last "next"
curl -K "$T/without" >"$T/codes"
curl -K "$T/with" >>"$T/codes"
is "every request is answered" "$(wc -l <"$T/codes")" "$entries"
is "by a page or a refusal" "$(grep -v ' [234][0-9][0-9]$' "$T/codes")" ''
is "nothing is taken without a token" "$(grep -c -v ' 4[0-9][0-9]$' <<END
$(grep ^POST "$T/codes" | head -n "$(grep -c '^url' "$T/without")")
END
)" 0
cat "$T/pages"/* >"$T/shown"

# Signing in and out is what everybody may try; nothing else leads on.
state_of >"$T/after" 2>&1
ok "nothing has changed" diff "$T/before" "$T/after"
is "nothing was printed" "$(ls "$T/out")" ''
ok "the server is the same" kill -0 "$server_pid"
for secret in "$job_title" 4711secret 98761234 'password for anna' '\$y\$' 'hush hush' "$T/state" "$T/spool"; do
    not_ok "nobody is shown: $secret" grep -q -- "$secret" "$T/shown"
done

# A form of an administrator is none in the stranger's browser: the same token, another cookie.
page /sign-in
post /sign-in name=anna "password=password for anna"
page /settings/access
is "(an administrator has signed in)" "$code" 200
admin_token=$(token)
is "the token of an administrator is no use to others" "$(crawl -X POST -d "token=$admin_token" -d name=anna -d last=yes "$base/settings/access/remove")" 403
is "nor their cookie without a token" "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -X POST -d name=anna -d last=yes "$site/settings/access/remove")" 403
is "nor a form from a page of somebody else" "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -H 'Origin: http://evil.example.com' -X POST -d "token=$admin_token" -d name=anna -d last=yes "$site/settings/access/remove")" 403
is "nor by another name of the server" "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -H 'Host: evil.example.com' "$site/settings/access" | sed 's/421/403/; s/400/403/')" 403
is "the administrator is still one" "$(on_server administrator list)" anna
done_testing
