#!/bin/sh
# run-bench.sh - `make bench`: all measurements side by side in one run, beside a floor and the goals.
# usage: run-bench.sh [stages|sizes|path|memory|start|clients|peers]...      (all unless told)
#   RUNS=N          runs of which the least counts (9)
#   PAGES=N         pages of the long job for the memory (500)
#   SECONDS_EACH=N  how long the parallel clients ask (60)
# Figures are for comparing within one run; other work on the machine disturbs them.
# Effects: $BUILD/bench/, servers on loopback ports, all ended when it ends.
# SPDX-License-Identifier: Apache-2.0
set -u
build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
vectors=${CANON_VECTORS:-../shared/vectors}
runs=${RUNS:-9}
pages=${PAGES:-500}
work=$(mktemp -d) || exit 1
server_pid=
documents='text mixed photo'

end_server() {
    [ -n "$server_pid" ] || return 0
    kill "$server_pid" 2>/dev/null
    wait "$server_pid" 2>/dev/null
    server_pid=
}
trap 'end_server; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

free_port() {
    port=$1
    while grep -qi "$(printf ':%04X ' "$port")" /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

server_options() {
    echo "-o server-port=$port -o listen-hostname=127.0.0.1 -o spool-directory=$work/spool" \
        "-o state-file=$work/state/state -o log-file=$work/log -o log-level=${1:-info}"
}

# A fresh server with the queue bench, which prints to port $sink; log level $1, environment $2.
start_server() {
    end_server
    rm -rf "$work/spool" "$work/state" "$work/log"
    mkdir "$work/spool" "$work/state"
    port=$(free_port 8731)
    sink=$(free_port 9300)
    # shellcheck disable=SC2046 # options have no spaces
    env ${2:-} COUNT_PORT="$sink" COUNT_FILE="$work/writes" \
        "$build/canon-printer-app" server $(server_options "${1:-info}") >>"$work/server" 2>&1 &
    server_pid=$!
    tries=0
    until "$build/canon-printer-app" add -o "server-port=$port" -d bench -m canon_ir1020_ufr2lt \
        -v "socket://127.0.0.1:$sink" >>"$work/add" 2>&1; do
        tries=$((tries + 1))
        if ! kill -0 "$server_pid" 2>/dev/null || [ $tries -gt 100 ]; then
            echo "The server does not start:"
            tail -n 5 "$work/server" "$work/log" "$work/add"
            exit 1
        fi
        sleep 0.1
    done
}

peak_kib() {
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status"
}

least_of() {
    sort -n | head -n 1
}

most_of() {
    sort -n | tail -n 1
}

stages() {
    echo "== Stages: processor time of one A4 page of 600 dpi gray, least of $runs runs"
    echo
    "$build/bench/bench-stages" -r "$runs" "$docs/text.pwg" "$docs/mixed.pwg" "$docs/photo.pwg"
}

sizes() {
    echo "== Sizes: compressed bytes over streams of the maker's driver"
    echo
    if [ -d "$vectors/ufr2lt" ]; then
        "$build/bench/bench-sizes" "$vectors"/ufr2lt/*.bin* \
            $(ls "$vectors"/ufr2-models/m0*.bin* 2>/dev/null | sed '1i -m\ncanon_ir1018_ufr2lt')
    else
        echo "  $vectors is not there"
        echo
    fi
}

path() {
    echo "== Path: a job through the server to a machine that takes every byte at once"
    echo
    printf '  %-8s %16s %16s %10s %10s %12s\n' '' 'first byte out' 'last byte out' 'KiB in' 'KiB out' writes
    printf '  %-8s %16s %16s %10s %10s %12s\n' '' 'after band, ms' 'after last, ms' '' '' '(allowed)'
    start_server error "LD_PRELOAD=$build/bench/count-writes.so"
    for document in $documents; do
        firsts= lasts=
        for run in 1 2 3; do
            before=$(cat "$work/writes" 2>/dev/null)
            figures=$("$build/bench/bench-path" "127.0.0.1:$port" /ipp/print/bench "$sink" "$docs/$document.pwg") ||
                return 1
            for figure in $figures; do
                eval "value_$figure"
            done
            firsts="$firsts $value_first" lasts="$lasts $value_last"
        done
        writes=$(($(cat "$work/writes") - ${before:-0}))
        printf '  %-8s %16s %16s %10d %10d %6s (%d)\n' "$document" \
            "$(printf '%s\n' $firsts | most_of)" "$(printf '%s\n' $lasts | most_of)" \
            $((value_in / 1024)) $((value_out / 1024)) "$writes" $((value_out / 16384 + 8))
    done
    end_server
    printf '  %-8s %16s %16s   client at 5 MB/s, worst of 3\n\n' goal '20' '30'
}

memory() {
    echo "== Memory: peak of the server (VmHWM), MiB; each figure from a fresh server"
    echo
    printf '  %-8s %10s %10s\n' '' '1 page' "$pages pages"
    for document in text photo; do
        for count in 1 "$pages"; do
            start_server error
            "$build/bench/bench-path" -r 0 -p "$count" "127.0.0.1:$port" /ipp/print/bench "$sink" \
                "$docs/$document.pwg" >>"$work/path" || return 1
            peak_kib >"$work/peak-$count"
            seconds=$(sed -n 's/.*seconds=\([0-9.]*\).*/\1/p' "$work/path" | tail -n 1)
            end_server
        done
        awk -v d="$document" -v a="$(cat "$work/peak-1")" -v b="$(cat "$work/peak-$pages")" \
            -v s="$seconds" -v n="$pages" \
            'BEGIN { printf "  %-8s %10.1f %10.1f   (%.1f pages/s)\n", d, a / 1024, b / 1024, n / s }'
    done
    printf '  %-8s %10s %10s\n\n' goal '16' 'the same'
}

start() {
    echo "== Start: from starting the server, with one queue, to its first answer, ms"
    echo
    start_server error
    end_server
    # shellcheck disable=SC2046
    figures=$("$build/bench/bench-start" "$port" /ipp/print/bench "$build/canon-printer-app" server \
        $(server_options error)) || return 1
    echo "  $figures   goal: not more than 30 to 45"
    echo
}

clients() {
    echo "== Clients: 32 at once ask for all attributes for ${SECONDS_EACH:-60} s"
    echo
    start_server error
    echo "  kept connections: $("$build/hammer" -t "${SECONDS_EACH:-60}" "127.0.0.1:$port" /ipp/print/bench)"
    echo "  new connections:  $("$build/hammer" -r -n 100 "127.0.0.1:$port" /ipp/print/bench)"
    kill -0 "$server_pid" 2>/dev/null || echo "  The server died."
    end_server
    echo "  goal: no error, nothing over 250 ms"
    echo
}

# Processor time of a CUPS raster filter on the same page, as libcups' own format.
peers() {
    echo "== Peers: the whole filter on the same page, processor time (reading included), least of 3"
    echo
    ppd=$work/peer.ppd
    for filter in /usr/lib/cups/filter/rastertopclx /usr/lib/cups/filter/rastertohp; do
        if [ ! -x "$filter" ]; then
            printf '  %-44s not installed\n' "${filter##*/}"
            continue
        fi
        cat >"$ppd" <<'END'
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PEER.PPD"
*Manufacturer: "HP"
*Product: "(Peer)"
*ModelName: "Peer"
*ShortNickName: "Peer"
*NickName: "Peer"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsModelNumber: 24
*cupsVersion: 1.3
*OpenUI *PageSize/Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*DefaultImageableArea: A4
*ImageableArea A4/A4: "14 14 581 828"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
END
        for document in $documents; do
            taken=$(for run in 1 2 3; do
                (
                    PPD=$ppd "$filter" 1 user title 1 '' "$docs/$document.pwg" >"$work/peer.out" 2>/dev/null
                    times
                ) | tail -n 1 | awk '{ split($1, a, /[ms]/); split($2, b, /[ms]/)
                                       printf "%.1f\n", (a[1] * 60 + a[2] + b[1] * 60 + b[2]) * 1000 }'
            done | least_of)
            printf '  %-36s %-7s %8s ms, %d KiB out\n' "${filter##*/}" "$document" "$taken" \
                $(($(wc -c <"$work/peer.out") / 1024))
        done
    done
    echo
}

docs=$build/bench/documents
mkdir -p "$docs"
[ -s "$docs/photo.pwg" ] || BUILD=$build tests/bench/render.sh "$docs" || exit 1
uname -srm
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
[ $# -gt 0 ] || set -- stages sizes path memory start clients peers
for part; do
    case $part in
    stages | sizes | path | memory | start | clients | peers) $part || echo "  could not be measured" ;;
    *) echo "run-bench.sh: what is $part?" >&2 && exit 2 ;;
    esac
done
