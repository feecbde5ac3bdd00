#!/bin/bash
# test-upgrade.sh - what earlier versions have kept is there after an upgrade: queues, settings, UUIDs,
# departments, jobs that wait. See tests/upgrade/README.md.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer ipptool
fixtures=$(cd "$lib_folder/../upgrade" && pwd)
cd "$T" || exit 1

cat >facts.test <<'END'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
    DISPLAY printer-uuid
    DISPLAY sides-default
    DISPLAY toner-save-default
    DISPLAY printer-make-and-model
}
END
facts_of() { ipptool -t "$(uri_of "$1")" facts.test 2>&1 | tr '\n' ' '; }
uuid_of() { facts_of "$1" | sed -n 's/.*printer-uuid (uri) = \([^ ]*\) .*/\1/p'; }

# upgrade FOLDER: today's server with what is in it; its state in $kept
upgrade() {
    cp -r "$fixtures/$1" "$T/$1"
    chmod -R u=rwX,go= "$T/$1"
    mkdir -p "$T/$1/spool"
    kept=$T/$1/state
    sed -i "s|socket://127.0.0.1:9\"|socket://127.0.0.1:$printer_port\"|" "$kept"
    server_port=''
    again "$1"
}
again() { start_server "state-file=$kept" "spool-directory=$T/$1/spool"; }

start_printer vp --speed 0 || exit 1

# ---- before PINs were encrypted ----

upgrade plain-pins || exit 1
is "the queues are there" "$(on_server printers | sort | tr '\n' ' ')" 'den office '
like "for their machines" "$(facts_of den)" 'iR1018/1022/1023 (UFRII LT)'
like "with what was set" "$(facts_of office)" 'sides-default (keyword) = two-sided-long-edge'
like "all of it" "$(facts_of office)" 'toner-save-default (keyword) = on'
is "phones have the same printer" "$(uuid_of office)" 'urn:uuid:edb95bd6-7a00-47b6-b453-0e4b02bb87c4'
is "and the other one" "$(uuid_of den)" 'urn:uuid:172d1cf5-8fe9-4c56-aa3b-d46d70dfd4b2'
like "the default queue is the same" "$(on_server default)" den
like "people have their departments" "$(on_server accounts)" 'tester.*1234'
is "PINs are no longer to be read" "$(cat plain-pins/state* 2>/dev/null | grep -c '8888\|5678')" 0
is "not those of jobs either" "$(grep -rac 8765 plain-pins/spool | grep -vc ':0$')" 0
like "the job that waits does" "$(on_server jobs)" '^1 *pending-held *office'
on_server release 1 >released 2>&1
ok "and is printed when it is released" wait_until 20 test -s vp/job-0001/ticket.json
like "for the department it was sent for" "$(cat vp/job-0001/ticket.json)" 4321
stop "$server_pid"
again plain-pins || exit 1
is "and all that is so at the next start" "$(uuid_of office) $(on_server printers | wc -l)" \
    'urn:uuid:edb95bd6-7a00-47b6-b453-0e4b02bb87c4 2'
stop "$server_pid"

# ---- of PAPPL itself ----

upgrade pappl || exit 1
is "queues of PAPPL's own file are there" "$(on_server printers | sort | tr '\n' ' ')" 'den office '
like "with what was set" "$(facts_of office)" 'two-sided-long-edge'
is "a job that PAPPL had kept is none of ours" "$(on_server jobs 2>&1 | grep -c letter)" 0
uuid=$(uuid_of office)
like "a queue has a UUID" "$uuid" '^urn:uuid:'
stop "$server_pid"
server_port=''
again pappl || exit 1
is "which it keeps at another port" "$(uuid_of office)" "$uuid"
is "its PIN is no longer to be read" "$(cat pappl/state* 2>/dev/null | grep -c 8888)" 0
done_testing
