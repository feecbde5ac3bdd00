#!/bin/bash
# test-ipp-access.sh - who may do what by IPP and the other ways in: administrators by a password
# or the domain socket, networks that may print, on the whole server and on one queue.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool curl
# Addresses that are routed here and of no interface: whoever calls them comes from them.
[ "$network_place" = own ] && command -v ip >/dev/null &&
    ip address add 192.0.2.1/24 dev lo && ip route replace local 198.51.100.0/24 dev lo &&
    ip route replace local 10.9.0.0/16 dev lo || skip_all "needs a network of its own"
public=198.51.100.7 private=10.9.8.7
"$make_raster" --format pwg --pages 1 --resolution 600 >"$T/page.pwg" 2>/dev/null ||
    printf 'a line of text\n' >"$T/page.txt"
printf 'a line of text\n' >"$T/page.txt"
mkdir "$T/out"
free_port; raw_port=$port
free_port; lpd_port=$port
serve() {
    start_server "listen-hostname=*" upload=yes "raw-listen=*:$raw_port=office" \
        "lpd-listen=*:$lpd_port" "$@"
}
serve || exit 1
add_queue office "file://$T/out" >/dev/null || exit 1
administrator() { on_server administrator "$@"; }
give() { printf '%s\n' "$2" | administrator add "$1"; }

# message OP [GROUP-4-ATTRIBUTES]: an IPP request about the queue, on standard output
text_of() { printf '%b' "$1\\x00\\x$(printf %02x ${#2})$2\\x00\\x$(printf %02x ${#3})$3"; }
message() {
    printf '%b' "\\x02\\x00\\x00\\x$1\\x00\\x00\\x00\\x01\\x01"
    text_of '\x47' attributes-charset utf-8
    text_of '\x48' attributes-natural-language en
    text_of '\x45' printer-uri "ipp://localhost/ipp/print/office"
    [ $# -lt 3 ] || { printf '\x04'; text_of '\x41' "$2" "$3"; }
    printf '\x03'
}
# tell OP ATTRIBUTE VALUE [CURL-ARGUMENT...]: the HTTP status
message 13 printer-location 'somewhere else' >"$T/set.ipp"
message 0b >"$T/get.ipp"
message 02 >"$T/print.ipp"
cat "$T/page.txt" >>"$T/print.ipp"
message 04 >"$T/validate.ipp"
message 05 >"$T/create.ipp"
tell() {
    file=$1 where=$2
    shift 2
    curl -s -m 20 -k -o "$T/answer" -w '%{http_code}' -H 'Content-Type: application/ipp' \
        --data-binary "@$T/$file.ipp" "$@" "$where/ipp/print/office"
}
ipp_status() { od -An -tx1 -j2 -N2 "$T/answer" | tr -d ' \n'; }
place() { ipptool -tv "ipp://127.0.0.1:$server_port/ipp/print/office" get-printer-attributes.test | sed -n 's/.*printer-location ([^)]*) = //p'; }
here=http://127.0.0.1:$server_port there=http://$public:$server_port secure=https://$public:$server_port

# --- Without an administrator this computer is one, and nobody else.
is "this computer changes settings" "$(tell set "$here") $(place)" "200 somewhere else"
is "others do not" "$(tell set "$there")" 403
is "nor by showing any password" "$(tell set "$secure" -u anna:annas-password)" 403

# --- With one, it is who knows a password.
give anna annas-password >/dev/null || exit 1
message 13 printer-location 'third floor' >"$T/set.ipp"
is "a program of this computer is asked for a password" "$(tell set "$here" -D "$T/head")" 401
like "by Basic" "$(tr -d '\r' <"$T/head")" '^WWW-Authenticate: Basic'
is "others are asked to encrypt first" "$(tell set "$there")" 426
is "also those who show a password already" "$(tell set "$there" -u anna:annas-password)" 426
is "then for a password" "$(tell set "$secure")" 401
is "a wrong one is none" "$(tell set "$secure" -u anna:annas-passwort)" 401
is "the one of somebody else is none" "$(tell set "$secure" -u bob:annas-password)" 401
is "nonsense is none" "$(tell set "$secure" -H 'Authorization: Basic !!!!')$(tell set "$secure" -H 'Authorization: Bearer x')" 401401
is "nothing was changed by all of that" "$(place)" "somewhere else"
curl -s -m 20 -k -o /dev/null -w '%{http_code} ' -H 'Content-Type: application/ipp' --data-binary "@$T/set.ipp" "$here/ipp/print/office" \
    --next -s -m 20 -o "$T/answer" -w '%{http_code}\n' -H 'Content-Type: application/ipp' --data-binary "@$T/get.ipp" "$here/ipp/print/office" >"$T/codes"
is "behind a refusal the connection answers the next request" "$(cat "$T/codes") $(ipp_status)" "401 200 0000"
is "the right one is one, from afar" "$(tell set "$secure" -u anna:annas-password) $(ipp_status) $(place)" "200 0000 third floor"
message 13 printer-location 'second floor' >"$T/set.ipp"
is "and from here" "$(tell set "$here" -u anna:annas-password) $(place)" "200 second floor"
ok "root and the server's user need none at the domain socket" on_server modify -d office -o printer-location=attic
is "(it was set)" "$(place)" attic

cat >"$T/system.test" <<'END'
{
    OPERATION $operation
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri system-uri $uri
    STATUS successful-ok
}
END
system() { ipptool -tv -T 20 -d "operation=$1" "$2/ipp/system" "$T/system.test" >"$T/answer" 2>&1 </dev/null; }
for operation in Pause-All-Printers Disable-All-Printers Shutdown-All-Printers; do
    not_ok "$operation wants a password" system $operation "ipp://127.0.0.1:$server_port"
done
ok "the server is still there" kill -0 "$server_pid"
ok "an administrator pauses by ipps" system Pause-All-Printers "ipps://anna:annas-password@$public:$server_port"
ok "a client that begins with ipp goes on encrypted" system Resume-All-Printers "ipp://anna:annas-password@$public:$server_port"
ok "everybody reads about the system" system Get-System-Attributes "ipp://$public:$server_port"
is "reports are for administrators" "$(curl -s -o /dev/null -w '%{http_code}' "$here/report?job=1")" 401
is "who are known by a password there, too" "$(curl -s -o /dev/null -w '%{http_code}' -u anna:annas-password "$here/report?job=9999")" 404

# --- Jobs of others.
on_server pause -d office >/dev/null
cat >"$T/other.test" <<'END'
{
    OPERATION $operation
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job
    ATTR name requesting-user-name stranger
    STATUS successful-ok
}
END
other() { ipptool -tv -T 20 -d "job=$job" -d "operation=$1" "$2/ipp/print/office" "$T/other.test" >"$T/answer" 2>&1 </dev/null; }
ok "a program of this computer prints" send_file office "$T/page.txt" text/plain
not_ok "a stranger cancels nobody's job" other Cancel-Job "ipps://$private:$server_port"
not_ok "nor prints it first" other Promote-Job "ipps://$private:$server_port"
ok "an administrator prints it first" other Promote-Job "ipps://anna:annas-password@$private:$server_port"
ok "and cancels it" other Cancel-Job "ipps://anna:annas-password@$private:$server_port"
on_server resume -d office >/dev/null

# --- Guesses.
# a slow computer may have waited long enough between two: then once more
has_to_wait() {
    for guess in 1 2 3 4 5 6; do tell set "https://$private:$server_port" -u "anna:guess-number-$guess" >/dev/null; done
    [ "$(tell set "https://$private:$server_port" -u anna:annas-password)" = 401 ]
}
ok "whoever guesses is not let in by the right one at once" wait_until 1 has_to_wait
is "others are" "$(tell set "$secure" -u anna:annas-password)" 200
not_ok "no password is in the log" grep -q 'annas-passwor\|guess-number' "$server_log"

# --- Who may print.
printed_of() { find "$T/out" -type f | wc -l | tr -d ' '; }
by_raw() { curl -s -m 10 -T - "telnet://$1:$raw_port" <"$T/page.txt" >/dev/null 2>&1; }
# lpd ADDRESS: the byte that answers "receive a job"
lpd() { exec 3<>"/dev/tcp/$1/$lpd_port" && printf '\002office\n' >&3 && head -c 1 <&3 | od -An -tu1 | tr -d ' \n'; exec 3<&- 3>&-; }
ask() { echo "$(tell "$1" "http://$2:$server_port") $(ipp_status)"; }
upload() { curl -s -m 20 -o "$T/answer" -w '%{http_code}' --data-binary "@$T/page.txt" "http://$1:$server_port/print/office"; }
is "private addresses may print" "$(ask validate $private)" "200 0000"
is "by LPD, too" "$(lpd $private)" 0
is "and by HTTP" "$(upload $private)" 200
for operation in validate print create; do
    is "public ones may not: $operation" "$(ask $operation $public)" "200 0403"
done
is "nor by HTTP" "$(upload $public)" 403
is "nor by LPD" "$(lpd $public)" 1
by_raw $public
refused() { grep -q "may not print on office by port $raw_port" "$server_log"; }
ok "nor at a raw port" wait_until 10 refused
ok "the log tells who was refused" grep -q "\[Access\] $public may not print on office" "$server_log"
is "everybody reads about the queue" "$(ask get $public)" "200 0000"
ok "a queue has networks of its own" administrator allow -d office 192.0.2.0/24
is "then others may not print there" "$(ask print $private) $(upload $private) $(lpd $private)" "200 0403 403 1"
is "this computer always may" "$(ask validate 127.0.0.1) $(lpd 127.0.0.1)" "200 0000 0"
not_ok "what is no list is refused" administrator allow -d office somebody
stop "$server_pid"
serve print-allow=all || exit 1
is "it stays so after a new start, whoever may print on the server" "$(ask print $public)" "200 0403"
ok "it can be taken out" administrator allow -d office -
is "then print-allow counts" "$(ask validate $public) $(lpd $public)" "200 0000 0"
rm -f "$T/state-$server_port.administrators"
done_testing
