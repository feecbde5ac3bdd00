# lib.sh - helpers of the integration tests, to be sourced: a place of one's own, a server, a
# virtual printer, jobs by ipptool, and TAP.
# Everything happens on the loopback interface, below one temporary folder, with sockets and
# ports nobody else has; only processes started here are ended.
# SPDX-License-Identifier: Apache-2.0
#
#   . "$(dirname "$0")/lib.sh"
#   need canon-printer-app virtual-printer
#   start_printer office --speed 0
#   start_server
#   add_queue office "socket://127.0.0.1:$printer_port"
#   ok "a page is printed" print_file office page.pwg image/pwg-raster
#   done_testing

set -u
build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
lib_folder=$(cd "$(dirname "$0")" && pwd)
app=$build/canon-printer-app
vprinter=$build/virtual-printer
make_raster=$build/make-raster

T=$(mktemp -d "${TMPDIR:-/tmp}/canon-test.XXXXXX") || exit 1
export HOME="$T/home" TMPDIR="$T" XDG_CONFIG_HOME="$T/home/.config" XDG_CACHE_HOME="$T/home/.cache"
# the domain sockets of root's servers are in /run, those in a snap where we say
export SNAP_COMMON="$T"
export LC_ALL=C CUPS_SERVER=127.0.0.1:1
mkdir -p "$T/home/.config"
# sanitizers, when the programs were built with them; whole stacks, to tell leaks of libraries
export LSAN_OPTIONS="suppressions=$lib_folder/lsan.supp:print_suppressions=0"
export ASAN_OPTIONS="fast_unwind_on_malloc=0:${ASAN_OPTIONS:-detect_leaks=1}"
export TSAN_OPTIONS="suppressions=$lib_folder/tsan.supp:${TSAN_OPTIONS:-halt_on_error=0}"
test_count=0 test_failures=0 children='' server_port='' printer_port=''

cleanup() {
    for pid in $children; do kill "$pid" 2>/dev/null; done
    for pid in $children; do
        n=0
        while kill -0 "$pid" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
        kill -9 "$pid" 2>/dev/null
    done
    [ -n "${KEEP:-}" ] && echo "# kept: $T" || rm -rf "$T"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

diag() { printf '%s\n' "$*" | sed 's/^/# /'; }

# result STATUS NAME
result() {
    test_count=$((test_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $test_count - $2"
    else
        test_failures=$((test_failures + 1))
        echo "not ok $test_count - $2"
    fi
    return "$1"
}

# ok NAME COMMAND...: the command must end with 0
ok() {
    name=$1
    shift
    "$@" >"$T/ok.out" 2>&1
    status=$?
    [ $status -eq 0 ] || { diag "failed ($status): $*"; tail -n 20 "$T/ok.out" | sed 's/^/# /'; }
    result $status "$name"
}

# not_ok NAME COMMAND...: the command must fail by itself, not by a signal
not_ok() {
    name=$1
    shift
    "$@" >"$T/ok.out" 2>&1
    status=$?
    [ $status -gt 0 ] && [ $status -lt 128 ]
    result $? "$name"
}

# is NAME GOT WANTED
is() {
    [ "$2" = "$3" ] || diag "got '$2', wanted '$3'"
    [ "$2" = "$3" ]
    result $? "$1"
}

# like NAME TEXT PATTERN(basic regular expression)
like() {
    printf '%s\n' "$2" | grep -q -- "$3" || diag "'$2' does not match '$3'"
    printf '%s\n' "$2" | grep -q -- "$3"
    result $? "$1"
}

skip_all() {
    echo "1..1"
    echo "ok 1 # SKIP $*"
    exit 0
}

# need PROGRAM...: of the build folder or the path
need() {
    for program in "$@"; do
        [ -x "$build/$program" ] || command -v "$program" >/dev/null 2>&1 ||
            skip_all "needs $program"
    done
}

# sanitizer_reports: what sanitizers said of the servers and printers of this test
sanitizer_reports() {
    cat "$T"/*.log 2>/dev/null | grep -E 'ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSan|runtime error:'
}

done_testing() {
    for pid in $children; do stop "$pid"; done
    children=''
    [ -z "$(sanitizer_reports)" ] || {
        cat "$T"/*.log | grep -A 25 -E 'ERROR: |WARNING: Thread|runtime error' | head -n 200 | sed 's/^/# /'
        result 1 "nothing is wrong with memory and threads"
    }
    echo "1..$test_count"
    [ $test_failures -eq 0 ] && [ $test_count -gt 0 ]
    exit $?
}

# wait_until SECONDS COMMAND...: until the command ends with 0
wait_until() {
    left=$(($1 * 20))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.05
    done
}

listening() { grep -qi "$(printf ': [0-9A-F]*:%04X [0-9A-F]*:0000 0A' "$1")" /proc/net/tcp /proc/net/tcp6; }
taken() { grep -qi "$(printf ': [0-9A-F]*:%04X ' "$1")" /proc/net/tcp /proc/net/tcp6 /proc/net/udp; }

# free_port: a port nobody uses, in $port; below the range of outgoing connections
port=$((20000 + $$ % 10000))
free_port() {
    port=$((port + 1))
    while taken $port; do port=$((port + 1)); done
}

# start_printer NAME [OPTION...]: a virtual printer; its port in $printer_port, its output in
# $T/NAME, its process in $printer_pid
start_printer() {
    printer_name=$1
    shift
    [ -n "${want_port:-}" ] && printer_port=$want_port || { free_port; printer_port=$port; }
    "$vprinter" --listen "127.0.0.1:$printer_port" --output "$T/$printer_name" "$@" \
        >"$T/$printer_name.log" 2>&1 &
    printer_pid=$!
    children="$children $printer_pid"
    wait_until 20 listening "$printer_port" || { diag "$(cat "$T/$printer_name.log")"; return 1; }
}

# start_server [OPTION...]: on $server_port, which is chosen if it is empty. Options are NAME=VALUE.
# Without the web page, which lib-site.sh has.
start_server() {
    [ -n "$server_port" ] || { free_port; server_port=$port; }
    set -- "server-port=$server_port" listen-hostname=127.0.0.1 "state-file=$T/state-$server_port" \
        "spool-directory=$T/spool-$server_port" log-level=info web=no "$@"
    arguments=''
    for option in "$@"; do arguments="$arguments -o $option"; done
    # shellcheck disable=SC2086 # options have no spaces
    "$app" server $arguments >>"$T/server-$server_port.log" 2>&1 &
    server_pid=$!
    children="$children $server_pid"
    server_log=$T/server-$server_port.log
    wait_until 20 server_answers || { diag "$(tail -n 20 "$server_log")"; return 1; }
}

server_answers() {
    kill -0 "$server_pid" && listening "$server_port"
}

# stop PID: end a process of ours and wait until it is gone
stop() {
    kill "$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

# on_server SUB-COMMAND...: a sub-command at our server
on_server() { "$app" "$@" -o "server-port=$server_port"; }

# add_queue NAME URI [MODEL]
add_queue() { on_server add -d "$1" -v "$2" -m "${3:-canon_ir1020_ufr2lt}"; }

uri_of() { echo "ipp://127.0.0.1:$server_port/ipp/print/$1"; }

cat >"$T/print.test" <<'END'
{
    NAME "print"
    OPERATION Print-Job
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR name requesting-user-name tester
    ATTR name job-name $title
    ATTR mimeMediaType document-format $format
    GROUP job-attributes-tag
    $attributes
    FILE $filename
    EXPECT job-id
}
END
cat >"$T/job.test" <<'END'
{
    NAME "job"
    OPERATION Get-Job-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job
    ATTR name requesting-user-name tester
    STATUS successful-ok
    DISPLAY job-state
    DISPLAY job-state-reasons
    DISPLAY job-state-message
    DISPLAY job-impressions-completed
}
END

# send_file QUEUE FILE FORMAT [ATTR...]: Print-Job; what came back in $T/reply, the job's number
# in $job. Each ATTR is a line of ipptool, such as "ATTR integer copies 2".
send_file() {
    queue=$1 file=$2 format=$3
    shift 3
    reply=${reply_file:-$T/reply}
    lines=''
    for line in "$@"; do lines="$lines
    $line"; done
    while IFS= read -r text; do
        case $text in
        *'$attributes'*) printf '%s\n' "$lines" ;;
        *) printf '%s\n' "$text" ;;
        esac
    done <"$T/print.test" >"$reply.test"
    ipptool -tv -T "${ipp_timeout:-60}" -f "$file" -d "format=$format" \
        -d "title=${title:-test}" "$(uri_of "$queue")" "$reply.test" >"$reply" 2>&1
    job=$(sed -n 's/^ *job-id (integer) = //p' "$reply" | head -n 1)
    [ -n "$job" ]
}

cat >"$T/cancel.test" <<'END'
{
    OPERATION Cancel-Job
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job
    ATTR name requesting-user-name tester
    STATUS successful-ok
}
END
# cancel_job QUEUE JOB: Cancel-Job by its owner; true when it was accepted
cancel_job() { ipptool -d "job=$2" "$(uri_of "$1")" "$T/cancel.test"; }

# ask_job QUEUE JOB ATTRIBUTE
ask_job() {
    ipptool -tv -d "job=$2" "$(uri_of "$1")" "$T/job.test" 2>/dev/null |
        sed -n "s/^ *$3 ([^)]*) = //p" | tail -n 1
}

job_ended() {
    case $(ask_job "$1" "$2" job-state) in completed | aborted | canceled) ;; *) return 1 ;; esac
}

# end_of QUEUE JOB: wait for its end; its state on standard output
end_of() {
    wait_until "${job_timeout:-60}" job_ended "$1" "$2"
    ask_job "$1" "$2" job-state
}

# print_file QUEUE FILE FORMAT [ATTR...]: true when the job completed
print_file() {
    send_file "$@" || { cat "$T/reply"; return 1; }
    state=$(end_of "$1" "$job")
    [ "$state" = completed ] || { cat "$T/reply"; ask_job "$1" "$job" job-state-message; return 1; }
}

# pages FOLDER JOB-NUMBER: how many pictures the virtual printer made of its n-th job
pages() { find "$T/$1" -path "*/job-$(printf %04d "$2")/page-*.pbm" 2>/dev/null | wc -l | tr -d ' '; }

# jobs_printed FOLDER: how many jobs the virtual printer finished
jobs_printed() { find "$T/$1" -name ticket.json 2>/dev/null | wc -l | tr -d ' '; }
printed() { [ "$(jobs_printed "$1")" -ge "$2" ]; }

# paper FOLDER: what the virtual printer has put out, a line for each side: JOB PAGE COPIES
# whole|half CRC NAME
paper() { cat "$T/$1/paper.log" 2>/dev/null; }

# sides_out FOLDER: how many; has_sides FOLDER N: as many at least
sides_out() { paper "$1" | wc -l | tr -d ' '; }
has_sides() { [ "$(sides_out "$1")" -ge "$2" ]; }

# crc_of PBM: its CRC-32, as in paper.log
crc_of() { gzip -1 -c "$1" | tail -c 8 | head -c 4 | od -An -tu1 | awk '{printf "%02x%02x%02x%02x\n", $4, $3, $2, $1}'; }

# page_file FOLDER JOB PAGE
page_file() { printf '%s/%s/job-%04d/page-%03d.pbm' "$T" "$1" "$2" "$3"; }

# dot FILE X Y: 0 or 1, of a raw PBM
dot() {
    head -c 64 "$1" | tr '\n' ' ' | {
        read -r _ width _ _
        stride=$(((width + 7) / 8))
        lead=$(head -n 2 "$1" | wc -c)
        byte=$(od -An -tu1 -j $((lead + $3 * stride + $2 / 8)) -N 1 "$1" | tr -d ' ')
        echo $(((byte >> (7 - $2 % 8)) & 1))
    }
}
