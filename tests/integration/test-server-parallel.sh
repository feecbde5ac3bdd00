#!/bin/sh
# test-server-parallel.sh - many clients at once get whole answers, also while a job is printed.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster hammer ipptool nm

# the guards work only when the dynamic linker sees them in the program
for name in ippCopyAttributes ippCopyAttribute ippRead papplClientRespond sethostname cupsFileOpen avahi_client_set_host_name; do
    like "the program stands before the library's $name" "$(nm -D "$app")" " T $name\$"
done

start_printer vp --speed 0 || exit 1
start_server log-level=error || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "32 clients get whole answers" \
    "$build/hammer" -c 32 -n 40 "127.0.0.1:$server_port" /ipp/print/office
ok "with a new connection for each as well" \
    "$build/hammer" -c 32 -n 10 -r "127.0.0.1:$server_port" /ipp/print/office
"$make_raster" -n 3 >"$T/three.pwg"
"$build/hammer" -c 8 -n 60 "127.0.0.1:$server_port" /ipp/print/office >"$T/hammer" 2>&1 &
hammer=$!
ok "a job is printed meanwhile" print_file office "$T/three.pwg" image/pwg-raster
wait $hammer
is "while 8 clients get whole answers" $? 0
ok "the server lives" kill -0 "$server_pid"
done_testing
