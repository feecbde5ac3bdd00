#!/bin/sh
# run-bench.sh - `make bench`: all measurements side by side in one run, beside a floor and the goals.
# usage: run-bench.sh [PART]...      (all unless told)
#   stages sizes path memory start clients answers peers: one job, one client, the encoder
#   storm devices cancel kept restart: the queue
#   document pages: documents that are rendered here
#   scan: a page from the glass into a file
#   RUNS=N          runs of which the least counts (9)
#   PAGES=N         pages of the long job for the memory (500), of the long document (1000)
#   DOCUMENT_PAGES=N  pages of the other documents (20)
#   SECONDS_EACH=N  how long the parallel clients ask (60)
#   ROUNDS=N        rounds of the queue's parts, of which the median counts (3)
#   BEFORE=FOLDER   another build of the program, to which answers are compared
#   JOBS=N          jobs of a storm (100), ten times as many for kept and restart
# Figures are for comparing within one run; other work on the machine disturbs them.
# Effects: $BUILD/bench/, servers on loopback ports, all ended when it ends.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/documents.sh"
. "$(dirname "$0")/scan.sh"
docs=$build/bench/documents
vectors=${CANON_VECTORS:-../shared/vectors}
runs=${RUNS:-9}
long_pages=${PAGES:-500}
rounds=${ROUNDS:-3}
jobs=${JOBS:-100}
documents='text mixed photo'

# A storm at the server; options of bench-storm come first.
storm_at() {
    figures=$("$build/bench/bench-storm" "$@" "127.0.0.1:$port" /ipp/print/bench "$docs/text.pwg") ||
        return 1
    take_figures "$figures"
}

peak_kib() {
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status"
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

writes_so_far() {
    { [ -f "$work/writes" ] && awk '{ print $1 }' "$work/writes"; } || echo 0
}

path() {
    echo "== Path: a job through the server to a machine that takes every byte at once"
    echo
    row='  %-8s %15s %15s %15s %9s %9s %14s\n'
    # shellcheck disable=SC2059
    printf "$row" '' 'first byte out' 'page byte out' 'last byte out' 'KiB in' 'KiB out' writes
    # shellcheck disable=SC2059
    printf "$row" '' 'after band, ms' 'after band, ms' 'after last, ms' '' '' '(allowed)'
    start_server error "LD_PRELOAD=$build/bench/count-writes.so"
    for document in $documents; do
        firsts= page_bytes= lasts=
        for run in 1 2 3; do
            before=$(writes_so_far)
            figures=$("$build/bench/bench-path" "127.0.0.1:$port" /ipp/print/bench "$sink" "$docs/$document.pwg") ||
                return 1
            take_figures "$figures"
            firsts="$firsts $value_first" lasts="$lasts $value_last"
            page_bytes="$page_bytes $value_page"
        done
        writes=$(($(writes_so_far) - before))
        # shellcheck disable=SC2059,SC2086
        printf "$row" "$document" "$(worst_of $firsts)" "$(worst_of $page_bytes)" \
            "$(worst_of $lasts)" $((value_in / 1024)) $((value_out / 1024)) \
            "$writes ($((value_out / 16384 + 8)))"
    done
    end_server
    # shellcheck disable=SC2059
    printf "$row" goal 20 '' 30 '' '' ''
    echo "  client at 5 MB/s, worst of 3"
    echo
}

memory() {
    echo "== Memory: peak of the server (VmHWM), MiB; each figure from a fresh server"
    echo
    printf '  %-8s %10s %10s\n' '' '1 page' "$long_pages pages"
    for document in text photo; do
        for count in 1 "$long_pages"; do
            start_server error
            "$build/bench/bench-path" -r 0 -p "$count" "127.0.0.1:$port" /ipp/print/bench "$sink" \
                "$docs/$document.pwg" >>"$work/path" || return 1
            peak_kib >"$work/peak-$count"
            seconds=$(sed -n 's/.*seconds=\([0-9.]*\).*/\1/p' "$work/path" | tail -n 1)
            end_server
        done
        awk -v d="$document" -v a="$(cat "$work/peak-1")" -v b="$(cat "$work/peak-$long_pages")" \
            -v s="$seconds" -v n="$long_pages" \
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

asked_all=all,media-col-database
asked_state=printer-state,printer-state-reasons,printer-state-message,printer-is-accepting-jobs,queued-job-count,printer-up-time,marker-levels
asked_dialog=copies-supported,document-format-supported,media-col-database,media-col-ready,media-ready,media-supported,operations-supported,output-bin-supported,print-color-mode-supported,print-quality-supported,printer-info,printer-is-accepting-jobs,printer-state,printer-state-reasons,printer-uuid,sides-supported,urf-supported

# What the server does for one answer, in instructions; $1: requested attributes. It is on.
instructions_of() {
    "$build/hammer" -c 1 -n 3 -a "$1" "127.0.0.1:$port" /ipp/print/bench >>"$work/calls" 2>&1 &&
        callgrind_control -z "$server_pid" >>"$work/calls" 2>&1 && rm -f "$work"/callgrind.* &&
        "$build/hammer" -c 1 -n 40 -a "$1" "127.0.0.1:$port" /ipp/print/bench >>"$work/calls" 2>&1 &&
        callgrind_control -d "$server_pid" >>"$work/calls" 2>&1 || return 1
    # one more than it counts: the first tells it what is whole
    awk '/^(summary|totals):/ { n = $2 } END { printf "%.0f", n / 41 }' "$work"/callgrind.*
}

# A line for each kind of question, "KIND INSTRUCTIONS", of the program in $1; tools are in $2.
count_answers() (
    build=$1
    under="valgrind --tool=callgrind --callgrind-out-file=$work/callgrind"
    start_server error
    for what in all state dialog; do
        eval "asked=\$asked_$what"
        # shellcheck disable=SC2154
        build=$2
        echo "$what $(instructions_of "$asked")"
    done
    end_server
)

answers() {
    echo "== Answers: instructions of the server for one answer to Get-Printer-Attributes, in thousands"
    echo
    command -v valgrind >/dev/null || { echo "  valgrind is not there" && echo && return; }
    count_answers "$build" "$build" >"$work/now"
    [ -z "${BEFORE:-}" ] || count_answers "$BEFORE" "$build" >"$work/before"
    touch "$work/before"
    awk 'FILENAME == ARGV[1] { before[$1] = $2; next }
         { printf "  %-8s %8.0f", $1, $2 / 1000
           if ($1 in before) printf "   before %8.0f   ratio %.2f", before[$1] / 1000, $2 / before[$1]
           print "" }' "$work/before" "$work/now"
    echo "  all: everything; state: what is asked each few seconds; dialog: what a telephone asks"
    echo
}

storm() {
    echo "== Storm: $jobs one-page jobs from clients that print at once, median of $rounds"
    echo
    row='  %-10s %10s %10s %8s %8s %8s %7s %9s %9s\n'
    # shellcheck disable=SC2059
    printf "$row" clients 'accepted s' 'printed s' ratio refused 'most, 1' failed overtaken disorder
    start_server error
    storm_at -n 4 -m "$sink" || return 1
    for clients in 1 8 32 100; do
        eval "accepted_$clients= printed_$clients= refused_$clients=0 most_$clients=0"
        eval "failed_$clients=0 overtaken_$clients=0 disorder_$clients="
    done
    for round in $(seq "$rounds"); do
        for clients in 1 8 32 100; do
            storm_at -c "$clients" -n "$jobs" -m "$sink" || return 1
            eval "accepted_$clients=\"\$accepted_$clients $value_accepted\"
                printed_$clients=\"\$printed_$clients $value_printed\"
                refused_$clients=\$((refused_$clients + value_refused))
                most_$clients=\$(worst_of \$most_$clients $value_most)
                failed_$clients=\$((failed_$clients + value_failed))
                overtaken_$clients=\$((overtaken_$clients + value_overtaken))
                disorder_$clients=\"\$disorder_$clients $value_disorder\""
        done
    done
    end_server
    # shellcheck disable=SC2154
    one=$(median_of $printed_1)
    for clients in 1 8 32 100; do
        eval "accepted=\$(median_of \$accepted_$clients) printed=\$(median_of \$printed_$clients)
            set -- \$refused_$clients \$most_$clients \$failed_$clients \$overtaken_$clients \\
            \$(median_of \$disorder_$clients)"
        # shellcheck disable=SC2059
        printf "$row" "$clients" "$accepted" "$printed" "$(calculate %.2f "$printed / $one")" "$@"
    done
    # shellcheck disable=SC2059
    printf "$row" goal '' '' 1.10 '' 1 0 0 ''
    echo "  overtaken: printed after a job that was begun when they were accepted already;"
    echo "  disorder: printed after a job of a higher number, which was sent sooner"
    echo
}

# One kind of request from many clients that ask ten times a second; its figures are added to
# p50_$1 and p99_$1. $2: of the server on port; then hammer's options and resource.
ask() {
    into=$1
    at=$2
    shift 2
    line=$("$build/hammer" -t "${DEVICE_SECONDS:-3}" -p 100 "$@") ||
        echo "  $at: $line"
    eval "p50_$into=\"\${p50_$into:-} $(echo "$line" | sed 's/.*median \([0-9.]*\).*/\1/')\""
    eval "p99_$into=\"\${p99_$into:-} $(echo "$line" | sed 's/.*99 % \([0-9.]*\).*/\1/')\""
}

device_kinds='slow stalls dark dead'

# Servers with a queue for each kind of machine: one with machines that print, one with machines
# as they are called.
start_device_servers() {
    folder=$work/good
    start_server error
    good_port=$port good_pid=$server_pid
    others="$others $server_pid"
    server_pid=
    folder=$work/bad
    start_server error
    bad_port=$port
    for kind in $device_kinds; do
        sink=$(free_port $((sink + 1)))
        start_machine prints "$sink" || return 1
        port=$good_port
        add_queue "$kind" "socket://127.0.0.1:$sink" >>"$work/add" 2>&1 || return 1
        sink=$(free_port $((sink + 1)))
        case $kind in
        dead) ;;
        slow) start_machine 400000 "$sink" || return 1 ;;
        *) start_machine "$kind" "$sink" || return 1 ;;
        esac
        port=$bad_port
        add_queue "$kind" "socket://127.0.0.1:$sink" >>"$work/add" 2>&1 || return 1
    done
    folder=$work/server
}

# Acceptance of jobs at the queue $2 of the server on port $3, into p50_$1 and p99_$1.
accept_at() {
    figures=$("$build/bench/bench-storm" -n 12 "127.0.0.1:$3" "/ipp/print/$2" "$docs/text.pwg") ||
        return 1
    take_figures "$figures"
    eval "p50_$1=\"\${p50_$1:-} $value_median\" p99_$1=\"\${p99_$1:-} $value_p99\""
}

devices() {
    echo "== Devices: what jobs that wait for a machine cost others, ms, median of $rounds"
    echo
    start_device_servers || return 1
    for round in $(seq "$rounds"); do
        for kind in $device_kinds; do
            accept_at "accept_good_$kind" "$kind" "$good_port" || return 1
            accept_at "accept_bad_$kind" "$kind" "$bad_port" || return 1
        done
    done
    # the slow machine is to be busy as long as it is measured
    figures=$("$build/bench/bench-storm" -n 8 "127.0.0.1:$bad_port" /ipp/print/slow \
        "$docs/photo.pwg") || return 1
    for round in $(seq "$rounds"); do
        for kind in $device_kinds; do
            for clients in 8 50; do
                ask "ipp_good_${kind}_$clients" good -c $clients "127.0.0.1:$good_port" "/ipp/print/$kind"
                ask "ipp_bad_${kind}_$clients" bad -c $clients "127.0.0.1:$bad_port" "/ipp/print/$kind"
                ask "web_good_${kind}_$clients" good -w -c $clients "127.0.0.1:$good_port" "/$kind/"
                ask "web_bad_${kind}_$clients" bad -w -c $clients "127.0.0.1:$bad_port" "/$kind/"
            done
        done
    done
    end_all
    row='  %-8s %-16s %9s %9s %9s %9s %9s %9s\n'
    # shellcheck disable=SC2059
    printf "$row" machine request 'idle p50' p50 extra 'idle p99' p99 ratio
    for kind in $device_kinds; do
        for what in accept ipp_8 ipp_50 web_8 web_50; do
            case $what in
            accept) good=accept_good_$kind bad=accept_bad_$kind ;;
            *) good=${what%_*}_good_${kind}_${what#*_} bad=${what%_*}_bad_${kind}_${what#*_} ;;
            esac
            eval "set -- \$(median_of \$p50_$good) \$(median_of \$p50_$bad) \\
                \$(median_of \$p99_$good) \$(median_of \$p99_$bad)"
            # shellcheck disable=SC2059
            printf "$row" "$kind" "$(echo "$what" | sed 's/accept/a job/; s/_\(.*\)/, \1 clients/')" \
                "$1" "$2" "$(calculate %.1f "$2 - $1")" "$3" "$4" \
                "$(calculate %.2f "$4 / ($3 > 0 ? $3 : 0.1)")"
        done
    done
    # shellcheck disable=SC2059
    printf "$row" goal '' '' '' 10 '' '' 2
    echo
}

cancel() {
    echo "== Cancel: of a job that is being printed, ms from the request, of $((rounds * 2 - 1))"
    echo
    row='  %-12s %12s %12s %12s %12s %14s\n'
    # shellcheck disable=SC2059
    printf "$row" 'machine' 'answer' 'last byte' '(worst)' 'KiB after' 'connection end'
    start_server error "LD_PRELOAD=$build/bench/count-writes.so"
    for rate in 11000000 400000; do
        answers= lasts= ends= afters=
        for round in $(seq $((rounds * 2 - 1))); do
            figures=$("$build/bench/bench-cancel" -r $rate -b $((round * 190000 + 50000)) \
                "127.0.0.1:$port" /ipp/print/bench "$sink" "$docs/photo.pwg" "$work/writes") ||
                return 1
            take_figures "$figures"
            answers="$answers $value_answer" lasts="$lasts $value_last"
            ends="$ends $value_end" afters="$afters $((value_after / 1024))"
        done
        # shellcheck disable=SC2059,SC2086
        printf "$row" "$((rate / 1000)) KB/s" "$(median_of $answers)" "$(median_of $lasts)" \
            "$(worst_of $lasts)" "$(median_of $afters)" "$(median_of $ends)"
    done
    end_server
    # shellcheck disable=SC2059
    printf "$row" goal '' 100 100 '' ''
    echo "  last byte: the last call that gave the connection bytes; end: what the machine sees"
    echo
}

# Resident KiB, threads and descriptors of the server.
state_of_server() {
    kept_kib=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status")
    kept_threads=$(sed -n 's/^Threads:[^0-9]*//p' "/proc/$server_pid/status")
    # shellcheck disable=SC2012
    kept_fds=$(ls "/proc/$server_pid/fd" | wc -l)
}

# Until the server is as idle as before, $1 threads, and holds at most $2 KiB; not longer than it
# takes it to give memory back, which it does each 30 s.
wait_until_idle() {
    tries=0
    state_of_server
    while [ $tries -lt 70 ] && { [ "$kept_threads" -gt "$1" ] || [ "$kept_kib" -gt "$2" ]; }; do
        sleep 0.5
        tries=$((tries + 1))
        state_of_server
    done
}

kept() {
    echo "== Kept: what the server holds when it is idle again"
    echo
    row='  %-26s %10s %10s %10s %8s %12s\n'
    # shellcheck disable=SC2059
    printf "$row" after 'VmRSS KiB' 'more' 'VmHWM KiB' threads descriptors
    start_server error
    storm_at -n 4 -m "$sink" || return 1
    wait_until_idle 0 0
    idle_threads=$kept_threads
    base=$kept_kib
    tell_kept '4 jobs' 0
    storm_at -n "$jobs" -m "$sink" || return 1
    wait_until_idle "$idle_threads" "$base"
    tell_kept "$jobs jobs" "$base"
    base=$kept_kib
    storm_at -n $((jobs * 9)) -m "$sink" || return 1
    wait_until_idle "$idle_threads" $((base + 256))
    tell_kept "$((jobs * 10)) jobs" "$base"
    base=$kept_kib
    storm_at -c 100 -n "$jobs" -m "$sink" || return 1
    wait_until_idle "$idle_threads" $((base + 1024))
    tell_kept 'a storm of 100 clients' "$base"
    end_server
    # shellcheck disable=SC2059
    printf "$row" goal '' '256, 1024' '' "$idle_threads" ''
    echo
}

tell_kept() {
    # shellcheck disable=SC2059
    printf "$row" "$1" "$kept_kib" "$([ "$2" -gt 0 ] && echo $((kept_kib - $2)))" "$(peak_kib)" \
        "$kept_threads" "$kept_fds"
}

restart() {
    echo "== Restart: from starting the server to its first answer, jobs waiting, ms"
    echo
    printf '  %-8s %s\n' jobs figures
    start_server error
    waiting=0
    for more in 0 "$jobs" $((jobs * 9)); do
        [ "$more" -eq 0 ] || storm_at -c 4 -n "$more" || return 1
        waiting=$((waiting + more))
        end_server
        # shellcheck disable=SC2046
        figures=$("$build/bench/bench-start" -n 5 "$port" /ipp/print/bench "$build/canon-printer-app" \
            server $(server_options error)) || return 1
        printf '  %-8s %s\n' $waiting "$figures"
        # shellcheck disable=SC2046
        "$build/canon-printer-app" server $(server_options error) >>"$work/output" 2>&1 &
        server_pid=$!
        until "$build/hammer" -c 1 -n 1 "127.0.0.1:$port" /ipp/print/bench >>"$work/add" 2>&1; do
            sleep 0.1
        done
    done
    end_server
    printf '  %-8s %s\n\n' goal 250
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

mkdir -p "$docs"
[ -s "$docs/photo.pwg" ] || BUILD=$build tests/bench/render.sh "$docs" || exit 1
uname -srm
sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
[ $# -gt 0 ] || set -- stages sizes path document pages storm devices cancel memory kept start restart scan clients answers peers
for part; do
    case $part in
    stages | sizes | path | memory | start | clients | answers | peers | storm | devices | cancel | kept | restart | document | pages | scan)
        $part || echo "  could not be measured"
        ;;
    *) echo "run-bench.sh: what is $part?" >&2 && exit 2 ;;
    esac
done
