#!/bin/bash
# test-release-proof.sh - the first copy is printed, then the job waits for a look at it.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

start_printer vp --pictures none --speed 0 || exit 1
start_site || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 1 3
make_documents 2 2 1
make_documents 3 3 3 -d 2
proof='ATTR collection proof-print { MEMBER integer proof-print-copies 1 }'
state() { echo "$(ask_job office "$1" job-state) $(ask_job office "$1" job-state-reasons)"; }
waits() { [ "$(state "$1")" = 'pending-held job-held-for-review' ]; }
# pages FILE: its pages in the order they came out, copies of one sheet one after the other
pages() { pages_of vp | awk -v file="doc-000$1.pwg" '$1 == file { printf "%s ", $2 }'; }
sides() { paper vp | wc -l | tr -d ' '; }
again() { crash; start_site; }

# --- sets of three pages
ok "three copies are sent, with a proof" send_document office 1 'ATTR integer copies 3' "$proof"
ok "the job waits when the first is printed" wait_until 20 waits "$job"
is "one set is on paper" "$(pages 1)" '1 2 3 '
like "which it says" "$(ask_job office "$job" job-state-message)" 'The proof is printed'
is "and counts" "$(ask_job office "$job" job-impressions-completed)" 3
again
is "after a kill it waits still" "$(state "$job")" 'pending-held job-held-for-review'
is "nothing more is on paper" "$(pages 1)" '1 2 3 '
ok "releasing all that is held does not" operate office Release-Held-New-Jobs
is "let it go" "$(state "$job")" 'pending-held job-held-for-review'
ok "it is released" operate office Release-Job "integer job-id $job"
is "and printed" "$(end_of office "$job")" completed
is "all sets are on paper, none twice" "$(pages 1)" '1 2 3 1 2 3 1 2 3 '
is "all are counted" "$(ask_job office "$job" job-impressions-completed)" 9

# --- copies that the machine makes, of one page
ok "five copies of a page are sent, by the sub-command" eval '"$app" submit -d office -n 5 \
    -o proof-print=2 -o multiple-document-handling=separate-documents-uncollated-copies \
    -o "server-port=$server_port" "$T/doc-0002.pwg" >"$T/said"'
job=$(sed -n 's/^Job \([0-9]*\).*/\1/p' "$T/said")
ok "the job waits after two of them" wait_until 20 waits "$job"
is "which are on paper" "$(pages 2)" '1 1 '
is "and counted" "$(ask_job office "$job" job-impressions-completed)" 2
ok "the others come" on_server release "$job"
is "and the job is printed" "$(end_of office "$job")" completed
is "with five" "$(pages 2)" '1 1 1 1 1 '

# --- on both sides: a set of three pages has a white back
before=$(sides)
ok "two copies on both sides are sent, with a proof" send_document office 3 'ATTR integer copies 3' \
    'ATTR keyword sides two-sided-long-edge' "$proof"
ok "the job waits" wait_until 20 waits "$job"
is "one set is on paper" "$(pages 3) $(($(sides) - before))" '1 2 3  3'
post "/jobs/$job/release"
is "a button of the web page lets the others come" "$(end_of office "$job")" completed
is "each in its order" "$(pages 3)" '1 2 3 1 2 3 1 2 3 '

# --- not wanted after a look
ok "three copies are sent, with a proof" send_document office 1 'ATTR integer copies 3' "$proof"
ok "the job waits" wait_until 20 waits "$job"
ok "and is canceled" operate office Cancel-Job "integer job-id $job"
is "nothing more comes" "$(end_of office "$job") $(pages 1)" 'canceled 1 2 3 1 2 3 1 2 3 1 2 3 '

# --- nothing to wait for
ok "one copy is sent, with a proof" send_document office 2 "$proof"
is "it is printed at once" "$(end_of office "$job")" completed

# --- killed in the middle of both
stop "$printer_pid"
want_port=$printer_port start_printer slow --pictures none --speed 240 --buffer 2048 || exit 1
make_documents 4 4 6
ok "three copies are sent to a slow machine" send_document office 4 'ATTR integer copies 3' "$proof"
wait_until 20 has_sides slow 1
again
ok "after a kill in the proof the job waits when that is printed" wait_until 20 waits "$job"
is "and six sides are counted" "$(ask_job office "$job" job-impressions-completed)" 6
ok "a set is on paper" wait_until 20 has_sides slow 6
printed=$(sides_out slow)
ok "it is released" operate office Release-Job "integer job-id $job"
wait_until 20 has_sides slow $((printed + 2))
again
is "after a kill in the rest it is printed" "$(end_of office "$job")" completed
wait_until 20 has_sides slow 18
# copies of each page that came out whole, and those that came twice or in part
whole() { paper slow | awk '$4 == "whole" { n[$5]++ } END { for (c in n) { if (n[c] < 3) bad = 1; more += n[c] - 3 } print bad + 0, NR - 18 <= 2 }'; }
is "no copy is lost, and at most a page for each kill comes twice or in part" "$(whole)" '0 1'
done_testing
