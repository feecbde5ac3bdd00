#!/bin/bash
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
free_port; snmp_port=$port
start_printer vp --speed 0 --pictures none --snmp 127.0.0.1:$snmp_port|| exit 1
start_server || exit 1
add_queue office "socket://127.0.0.1:$printer_port/?snmp-port=$snmp_port"
for i in 1 2 3 4 5; do sleep 1;
ask_printer office marker-levels
ask_printer office printer-state-message
curl -s http://127.0.0.1:$server_port/metrics | grep -v '#' | grep 'answers\|life'
done
done_testing
