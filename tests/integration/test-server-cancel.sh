#!/bin/sh
# test-server-cancel.sh - canceling at any time, machines that stop, ending the server.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool


# a tray with two sheets: the machine stops taking data while the third page is sent
start_printer vp --speed 0 --buffer 1 --fault paper-out:2 --control "$T/control" || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 40 -N -s a5 >"$T/long.pwg"
reply_file=$T/long send_file office "$T/long.pwg" image/pwg-raster &
sender=$!
waits() { ask_job office 1 job-state-message | grep -qv '^Job '; }
done_pages() { [ "$(ask_job office 1 job-impressions-completed)" -ge "$1" ]; }
ok "two pages are on paper" wait_until 60 done_pages 2
ok "canceling a job the machine has stopped is accepted" cancel_job office 1
wait $sender
is "it ends canceled" "$(end_of office 1)" canceled
like "and says what was printed" "$(ask_job office 1 job-state-message)" '^Canceled\. [0-9]* pages* had been'
stop "$printer_pid"

start_printer vp2 --speed 0 --fault slow:400000 || exit 1
ok "a queue for a slow machine is added" add_queue slow "socket://127.0.0.1:$printer_port"
reply_file=$T/long send_file slow "$T/long.pwg" image/pwg-raster &
sender=$!
done_slow() { [ "$(ask_job slow 2 job-impressions-completed)" -ge 1 ]; }
ok "the first page is sent" wait_until 60 done_slow
ok "a job in the middle of its pages can be canceled" cancel_job slow 2
wait $sender
is "it ends canceled too" "$(end_of slow 2)" canceled
ended() { [ -n "$(find "$T/vp2" -name ticket.json)" ]; }
ok "the machine's job ends" wait_until 60 ended
is "as a whole one: no page is cut off" "$(find "$T/vp2" -name '*.broken' | wc -l | tr -d ' ')" 0
stop "$printer_pid"

# nothing listens any more: a job waits, and the server can end nevertheless
reply_file=$T/long send_file slow "$T/long.pwg" image/pwg-raster &
sender=$!
offline() { ipptool -tv "$(uri_of slow)" get-printer-attributes.test | grep -q 'reasons.*offline'; }
ok "a job waits for a machine that is off" wait_until 20 offline
wait $sender
kill "$server_pid"
gone() { ! kill -0 "$server_pid" 2>/dev/null; }
ok "the server ends at once all the same" wait_until 20 gone

"$make_raster" >"$T/one.pwg"
start_printer paused --speed 0
start_server || exit 1
is "after a restart the job that waited is still there" "$(ask_job slow 3 job-state | sed 's/-stopped//')" processing
ok "and can be canceled" cancel_job slow 3
is "at once" "$(end_of slow 3)" canceled
ok "a queue is added" add_queue paused "socket://127.0.0.1:$printer_port"
ok "it is paused" on_server pause -d paused
ok "a raster job is taken all the same" send_file paused "$T/one.pwg" image/pwg-raster
like "it waits and says so" "$(ask_job paused "$job" job-state-message)" 'queue is paused'
is "nothing is printed" "$(jobs_printed paused)" 0
ok "the queue is resumed" on_server resume -d paused
is "the job is printed" "$(end_of paused "$job")" completed
ok "the queue is paused again" on_server pause -d paused
send_file paused "$T/one.pwg" image/pwg-raster
is "a job that waits so" "$(ask_job paused "$job" job-state)" pending
ok "can be canceled" cancel_job paused "$job"
is "and ends canceled" "$(end_of paused "$job")" canceled
stopped() { ipptool -tv "$(uri_of paused)" get-printer-attributes.test | grep -q 'printer-state (enum) = stopped'; }
ok "the queue is still paused" stopped
kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null
start_server || exit 1
ok "even after the server was killed" stopped
done_testing
