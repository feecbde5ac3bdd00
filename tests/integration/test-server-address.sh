#!/bin/sh
# test-server-address.sh - clients reach the server by every name and address it has, at the port
# they remember, encrypted with the certificate they know, and find the same printers there.
# Has where the system lets it a network of its own, in which all ports are free, and a /usr/sbin
# in which CUPS is installed or not as it likes; what needs that is passed over elsewhere.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
PATH=$PATH:/usr/sbin:/sbin
own_sbin='mount -t tmpfs tmpfs /usr/sbin && mount -t tmpfs tmpfs /run'
# no package of a small system sets a flag of an interface but perl: SIOCSIFFLAGS, up and running
own_lo='perl -e "my \$lo = pack(q(a16 s x22), q(lo), 0x49);
    socket(S, 2, 2, 0) and ioctl(S, 0x8914, \$lo) or exit 1"'
if [ -z "${ADDRESS_TEST_PLACE:-}" ]; then
    for options in -nm -rnm; do
        if unshare $options sh -c "$own_sbin && $own_lo" 2>/dev/null; then
            ADDRESS_TEST_PLACE=own
            export ADDRESS_TEST_PLACE
            exec unshare $options sh -c "$own_sbin && $own_lo && exec \"\$0\"" "$0"
        fi
    done
    ADDRESS_TEST_PLACE=shared
fi
. "$(dirname "$0")/lib.sh"
need canon-printer-app make-raster ipptool curl

mkdir "$T/out"
computer=$(uname -n)

# serve NAME [OPTION...]: a server with state and log NAME that chooses its port; waits for it
serve() {
    name=$1
    shift
    arguments="-o state-file=$T/$name -o spool-directory=$T/$name.d"
    for option in "$@"; do arguments="$arguments -o $option"; done
    : >"$T/$name.log" # before anybody looks at what the last one said
    # shellcheck disable=SC2086 # options have no spaces
    "$app" server $arguments >"$T/$name.log" 2>&1 &
    server_pid=$!
    children="$children $server_pid"
    wait_until 20 serves "$name"
    server_port=$(port_of "$name")
}
port_of() { sed -n 's/.*Serving on port \([0-9]*\)\.$/\1/p' "$T/$1.log"; }
serves() { [ -n "$(port_of "$1")" ] && listening "$(port_of "$1")"; }

# answer URL [OPTION...]: the status of HTTP
answer() {
    url=$1
    shift
    curl -s -o /dev/null -m 20 -w '%{http_code}' "$@" "$url"
}
# called HOST: the answer to a client that calls the server so
called() { answer "http://127.0.0.1:$server_port/" -H "Host: $1"; }

cat >"$T/uuid.test" <<'TEST'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR keyword requested-attributes printer-uuid,device-uuid
    STATUS successful-ok
    DISPLAY printer-uuid
}
TEST
# uuid_of QUEUE
uuid_of() {
    ipptool -tv "$(uri_of "$1")" "$T/uuid.test" 2>/dev/null |
        sed -n 's/.*printer-uuid (uri) = urn:uuid://p' | tail -n 1
}
uuid_form='^[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}$'

# ---- names ----

start_server host-aliases=print.example.com,other || exit 1
for host in localhost LocalHost "$computer" "$computer.local" "$computer.LOCAL." "$computer-2.local" \
    print.example.com PRINT.example.com. "other:$server_port" 127.0.0.1 192.0.2.7 "[::1]" \
    "[2001:db8::1]:$server_port" "[fe80::1%25eth0]:$server_port" "[fe80::1%eth0]"; do
    is "a client may call the server $host" "$(called "$host")" 200
done
for host in example.com 1.example.com 127.0.0.1.example.com "$computer.example.net" \
    "$computer.local.example.com" "[::1].example.com" "[example.com]"; do
    is "a page of $host may not reach it" "$(called "$host")" 400
done
is "HTTP 1.0 has no Host field" "$(answer "http://127.0.0.1:$server_port/" -0 -H Host:)" 200
is "HTTP 1.1 has" "$(answer "http://127.0.0.1:$server_port/" -H Host:)" 400
add_queue office "file://$T/out" || exit 1
stop "$server_pid"

# ---- certificates ----

names_port=$server_port
tls=$T/state-$server_port.tls
certificate=$tls/$computer.local.crt
case $computer in *.*) certificate=$tls/$computer.crt ;; esac
called_name=$(basename "$certificate" .crt)
cp "$certificate" "$T/first.crt"
is "nobody else may read the key" "$(stat -c %a "${certificate%.crt}.key")" 600
start_server host-aliases=print.example.com || exit 1
ok "the certificate is the same after a restart" cmp "$certificate" "$T/first.crt"
# trusted NAME [FILE]: a client that knows the certificate takes the server called NAME for it
trusted() {
    curl -s -o /dev/null -m 20 --cacert "${2:-$T/first.crt}" --resolve "$1:$server_port:127.0.0.1" \
        "https://$1:$server_port/"
}
for host in "$called_name" localhost print.example.com; do
    ok "clients that know it trust the server when they call it $host" trusted "$host"
done
not_ok "but not by another name" trusted elsewhere.example.com
stop "$server_pid"
start_server host-aliases=print.example.com,new.example.com || exit 1
not_ok "with a name more there is another" cmp "$certificate" "$T/first.crt"
ok "which is good for it" trusted new.example.com "$certificate"
stop "$server_pid"
cp "$certificate" "$T/second.crt"
start_server || exit 1
ok "with a name less it stays" cmp "$certificate" "$T/second.crt"
stop "$server_pid"
: >"$certificate"
start_server || exit 1
ok "one that was cut off is made anew" trusted "$called_name" "$certificate"
stop "$server_pid"
rm "${certificate%.crt}.key"
start_server || exit 1
ok "so is one without a key" trusted "$called_name" "$certificate"
stop "$server_pid"
if command -v openssl >/dev/null; then
    # expires DAYS: a certificate of one's own
    expires() {
        openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=$called_name" -days "$1" \
            -addext "subjectAltName=DNS:$called_name" -keyout "${certificate%.crt}.key" \
            -out "$certificate" 2>/dev/null && cp "$certificate" "$T/own.crt"
    }
    expires 60
    start_server || exit 1
    ok "a certificate of one's own is used" trusted "$called_name" "$T/own.crt"
    stop "$server_pid"
    expires 20
    start_server || exit 1
    not_ok "one that is about to expire is replaced" cmp "$certificate" "$T/own.crt"
    ok "by one that is good" trusted "$called_name" "$certificate"
else
    start_server || exit 1
    result 0 "# SKIP needs openssl"
fi
uri_of() { echo "ipps://127.0.0.1:$server_port/ipp/print/$1"; }
like "a queue answers encrypted" "$(uuid_of office)" "$uuid_form"
encrypted=$(uuid_of office)
uri_of() { echo "ipp://127.0.0.1:$server_port/ipp/print/$1"; }
is "and in the open, at the same port, as the same printer" "$(uuid_of office)" "$encrypted"
"$make_raster" >"$T/page.pwg"
ok "a page is printed in the open" print_file office "$T/page.pwg" image/pwg-raster
uri_of() { echo "ipps://127.0.0.1:$server_port/ipp/print/$1"; }
ok "and encrypted" print_file office "$T/page.pwg" image/pwg-raster
uri_of() { echo "ipp://127.0.0.1:$server_port/ipp/print/$1"; }
is "both came out" "$(find "$T/out" -type f | wc -l | tr -d ' ')" 2
stop "$server_pid"
start_server server-options=no-tls || exit 1
is "without TLS there is none" "$(answer "https://127.0.0.1:$server_port/" -k)" 000
stop "$server_pid"

# libcups looks for a certificate by the name that the connection's own address has
if [ "$ADDRESS_TEST_PLACE" = own ] && ip addr add 192.0.2.7/32 dev lo 2>/dev/null &&
    { printf '192.0.2.7 another.example.com\n' && cat /etc/hosts; } >"$T/hosts" &&
    mount --bind "$T/hosts" /etc/hosts 2>/dev/null; then
    cp "$certificate" "$T/first.crt"
    start_server listen-hostname=192.0.2.7 || exit 1
    ok "at an address with a name of its own the certificate is the same" \
        curl -s -o /dev/null -m 20 --cacert "$T/first.crt" \
        --resolve "$called_name:$server_port:192.0.2.7" "https://$called_name:$server_port/"
    is "and there is no other" "$(ls "$tls"/*.crt)" "$certificate"
    stop "$server_pid"
else
    result 0 "# SKIP needs a network of its own and ip"
fi

# ---- UUIDs ----

server_port=$names_port
start_server || exit 1
first=$(uuid_of office)
is "a queue has the same UUID after all those restarts" "$first" "$encrypted"
is "a random one" "$(printf %s "$first" | cut -c 15)" 4
stop "$server_pid"
old_state=$T/state-$server_port
free_port
server_port=$port
start_server state-file="$old_state" server-hostname=printer.lan || exit 1
is "also at another port and by another name" "$(uuid_of office)" "$first"
ok "it is deleted" on_server delete -d office
ok "another of its name is added" add_queue office "file://$T/out"
second=$(uuid_of office)
like "which is a printer" "$second" "$uuid_form"
not_ok "and another one" test "$second" = "$first"
not_ok "the first is forgotten" grep "$first" "$old_state.identity"
stop "$server_pid"
rm "$old_state.identity"
start_server state-file="$old_state" || exit 1
old=$(uuid_of office)
is "a queue of a version without this has the UUID that PAPPL made" "$(printf %s "$old" | cut -c 15)" 3
stop "$server_pid"
rm "$old_state.identity"
start_server state-file="$old_state" || exit 1
is "the one it had at each start" "$(uuid_of office)" "$old"
stop "$server_pid"
server_port=$names_port
start_server || exit 1
is "and keeps it when PAPPL would make another" "$(uuid_of office)" "$old"
stop "$server_pid"

# ---- ports ----

if [ "$ADDRESS_TEST_PLACE" = own ]; then
    ok "a server chooses a port" serve first
    is "631 where it is free and there is no CUPS" "$server_port" 631
    is "it serves IPv4" "$(answer http://127.0.0.1:631/healthz)" 200
    if [ -s /proc/net/if_inet6 ]; then
        is "and IPv6" "$(answer 'http://[::1]:631/healthz')" 200
    else
        result 0 "# SKIP there is no IPv6"
    fi
    ok "the other commands find it" "$app" printers
    stop "$server_pid"
    : >/usr/sbin/cupsd
    ok "it starts again" serve first
    is "at the same port, whatever was installed meanwhile" "$server_port" 631
    stop "$server_pid"

    ok "where CUPS is, another is chosen" serve second
    is "8000" "$server_port" 8000
    second_pid=$server_pid
    ok "a third server starts beside it" serve third
    is "at the next one" "$server_port" 8001
    stop "$second_pid"
    stop "$server_pid"
    ok "alone it starts again" serve third
    is "at the port that clients know" "$server_port" 8001
    stop "$server_pid"
    ok "another server is given that port" serve fourth server-port=8001
    fourth_pid=$server_pid
    ok "the third starts" serve third
    is "elsewhere" "$server_port" 8000
    like "and says so" "$(cat "$T/third.log")" \
        'Port 8001, by which clients know this server, cannot be had: another program has it'
    stop "$server_pid"
    not_ok "a port that was asked for and is taken is an error" \
        "$app" server -o server-port=8001 -o state-file="$T/fifth" -o spool-directory="$T/fifth.d"
    stop "$fourth_pid"
    ok "later it starts again" serve third
    is "where clients know it" "$server_port" 8001
    stop "$server_pid"

    rm /usr/sbin/cupsd "$T/second.identity"
    ok "a server of a version that remembered no port starts" serve second
    is "where it was, though 631 is free" "$server_port" 8000
    stop "$server_pid"
else
    result 0 "# SKIP needs a network of its own"
fi
done_testing
