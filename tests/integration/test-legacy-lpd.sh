#!/bin/bash
# test-legacy-lpd.sh - documents by LPD, from CUPS' backend and as Windows' LPR port sends them.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
need canon-printer-app virtual-printer make-raster talk ipptool

free_port; lpd=$port
start_printer vp --speed 0 || exit 1
start_server "lpd-listen=127.0.0.1:$lpd" || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 2 >"$T/two.pwg"
size=$(wc -c <"$T/two.pwg")

# file LETTER NAME SIZE FILE: a subcommand with a file
control() {
    printf '\002%s %s\n' "${#1}" cfA001pc
    printf '%s\0' "$1"
}
data() {
    printf '\003%s %s\n' "$1" "$2"
    cat "$T/two.pwg"
    [ "$1" != "$size" ] || printf '\0'
}
windows='Hpc
PMüller
JPrüfung
ldfA001pc
UdfA001pc
NPrüfung'
windows=$(printf '%s' "$windows" | iconv -f utf-8 -t windows-1252)

LC_ALL=C
{ printf '\002office\n'; control "$windows"; data "$size" dfA001pc; } | talk "$lpd" | hex >"$T/answer"
is "each step is acknowledged" "$(cat "$T/answer")" 0000000000
ok "a document after its control file is taken" came 1
job=$(last_job)
is "it is printed" "$(end_of office "$job")" completed
is "with all its pages" "$(pages vp 1)" 2
is "its title is that of the control file" "$(attribute office "$job" job-name)" "Prüfung"
is "so is its user" "$(attribute office "$job" job-originating-user-name)" "Müller"

three='Hpc
Panna
Jthree
ldfA001pc
ldfA001pc
ldfA001pc'
{ printf '\002office\n'; data "$size" dfA001pc; control "$three"; } | talk "$lpd" | hex >"$T/answer"
is "a document before its control file is acknowledged" "$(cat "$T/answer")" 0000000000
ok "and taken" came 2
is "three times the same file are three copies" "$(attribute office "$(last_job)" copies)" 3

two='Hpc
Panna
fdfA001pc
None.pwg
fdfB001pc
Ntwo.pwg'
{ printf '\002office\n'; control "$two"; data "$size" dfA001pc; data "$size" dfB001pc; } | talk "$lpd" >/dev/null
ok "two files are two jobs" came 4
is "each with its own name" "$(attribute office "$(last_job)" job-name)" two.pwg

for unknown in 0 125899906843000; do
    n=$(jobs_in_log | wc -l)
    { printf '\002office\n'; control "$windows"; data $unknown dfA001pc; } >"$T/stream"
    talk "$lpd" <"$T/stream" >/dev/null
    ok "a document of size $unknown ends with its connection" wait_until 20 came $((n + 1))
    is "and is printed" "$(end_of office "$(last_job)")" completed
done

n=$(jobs_in_log | wc -l)
{ printf '\002office\n'; control "$windows"; data $((size + 100)) dfA001pc; } >"$T/stream"
talk "$lpd" <"$T/stream" >/dev/null
ok "a document that is shorter than its size is refused" \
    wait_until 20 grep -q 'by LPD from 127.0.0.1 was not taken' "$server_log"
{ printf '\002office\n'; data "$size" dfA001pc; printf '\001\n'; } | talk "$lpd" >/dev/null
{ printf '\002office\n'; data "$size" dfA001pc; } | talk "$lpd" >/dev/null
ok "a document without its control file is not printed" \
    wait_until 20 grep -q 'without a control file' "$server_log"
is "a queue that is not there is refused" "$(printf '\002nobody\n' | talk "$lpd" | hex)" 01
{ printf '\002office\n\00299999 cfA001pc\n'; } | talk "$lpd" | hex >"$T/answer"
is "so is a control file that is too large" "$(cat "$T/answer")" 0001
is "none of these made a job" "$(jobs_in_log | wc -l)" "$n"

ok "the queue is paused" on_server pause -d office
{ printf '\002office\n'; control "$three"; data "$size" dfA001pc; } | talk "$lpd" >/dev/null
job=$(last_job)
like "lpq lists what waits" "$(printf '\003office \n' | talk "$lpd")" "anna *$job *three"
like "in its long form, too" "$(printf '\004office anna\n' | talk "$lpd")" "anna: .*job $job 127.0.0.1"
not_ok "jobs of others are left out" grep -q three <(printf '\003office bob\n' | talk "$lpd")
is "lprm is acknowledged" "$(printf '\005office anna %s\n' "$job" | talk "$lpd" | hex)" 00
is "and cancels" "$(end_of office "$job")" canceled
is "what is not there cannot be canceled" "$(printf '\005office anna 999\n' | talk "$lpd" | hex)" 01
like "lpq says that nothing waits" "$(printf '\003office\n' | talk "$lpd")" 'no entries'
ok "the queue goes on" on_server resume -d office

if [ -x /usr/lib/cups/backend/lpd ]; then
    n=$(jobs_in_log | wc -l)
    for order in control,data data,control; do
        DEVICE_URI="lpd://127.0.0.1:$lpd/office?reserve=none&order=$order" timeout 20 \
            /usr/lib/cups/backend/lpd 7 berta title 1 '' "$T/two.pwg" >"$T/backend.log" 2>&1
        n=$((n + 1))
        ok "CUPS' LPD backend prints ($order)" came $n
        is "its job is printed" "$(end_of office "$(last_job)")" completed
        is "its user is told" "$(attribute office "$(last_job)" job-originating-user-name)" berta
    done
fi
done_testing
