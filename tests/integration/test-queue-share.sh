#!/bin/bash
# test-queue-share.sh - everybody may send at any time: jobs queue in order while one prints.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster storm ipptool curl

# a machine that prints a page a minute and takes nothing of the next one meanwhile
control 'speed 1'
start_printer vp --control "$T/control" --buffer 1 --pictures none || exit 1
start_site max-history=1000 || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 12 -N -s a5 >"$T/long.pwg"
make_documents 1 5 2

title=long.pwg
ok "a job that takes minutes is accepted before it is printed" \
    send_file office "$T/long.pwg" image/pwg-raster
long=$job
ok "it is being printed" wait_until 30 job_says office "$long" job-state-reasons job-printing
is "and processing, although its sender has gone" "$(ask_job office "$long" job-state)" processing
is "the printer too" "$(ask_printer office printer-state)" processing

ids=
for n in 1 2 3 4 5; do
    title=doc-000$n.pwg
    ok "another person's raster job is accepted meanwhile" send_file office "$T/doc-000$n.pwg" \
        image/pwg-raster
    is "and waits" "$(ask_job office "$job" job-state)" pending
    ids="$ids $job"
done
title=
set -- $ids
is "Get-Jobs has all in the order they came" "$(jobs_of office | cut -f1 | tr '\n' ' ')" "$long$ids "
is "with their names" "$(jobs_of office | cut -f3 | tail -n +2 | tr '\n' ' ')" \
    "doc-0001.pwg doc-0002.pwg doc-0003.pwg doc-0004.pwg doc-0005.pwg "
is "they are counted" "$(ask_printer office queued-job-count)" 6
for n in 1 2 3 4 5; do
    ok "the web page shows job $n" web_says "doc-000$n.pwg" /jobs
done
user=nobody ok "a job that waits can be canceled" operate office Cancel-Job "integer job-id $3"
is "and is at once" "$(ask_job office "$3" job-state)" canceled
is "the others still wait" "$(jobs_of office | cut -f1 | tr '\n' ' ')" "$long $1 $2 $4 $5 "
ok "the long one is not through" job_says office "$long" job-state processing

# from the web page, as a person does it
post "/jobs/$4/cancel"
is "the web page's button cancels" "$(ask_job office "$4" job-state)" canceled

control 'speed 0'
is "the long job ends" "$(end_of office "$long")" completed
is "with all of its pages on paper" "$(ask_job office "$long" job-impressions-completed)" 12
is "the last of the others too" "$(end_of office "$5")" completed
ok "all is on paper" wait_until 30 has_sides vp 18
is "in the order of the jobs, without the canceled ones" \
    "$(pages_of vp | tail -n +13 | tr '\n' ' ')" \
    "doc-0001.pwg 1 doc-0001.pwg 2 doc-0002.pwg 1 doc-0002.pwg 2 doc-0005.pwg 1 doc-0005.pwg 2 "
is "nothing waits" "$(ask_printer office queued-job-count)" 0

# a sender that goes away in the middle of its document
size=$(stat -c %s "$T/long.pwg")
{ ipp_print_head office left.pwg; head -c $((size / 2)) "$T/long.pwg"; } >"$T/left"
before=$(sides_out vp)
{
    printf 'POST /ipp/print/office HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n' "$server_port"
    printf 'Content-Type: application/ipp\r\nContent-Length: %s\r\n\r\n' $((size + 1000))
    cat "$T/left"
} >"/dev/tcp/127.0.0.1/$server_port"
left_aborted() { jobs_of office all | grep left.pwg | cut -f2 | grep -q aborted; }
ok "a job whose sender goes away before its end is aborted" wait_until 30 left_aborted
like "and says so" "$(jobs_of office all | grep left.pwg | cut -f5)" 'ends too early\|broke off\|went away'
told=$(jobs_of office all | grep left.pwg | cut -f5)
ok "the machine is free again" wait_until 30 idle office
after=$(sides_out vp)
case $told in
*'Nothing was printed'*) is "nothing was printed, as it says" "$after" "$before" ;;
*) is "as many pages as it says were printed" "$((after - before))" \
    "$(printf '%s' "$told" | sed -n 's/.*[^0-9]\([0-9]*\) pages* had been sent.*/\1/p')" ;;
esac

# 200 at once: first while the queue is paused, so that the order is not a matter of luck
start_printer crowd --pictures none || exit 1
ok "another queue is added" add_queue crowd "socket://127.0.0.1:$printer_port"
clients=200
make_documents 1001 $((1000 + 2 * clients)) 1
ok "it is paused" on_server pause -d crowd
ok "$clients clients at once are all accepted" "$storm" -c $clients \
    "127.0.0.1:$server_port/ipp/print/crowd" $(documents 1001 $((1000 + clients)))
cp "$T/ok.out" "$T/sent"
tail -n 1 "$T/sent" | sed 's/^/# /'
is "each has a job of its own" \
    "$(awk '$1 == "job" { print $2 }' "$T/sent" | sort -u | wc -l | tr -d ' ')" $clients
is "all of them wait" "$(active crowd)" $clients
ok "the queue is resumed" on_server resume -d crowd
ok "all are printed" wait_until 60 has_sides crowd $clients
ok "in the order of the jobs" test \
    "$(pages_of crowd | cut -d' ' -f1 | tr '\n' ' ')" = \
    "$(grep '^job' "$T/sent" | sort -n -k2,2 | awk '{ print $6 }' | tr '\n' ' ')"
ok "each once" printed_once crowd $(documents 1001 $((1000 + clients)))

ok "$clients clients at once are all accepted while the machine prints" "$storm" -c $clients \
    "127.0.0.1:$server_port/ipp/print/crowd" \
    $(documents $((1001 + clients)) $((1000 + 2 * clients)))
tail -n 1 "$T/ok.out" | sed 's/^/# /'
ok "all end" wait_until 60 idle crowd
ok "all are on paper" wait_until 20 has_sides crowd $((2 * clients))
ok "each once" printed_once crowd $(documents 1001 $((1000 + 2 * clients)))
ok "and nothing else" only_known crowd
ok "the server lives" kill -0 "$server_pid"
done_testing
