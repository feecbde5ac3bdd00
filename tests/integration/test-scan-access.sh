#!/bin/bash
# test-scan-access.sh - who may scan: networks, names, other pages' scripts; the switch; limits;
# what is told of it, and what is left of it.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl
# With a network of its own there are addresses that are foreign: routed here, of no interface.
foreign=''
if [ "$network_place" = own ] && command -v ip >/dev/null &&
    ip address add 192.0.2.1/24 dev lo && ip route replace local 192.0.2.0/24 dev lo &&
    ip route replace local 198.51.100.0/24 dev lo; then
    foreign=198.51.100.7 near=192.0.2.9
fi
script 'glass flat:204060'
serve_fake "listen-hostname=*" || exit 1
address=127.0.0.1
[ -z "$foreign" ] || address=192.0.2.1

# --- Names: a page of somebody else whose name leads here may not scan.
state_page=$base/eSCL/ScannerStatus
for host in "127.0.0.1:$scan_port" "localhost:$scan_port" "[::1]:$scan_port" "$(hostname):$scan_port"; do
    is "Host: $host is ours" "$(answer -H "Host: $host" "$state_page")" 200
done
for host in "evil.example.com:$scan_port" evil.example.com "127.0.0.1.evil.example.com" ''; do
    like "Host: $host is not" "$(answer -H "Host: $host" "$state_page")" '40[03]\|421'
done
settings >"$T/settings.xml"
post_from() { answer -H 'Content-Type: text/xml' --data-binary "@$T/settings.xml" "$@" "$base/eSCL/ScanJobs"; }
mark_calls
for origin in http://evil.example.com null "http://127.0.0.1:1" "https://127.0.0.1:$scan_port"; do
    like "a script of $origin may not scan" "$(post_from -H "Origin: $origin")" '40[03]'
done
is "nothing was scanned for them" "$(new_calls | grep -c '^start')" 0
code=$(post_from -D "$T/head" -H "Origin: $base")
is "one of our own page may" "$code" 201
is "nobody is told that others might" "$(grep -ic '^access-control' "$T/head")" 0
job_path=$(tr -d '\r' <"$T/head" | sed -n 's/^[Ll]ocation: *//p')
next_page "$T/page"
end_job
wait_until 20 idle

# --- What is told of it.
post_scan
next_page "$T/page" -A 'Tester/1.0'
end_job
wait_until 20 idle
like "who scanned stands in the log" "$(grep -i 'scan' "$server_log")" '127.0.0.1'
printf 'bad\033[31magent' >"$T/agent"
settings >"$T/settings.xml"
post_body "$T/settings.xml" -A "$(printf 'Tester\033[31m/2.0')"
next_page "$T/page"
end_job
wait_until 20 idle
is "without control characters of clients" "$(grep -c "$(printf '\033')" "$server_log")" 0
like "with what the client calls itself" "$(grep 'Tester' "$server_log")" 'Tester'

# --- What is kept.
folder=$T/spool-$server_port/scans
is "pages lie where only the server's user looks" "$(stat -c %a "$folder")" 700
script 'hold 100 2'
feed flat:202020 flat:404040
mark_calls
post_stack
wait_until 20 held 2
is "not even there has a page a name" "$(find "$folder" -type f | wc -l)" 0
end_job
wait_until 20 idle
script 'glass flat:204060'
feed
post_scan
next_page "$T/page"
end_job
wait_until 20 idle
pages_open() { ls -l "/proc/$server_pid/fd" | grep -c "$folder"; }
no_pages() { [ "$(pages_open)" -eq 0 ]; }
ok "nothing of them is left after they were fetched" wait_until 10 no_pages

# --- Networks, as it is where nothing is said. (Warnings are not repeated for a while: first.)
if [ -n "$foreign" ]; then
    there=http://$address:$scan_port/eSCL/ScannerStatus
    is "a computer of our network may" "$(answer --interface "$near" "$there")" 200
    like "one of another network may not" "$(answer --interface "$foreign" "$there")" "403\\|000"
    ok "which is told" wait_until 10 grep -q "$foreign" "$server_log"
fi

# --- Limits.
many=''
not_crowded() { ! crowded; }
script 'hold 10'
mark_calls
post_scan
wait_until 20 held
first=$job_path
is "a second job has to wait" "$(post_scan; echo "$code")" 503
post_scan
like "and is told when to come again" "$(grep -i '^retry-after' "$T/head")" '[0-9]'
job_path=$first
end_job
script 'glass flat:204060'
wait_until 20 idle
if [ -n "$foreign" ]; then
    # telnet: a connection that says nothing, from an address of its own
    mkfifo "$T/quiet"
    exec 7<>"$T/quiet"
    for n in $(seq 40); do
        curl -s --interface "$near" --max-time 60 "telnet://$address:$scan_port" <"$T/quiet" >/dev/null 2>&1 &
        many="$many $!"
    done
    crowded() { [ "$(answer --max-time 2 --interface "$near" "http://$address:$scan_port/eSCL/ScannerStatus")" != 200 ]; }
    ok "one computer has a part of all connections" wait_until 20 crowded
    is "others get their answers then" \
        "$(answer --interface 192.0.2.8 "http://$address:$scan_port/eSCL/ScannerStatus")" 200
    for pid in $many; do kill "$pid" 2>/dev/null; done
    wait $many 2>/dev/null
    ok "and so does the one when its connections are gone" wait_until 20 not_crowded
fi
ok "it answers again when they are gone" wait_until 20 served

# --- Networks that are told.
if [ -n "$foreign" ]; then
    stop "$server_pid"
    start_scan_server "listen-hostname=*" scan-allow=198.51.100.0/25 || exit 1
    wait_until 20 served
    is "a network that is allowed may" "$(answer --interface "$foreign" "$there")" 200
    like "no other one" "$(answer --interface 198.51.100.200 "$there")" '403\|000'
    like "not even our own" "$(answer --interface "$near" "$there")" '403\|000'
    is "this computer may" "$(answer "$state_page")" 200
    stop "$server_pid"
    start_scan_server "listen-hostname=*" scan-allow=all || exit 1
    wait_until 20 served
    is "all may where it is said" "$(answer --interface "$foreign" "$there")" 200
else
    result 0 "networks # SKIP there can be no network of the test's own"
fi
stop "$server_pid"

# --- The switch.
start_scan_server scan=no || exit 1
is "switched off nobody answers" "$(answer "$state_page")" 000
ok "a list of scanners says so" sh -c '"$@" 2>&1 | grep -qi "off\|no"' - "$app" scanners -o "server-port=$server_port"
stop "$server_pid"
not_ok "nonsense for networks is refused" timeout 20 "$app" server -o "server-port=$server_port" \
    -o "state-file=$T/other" -o "spool-directory=$T/other-spool" -o listen-hostname=127.0.0.1 -o scan-allow=everywhere
done_testing
