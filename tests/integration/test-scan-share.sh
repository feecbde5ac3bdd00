#!/bin/bash
# test-scan-share.sh - a machine on USB that prints and scans does one at a time: a job waits for a
# scan, says so, and goes on by itself.
# There is no bus here: that the job goes on is seen from its looking for the printer. That a scan
# is refused while the machine prints is shown by test-scan-job and test-machine-share.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane virtual-printer make-raster picture curl ipptool
echo pixma >"$scan_sane/dll.conf"
script 'hold 100'
start_printer vp --speed 0 || exit 1
start_scan_server || exit 1
ok "a queue on USB is added" add_queue office "usb://Canon/iR1020?serial=0123456789AB"
ok "and one in the network" add_queue other "socket://127.0.0.1:$printer_port"
ok "the machine on USB scans, too" wait_until 30 served
"$make_raster" >"$T/one.pwg"

mark_calls
post_scan
ok "it is scanning" wait_until 20 held
send_file office "$T/one.pwg" image/pwg-raster
waiting=$job
says() { ask_job office "$waiting" job-state-message | grep -q "$1"; }
ok "a job for it says that it waits for the scan" wait_until 20 says 'is scanning'
ok "another machine prints meanwhile" print_file other "$T/one.pwg" image/pwg-raster
ok "the scan is still where it was" says 'is scanning'
go_on
next_page "$T/page"
is "the scan is not disturbed" "$code $("$picture" info "$T/page")" '200 color 300 300 75'
end_job
ok "then the job goes on by itself: it looks for the printer" wait_until 20 says 'on USB'
script
post_scan
is "while it looks for a printer that is not there the machine may scan" "$code" 201
next_page "$T/page"
is "and does" "$code" 200
end_job
cancel_job office "$waiting"
is "the job can be canceled" "$(end_of office "$waiting")" canceled
done_testing
