#!/bin/bash
# test-queue-trouble.sh - the machine is off, asleep, out of paper, jammed, open: before, during and
# between pages. The queue says what it waits for, goes on by itself, and can be canceled.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster storm ipptool curl
cd "$T" || exit 1
start_site max-history=1000 || exit 1

# start_machine NAME OPTION...: a machine with SNMP, its faults in $T/NAME.faults, and its queue
start_machine() {
    touch "$T/$1.faults"
    run_printer "$@" --pictures none --control "$T/$1.faults"
    add_queue "$1" "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"
    mv "$log" "$T/$1.log"
    wait_until 10 metric_is "machine_answers{queue=\"$1\"}" 1
}
metric_is() { curl -s "http://127.0.0.1:$server_port/metrics" | grep -qxF "canon_$1 $2"; }
faults() {
    printf '%s\n' "$2" >"$T/$1.faults.new"
    mv "$T/$1.faults.new" "$T/$1.faults"
}
number=0
: >"$T/sent"
# document PAGES [MM]: another one, of A4; its number in $number
document() {
    number=$((number + 1))
    make_documents $number $number "$1" -s a4 -t black_1 -g "${2:-0}"
}
drawer='ATTR collection media-col { MEMBER keyword media-source tray-1 }'

# What the person is told, for each trouble: QUEUE FAULT KEYWORD SENTENCE, and what
# the web page says. Pages of 400 kB do not
# fit into what the connection holds, so the machine's standing still is felt.
cat >"$T/troubles" <<'END'
paper-before|paper-out|media-empty-error|Load A4 in drawer 1|Load A4 here: Drawer 1.
paper-between|paper-out:1|media-empty-error|Load A4 in drawer 1|Load A4 here: Drawer 1.
jam-between|jam:1|media-jam-error|Paper is jammed|Open the covers, take the sheet out
door-before|door|door-open-error|Close the cover|Close .*cover.* of the machine
toner-between|toner-out:1|toner-empty-error|The toner is empty|Put a new toner cartridge in.
END
while IFS='|' read -r queue fault _ _; do
    start_machine "$queue"
    faults "$queue" "$fault"
    document 3 50
    send_document "$queue" $number "$drawer"
    eval "job_${queue%-*}_${queue#*-}=$job document_${queue%-*}_${queue#*-}=$number"
done <"$T/troubles"
is "all jobs are accepted" "$(grep -c successful "$T/sent")" 5

while IFS='|' read -r queue fault keyword sentence page_sentence; do
    eval "job=\$job_${queue%-*}_${queue#*-} its=\$document_${queue%-*}_${queue#*-}"
    ok "$queue: the printer is stopped" wait_until 30 printer_says "$queue" printer-state stopped
    ok "its reasons say why" wait_until 10 printer_says "$queue" printer-state-reasons "$keyword"
    ok "its message says what to do" wait_until 10 printer_says "$queue" printer-state-message "$sentence"
    is "the job is stopped" "$(ask_job "$queue" "$job" job-state)" processing-stopped
    like "because of the printer" "$(ask_job "$queue" "$job" job-state-reasons)" printer-stopped
    like "its message says what to do" "$(ask_job "$queue" "$job" job-state-message)" "$sentence"
    ok "the web page too" web_says "$page_sentence"
    ok "the metrics have the reason" metric_is "reason{queue=\"$queue\",reason=\"$keyword\"}" 1
done <"$T/troubles"
is "the server is well" "$(curl -s "http://127.0.0.1:$server_port/healthz")" ok
ok "and answers" "$build/hammer" -c 4 -n 5 "127.0.0.1:$server_port" /ipp/print/jam-between

# one is canceled as it stands, two more follow
job=$job_jam_between
ok "a job can be canceled while the machine is jammed" cancel_job jam-between "$job"
is "it ends" "$(end_of jam-between "$job")" canceled
like "and says what has been printed" "$(ask_job jam-between "$job" job-state-message)" '^Canceled\.'
document 2 50
send_document jam-between $number
after_jam=$number
ok "the next one waits for the same" wait_until 30 job_says jam-between "$job" job-state-message jam

while IFS='|' read -r queue _ _ _; do faults "$queue" ''; done <"$T/troubles"
while IFS='|' read -r queue _ _ _; do
    eval "job=\$job_${queue%-*}_${queue#*-} its=\$document_${queue%-*}_${queue#*-}"
    ok "$queue: all goes on by itself" wait_until 40 idle "$queue"
    [ "$queue" != jam-between ] || its=$after_jam
    printed() { printed_once "$queue" "$(documents "$its" "$its")"; }
    ok "each page is on paper once" wait_until 10 printed || diag "$(printed)"
    ok "the printer is ready" wait_until 40 printer_says "$queue" printer-state-message Ready
    is "without a reason" "$(ask_printer "$queue" printer-state-reasons)" none
done <"$T/troubles"

# --- a page so small that the connection takes all of it
faults paper-before paper-out
document 1
send_document paper-before $number "$drawer"
ok "no paper: a job of one small page says what it waits for" \
    wait_until 30 job_says paper-before "$job" job-state-message 'Load A4 in drawer 1'
like "it is not completed" "$(ask_job paper-before "$job" job-state)" processing
is "it is not on paper" "$(pages_of paper-before | grep -c "$(printf 'doc-%04d' $number)")" 0
ok "it can be canceled" cancel_job paper-before "$job"
is "and ends" "$(end_of paper-before "$job")" canceled
faults paper-before ''
document 1
send_document paper-before $number
is "then all is well" "$(end_of paper-before "$job")" completed

# --- asleep
for mode in refuse silent; do
    start_machine "asleep-$mode" --sleep 50 --wake 300 --sleep-mode $mode
    asleep() { grep -q '"event": "asleep"' "$T/asleep-$mode.log"; }
    ok "the machine falls asleep ($mode)" wait_until 20 asleep
    document 2
    send_document "asleep-$mode" $number
    waking() { grep -q '"event": "waking"' "$T/asleep-$mode.log"; }
    ok "it is woken" wait_until 20 waking
    faults "asleep-$mode" 'sleep 0' # else it sleeps again before anybody can try again
    is "a job wakes it, and is printed" "$(end_of "asleep-$mode" "$job")" completed
    ok "once" printed_once "asleep-$mode" "$(documents $number $number)"
    # the connection that wakes it may have taken some of the job before it is reset
    like "and nothing worse is said than what may be" \
        "$(ask_job "asleep-$mode" "$job" job-state-message)" '^Printed\.$\|There may be two of'
done

# --- off
start_printer off --pictures none
add_queue off "socket://127.0.0.1:$printer_port/?snmp-port=$port"
stop "$printer_pid"
document 2
send_document off $number
ok "the machine is off: the printer says offline" wait_until 20 printer_says off printer-state-reasons offline
ok "and why" printer_says off printer-state-message 'cannot be reached'
is "the job is stopped" "$(ask_job off "$job" job-state)" processing-stopped
like "because of the printer" "$(ask_job off "$job" job-state-reasons)" printer-stopped
like "and says so" "$(ask_job off "$job" job-state-message)" 'cannot be reached'
ok "the web page too" web_says 'The printer does not answer'
canceled=$job
send_document off $number
like "another one waits behind it" "$(ask_job off "$job" job-state)" pending
ok "the first one can be canceled" cancel_job off "$canceled"
is "and ends" "$(end_of off "$canceled")" canceled
like "with nothing printed" "$(ask_job off "$canceled" job-state-message)" 'Nothing was printed'
want_port=$printer_port start_printer off --pictures none
is "the other one is printed when the machine is there" "$(end_of off "$job")" completed
ok "once" printed_once off "$(documents $number $number)"
is "the printer is well again" "$(ask_printer off printer-state-reasons)" none
done_testing
