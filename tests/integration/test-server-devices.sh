#!/bin/sh
# test-server-devices.sh - machines that are off, slow or canceled; folders; asking who they are.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool

"$make_raster" -n 2 >"$T/two.pwg"
free_port
want_port=$port
start_server || exit 1
ok "a queue for a machine that is off is added" add_queue office "socket://127.0.0.1:$want_port"

reasons() {
    ipptool -tv "$(uri_of office)" get-printer-attributes.test 2>/dev/null |
        sed -n 's/^ *printer-state-reasons ([^)]*) = //p'
}
offline() { reasons | grep -q offline; }
online() { ! offline; }

reply_file=$T/waiting send_file office "$T/two.pwg" image/pwg-raster &
sender=$!
ok "a job for a machine that is off tells that it is offline" wait_until 20 offline
like "and says so in words" "$(ask_job office 1 job-state-message)" '.'
ok "the web page answers meanwhile" curl -sf -m 5 -o /dev/null "http://127.0.0.1:$server_port/"
start_printer vp --speed 0
wait $sender
is "the job is printed when the machine is on" "$(end_of office 1)" completed
ok "with both pages" wait_until 20 printed vp 1
is "once" "$(pages vp 1)" 2
ok "the queue is not offline any more" online

stop "$printer_pid"
reply_file=$T/waiting send_file office "$T/two.pwg" image/pwg-raster &
sender=$!
wait_until 20 offline
ok "a job that waits for its machine can be canceled" cancel_job office 2
wait $sender
is "and is canceled" "$(end_of office 2)" canceled
ok "the queue is not offline because of it" online
start_printer vp --speed 0
ok "the next one is printed" print_file office "$T/two.pwg" image/pwg-raster
wait_until 20 printed vp 2
is "nothing of the canceled one was" "$(jobs_printed vp)" 2

mkdir "$T/folder"
ok "a queue into a folder is added" add_queue folder "file://$T/folder"
ln -s /etc "$T/innocent"
if [ "$(id -u)" -eq 0 ]; then
    not_ok "a queue into a folder of the system is refused" add_queue system file:///etc
    not_ok "so is one into a link to one" add_queue link "file://$T/innocent"
fi
ok "a job is written into it" print_file folder "$T/two.pwg" image/pwg-raster
is "as one file" "$(find "$T/folder" -type f | wc -l | tr -d ' ')" 1
: >"$T/precious"
like "a folder that is not there is told in words" \
    "$(on_server add -d none -m canon_ir1020_ufr2lt -v "file://$T/none" 2>&1)" "There is no folder '.*/none'"
not_ok "a queue into a file is refused" add_queue precious "file://$T/precious"
not_ok "a queue to nowhere is refused" add_queue nowhere "ftp://127.0.0.1/x"
is "the file is as it was" "$(wc -c <"$T/precious" | tr -d ' ')" 0

free_port
snmp_port=$port
want_port='' start_printer asked --speed 0 --snmp "127.0.0.1:$snmp_port" --model canon_ir1018_ufr2lt
uri="socket://127.0.0.1:$printer_port?snmp-port=$snmp_port"
ok "a queue is added with -m auto" on_server add -d asked -v "$uri" -m auto
like "as the model the machine says" "$(cat "$T"/state-"$server_port")" \
    'name="asked".*driver="canon_ir1018_ufr2lt"'
free_port
lpd_port=$port
want_port='' start_printer lpd --speed 0 --lpd "127.0.0.1:$lpd_port"
ok "a queue is added that sends by LPD while a job is made" \
    add_queue lpd "lpd://127.0.0.1:$lpd_port/any?stream=yes"
ok "a job is sent so" print_file lpd "$T/two.pwg" image/pwg-raster
ok "and printed" wait_until 20 printed lpd 1
is "with both pages" "$(pages lpd 1)" 2

free_port
on_server add -d silent -v "socket://127.0.0.1:$port" -m auto >"$T/silent" 2>&1
is "a machine that does not answer is not added" $? 1
like "the message names the models" "$(cat "$T/silent")" 'canon_ir1020_ufr2lt'
done_testing
