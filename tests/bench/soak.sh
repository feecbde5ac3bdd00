#!/bin/sh
# soak.sh - `make soak`: clients that print at once, others that poll, and a server that is killed
# at any moment and started again, over and over; then every accepted job is looked for on the
# virtual printer's paper. usage: soak.sh
#   SOAK_SECONDS=N  how long (60)
#   LEVEL=WORD      of the log (info)
#   CLIENTS=N       that print at once (8); JOBS=N of theirs in a storm (24)
# Each job has two pages. Ends with a count; the status is 0 if each page of each accepted job is
# there, once, or twice with a word about it, and if every poll was answered but when killed.
# Effects: a temporary folder, kept when something is wrong; loopback ports.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
seconds=${SOAK_SECONDS:-60}
clients=${CLIENTS:-8}
jobs=${JOBS:-24}
level=${LEVEL:-info}
sides=2
round=0 kills=0 polls=0 bad_polls=0 stuck=0
page=$work/page.pwg
accepted=$work/accepted
: >"$accepted"

# The server on what there is in $folder.
continue_server() {
    # shellcheck disable=SC2046 # options have no spaces
    "$build/canon-printer-app" server $(server_options "$level") >>"$work/output" 2>&1 &
    server_pid=$!
}

server_answers() {
    "$build/hammer" -c 1 -n 1 "127.0.0.1:$port" /ipp/print/bench >"$work/poll" 2>&1
}

wait_for_server() {
    tries=0
    until server_answers; do
        tries=$((tries + 1))
        if ! kill -0 "$server_pid" 2>/dev/null || [ $tries -gt 300 ]; then
            echo "The server does not start:"
            tail -n 5 "$work/output" "$folder/log"
            exit 1
        fi
        sleep 0.1
    done
}

# A storm of this round in the background; its accepted titles come into $work/list.
begin_storm() {
    round=$((round + 1))
    : >"$work/list"
    "$build/bench/bench-storm" -k -c "$clients" -n "$jobs" -t "soak-$round-" -o "$work/list" \
        "127.0.0.1:$port" /ipp/print/bench "$page" >>"$work/storms" 2>&1 &
    storm_pid=$!
}

end_storm() {
    wait "$storm_pid"
    cat "$work/list" >>"$accepted"
}

# 0 to 1.9 s, for a kill at any moment.
any_moment() {
    sleep "$(od -An -N2 -tu2 /dev/urandom | awk '{ printf "%.3f", $1 * 1.9 / 65536 }')"
}

quiet_round() {
    begin_storm
    line=$("$build/hammer" -c 32 -t 3 -p 100 "127.0.0.1:$port" /ipp/print/bench) ||
        echo "  round $round: $line"
    polls=$((polls + $(echo "$line" | sed 's/.*clients, \([0-9]*\) answers.*/\1/')))
    bad_polls=$((bad_polls + $(echo "$line" | sed 's/.*, \([0-9]*\) errors.*/\1/')))
    worst="${worst:-} $(echo "$line" | sed 's/.*worst \([0-9.]*\).*/\1/')"
    end_storm
}

killed_round() {
    begin_storm
    "$build/hammer" -c 8 -t 2 -p 100 "127.0.0.1:$port" /ipp/print/bench >"$work/poll" 2>&1 &
    poll_pid=$!
    any_moment
    kill -9 "$server_pid"
    wait "$server_pid" 2>/dev/null
    kills=$((kills + 1))
    wait "$poll_pid"
    end_storm
    continue_server
    wait_for_server
}

# On paper: TITLE PAGE whole|half, a line for each side.
printed() {
    while read -r _ number _ state _ name; do
        job=$work/paper/${name%/*}
        [ -d "$job" ] || job=$job.broken
        title=$(sed -n 's/.*"title": *"\([^"]*\)".*/\1/p' "$job/ticket.json" | head -n 1)
        echo "${title:--} $number $state"
    done <"$work/paper/paper.log"
}

whole_sides() {
    grep -c ' whole ' "$work/paper/paper.log"
}

# All accepted pages are out, or nothing more comes.
wait_for_paper() {
    wanted=$(($(wc -l <"$accepted") * sides)) quiet=0 before=0
    while [ $quiet -lt 30 ]; do
        now=$(whole_sides)
        [ "$now" -ge "$wanted" ] && [ "$now" -eq "$before" ] && [ $quiet -ge 4 ] && return 0
        [ "$now" -eq "$before" ] && quiet=$((quiet + 1)) || quiet=0
        before=$now
        sleep 0.5
    done
    stuck=1
}

count() {
    printed >"$work/printed"
    grep 'There may be two of' "$folder/log" | wc -l >"$work/told"
    awk -v sides=$sides -v told="$(cat "$work/told")" -v rounds="$round" -v kills="$kills" \
        -v polls="$polls" -v bad_polls="$bad_polls" -v worst="$(printf '%s\n' ${worst:-0} | most_of)" '
        NR == FNR { accepted[$1] = 1; n++; next }
        $3 == "half" { half++; next }
        { out[$1]++ }
        END {
            for (title in accepted) {
                if (out[title] < sides) { lost++; print "  lost: " title }
                else if (out[title] > sides) { again++; print "  more than once: " title }
                else once++
            }
            for (title in out)
                others += !(title in accepted)
            printf "%d rounds, %d kills, %d polls (%d unanswered, slowest %s ms)\n", rounds, kills,
                polls, bad_polls, worst
            printf "%d jobs accepted: %d printed once, %d more than once (%d told), %d lost\n", n,
                once, again, told, lost
            printf "%d of which no client heard, %d half pages\n", others, half
            exit lost > 0 || again > told || bad_polls > 0 || n == 0
        }' "$accepted" "$work/printed"
}

"$build/make-raster" -N -s a5 -r 300 -n $sides >"$page" || exit 1
start_server "$level"
end_server
"$build/virtual-printer" --listen "127.0.0.1:$sink" --output "$work/paper" --pictures none --fault slow:8000000 \
    >"$work/printer" 2>&1 &
others=$!
continue_server
wait_for_server
end=$(($(date +%s) + seconds))
while [ "$(date +%s)" -lt $end ]; do
    quiet_round
    killed_round
done
wait_for_paper
count
status=$?
if [ $status -ne 0 ] || [ $stuck -ne 0 ]; then
    end_all
    trap - EXIT
    echo "See $work"
    exit 1
fi
