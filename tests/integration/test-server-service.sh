#!/bin/sh
# test-server-service.sh - the sub-commands find a server that has its sockets in a folder of its
# own, as the service has, by its port, too.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app

# As the unit has it: sockets in a folder, one link beside.
mkdir "$T/canon-printer-app" "$T/out"
own=$T/canon-printer-app
free_port; server_port=$port
TMPDIR=$own SNAP_COMMON=$own "$app" server -o "server-port=$server_port" -o listen-hostname=127.0.0.1 -o web=no \
    -o scan=no -o "state-file=$T/state" -o "spool-directory=$T/spool" >"$T/server.log" 2>&1 &
server_pid=$!
children="$children $server_pid"
wait_until 20 server_answers
# as root there is no user's number in the names; the service has one
[ -e "$own/canon-printer-app-$server_port.sock" ] &&
    mv "$own/canon-printer-app-$server_port.sock" "$own/canon-printer-app-${server_port}0.sock"
not_ok "without the link nothing is found" "$app" jobs
ok "but by the port" on_server jobs
usual=$(ls "$own" | grep -v -- "-$server_port" | head -n 1)
ln -s "canon-printer-app/$usual" "$T/canon-printer-app.sock"
ok "with the link it is found" "$app" jobs
ok "a queue is added by the port" on_server add -d office -v "file://$T/out" -m canon_ir1020_ufr2lt
like "queues are listed by it" "$(on_server printers)" '^office'
like "as is what is set" "$(on_server settings server-port)" "^$server_port\$"
not_ok "a port that begins alike is none of it" "$app" jobs -o "server-port=${server_port%?}"
ok "it ends by it" on_server shutdown
wait "$server_pid"
is "orderly" $? 0
done_testing
