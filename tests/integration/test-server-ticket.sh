#!/bin/sh
# test-server-ticket.sh - what a person asks for stands in the machine's ticket.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 2 >"$T/two.pwg"
"$make_raster" -n 2 -d 3 >"$T/tumble.pwg"
"$make_raster" -s a5 >"$T/a5.pwg"
n=0

next_ticket() {
    file=$1
    shift
    print_file office "$file" image/pwg-raster "$@" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
    ticket=$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")
}

title='A title' ; ok "a job with a title is printed" next_ticket "$T/two.pwg"
like "its title is in the ticket" "$ticket" 'A title'
like "its user as well" "$ticket" 'tester'
like "it is one-sided" "$ticket" '"sides" *: *"one-sided"'

ok "a two-sided job is printed" next_ticket "$T/two.pwg" 'ATTR keyword sides two-sided-long-edge'
like "by the long edge" "$ticket" 'two-sided-long-edge'
ok "a job whose pages say two-sided is printed" next_ticket "$T/tumble.pwg"
like "by the short edge" "$ticket" 'two-sided-short-edge'
ok "a job with a source is printed" next_ticket "$T/two.pwg" \
    'ATTR collection media-col { MEMBER keyword media-source tray-2 }'
like "from that drawer" "$ticket" 'tray-2'
ok "a job that wants A5 on both sides is printed" next_ticket "$T/a5.pwg" \
    'ATTR keyword sides two-sided-long-edge'
like "on one side" "$ticket" '"sides" *: *"one-sided"'
like "which is told" "$(ask_job office "$job" job-state-message)" '[Oo]ne'

ok "a job with an account is printed" next_ticket "$T/two.pwg" \
    'ATTR name job-account-id 1234' 'ATTR name job-account-pin 77'
like "with its department" "$ticket" '1234'
like "and its PIN" "$ticket" '77'
not_ok "which the job does not show" sh -c "ipptool -tv '$(uri_of office)' get-jobs.test | grep -i account-pin"
ok "a draft is printed" next_ticket "$T/two.pwg" 'ATTR enum print-quality 3'
like "with less toner" "$ticket" '"toner" *: *"on"'
ok "a high quality job is printed" next_ticket "$T/two.pwg" 'ATTR enum print-quality 5'
like "with image refinement" "$ticket" '"refinement" *: *"on"'
ok "a job with a value that is none is printed" next_ticket "$T/two.pwg" \
    'ATTR keyword toner-save bogus'
like "and says so" "$(ask_job office "$job" job-state-message)" "'bogus' is no value of toner-save"
ok "the queue gets an account of its own" on_server modify -d office -o job-account-id=4321
ok "a job without one is printed" next_ticket "$T/two.pwg"
like "under that of the queue" "$ticket" '4321'
ok "toner saving is asked for" next_ticket "$T/two.pwg" 'ATTR keyword toner-save on'
like "and in the ticket" "$ticket" '"toner" *: *"on"'

ok "the queue gets a PIN" on_server modify -d office -o job-account-pin=7777
saved() { grep -q 'job-account-pin-default sealed1-' "$T/state-$server_port"; }
ok "which is kept, encrypted" wait_until 20 saved
not_ok "and shown to nobody" sh -c "ipptool -tv '$(uri_of office)' get-printer-attributes.test | grep 7777"
ok "the queue's own options are among all that a client of CUPS asks for" \
    sh -c "ipptool -tv '$(uri_of office)' get-printer-attributes.test | grep -q toner-save-supported"
done_testing
