# lib.sh - what run-bench.sh and soak.sh share, to be sourced: a place of their own, servers and
# machines on loopback ports, figures. All that was started is ended when the shell ends.
# Effects: $BUILD/bench/, a temporary folder. SPDX-License-Identifier: Apache-2.0
set -u
build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d) || exit 1
folder=$work/server
server_pid=
others= # servers and machines beside it

end_process() {
    kill "$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

end_server() {
    [ -n "$server_pid" ] || return 0
    end_process "$server_pid"
    server_pid=
}

end_all() {
    end_server
    for other in $others; do end_process "$other"; done
    others=
}
trap 'end_all; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

free_port() {
    port=$1
    while grep -qi "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

server_options() {
    echo "-o server-port=$port -o listen-hostname=127.0.0.1 -o spool-directory=$folder/spool" \
        "-o state-file=$folder/state/state -o log-file=$folder/log -o log-level=${1:-info}"
}

add_queue() {
    "$build/canon-printer-app" add -o "server-port=$port" -d "$1" -m canon_ir1020_ufr2lt -v "$2"
}

# A fresh server with the queue bench, which prints to port $sink; log level $1, environment $2;
# $under is a program that runs it.
start_server() {
    end_server
    rm -rf "$folder" "$work/writes"
    mkdir -p "$folder/spool" "$folder/state"
    port=$(free_port 8731)
    sink=$(free_port 9300)
    # shellcheck disable=SC2046,SC2086 # options have no spaces
    env ${2:-} COUNT_PORT="$sink" COUNT_FILE="$work/writes" \
        ${under:-} "$build/canon-printer-app" server $(server_options "${1:-info}") >>"$work/output" 2>&1 &
    server_pid=$!
    tries=0
    until add_queue bench "socket://127.0.0.1:$sink" >>"$work/add" 2>&1; do
        tries=$((tries + 1))
        if ! kill -0 "$server_pid" 2>/dev/null || [ $tries -gt 100 ]; then
            echo "The server does not start:"
            tail -n 5 "$work/output" "$folder/log" "$work/add"
            exit 1
        fi
        sleep 0.1
    done
}

# A machine of the kind $1 (see bench-machine.c) on port $2.
start_machine() {
    "$build/bench/bench-machine" "$1" "$2" >"$work/machine" 2>&1 &
    others="$others $!"
    until grep -q ready "$work/machine"; do
        kill -0 $! 2>/dev/null || { cat "$work/machine" && return 1; }
        sleep 0.05
    done
}

# A line of NAME=VALUE: as value_NAME.
take_figures() {
    for figure in $1; do
        eval "value_$figure"
    done
}

least_of() {
    sort -n | head -n 1
}

most_of() {
    sort -n | tail -n 1
}

# median_of FIGURE...
median_of() {
    printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

worst_of() {
    printf '%s\n' "$@" | most_of
}

# calculate FORMAT EXPRESSION, of numbers
calculate() {
    awk "BEGIN { printf \"$1\", $2 }"
}
