#!/bin/sh
# run-demo.sh - `make run`: a virtual machine, the gateway with a queue on it, and a page that a
# real IPP client (CUPS' ipptool) sends: once rendered, as phones do, and once as PDF, as computers
# do; then a scan of that page. Everything it makes lies in a folder of this run alone.
# usage: [BUILD=build] [ONCE=1] [PAPER=a4|letter] run-demo.sh
# Ends after the pages with ONCE, its status then says whether they are right; serves until
# Ctrl-C otherwise. Needs what `make tools` and $BUILD/demo/photo.pgm give.
# Effects: $BUILD/run/N/, two servers on loopback ports, all ended when it ends.
# SPDX-License-Identifier: Apache-2.0
set -u
build=${BUILD:-build}
first_port=8631  # of the gateway
first_raw=9100   # of the virtual machine
first_snmp=16100 # where it answers questions about itself
ports=100        # how many are tried from each
printer_pid= server_pid= client_pid=

say() {
    printf '%s\n' "$*"
}

give_up() {
    say "$1" >&2
    for log in "$run/server.log" "$run/virtual-printer.log" "$run/client.log"; do
        [ -s "$log" ] && { say "---- the last lines of $log"; tail -n 15 "$log"; } >&2
    done
    exit 1
}

# --- processes ------------------------------------------------------------------------------------

alive() {
    [ -n "$1" ] && kill -0 "$1" 2>/dev/null
}

# A process that got SIGTERM ends soon; one that does not is ended.
stop() {
    alive "$1" || return 0
    kill "$1" 2>/dev/null
    for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        alive "$1" || break
        sleep 0.1
    done
    kill -9 "$1" 2>/dev/null
    wait "$1" 2>/dev/null
    return 0
}

clean_up() {
    trap '' HUP INT TERM PIPE
    for pid in $client_pid $server_pid $printer_pid; do
        stop "$pid"
    done
}

# Where util-linux has it: the servers end even when this script is killed outright.
tied=
setpriv --pdeathsig TERM true 2>/dev/null && tied='setpriv --pdeathsig TERM'

# --- ports ----------------------------------------------------------------------------------------

# The kernel's list of sockets: the inodes of those on local port $2; $1 is tcp or udp.
sockets_on() {
    cat /proc/net/"$1" /proc/net/"$1"6 2>/dev/null |
        awk -v port="$(printf ':%04X' "$2")" -v kind="$1" \
            'substr($2, length($2) - 4) == port && (kind == "udp" || $4 == "0A") { print $10 }'
}

# The first free port from $2 on that is not yet tried; $1 is tcp or udp.
free_port() {
    port=$2
    while [ "$port" -lt $(($2 + ports)) ] && [ -n "$(sockets_on "$1" "$port")" ]; do
        say "Port $port is taken." >&2
        port=$((port + 1))
    done
    echo "$port"
}

# True when process $1 itself listens on TCP port $2: another program that was faster on the port
# is not mistaken for ours.
listens() {
    for inode in $(sockets_on tcp "$2"); do
        for fd in /proc/"$1"/fd/*; do
            [ "$(readlink "$fd" 2>/dev/null)" = "socket:[$inode]" ] && return 0
        done
    done
    return 1
}

# start NAME PORT COMMAND... - run it with its output in a log until it listens on the port; leaves
# the process in $started. False when it ended, which is how a program says that the port is taken.
start() {
    name=$1 wanted=$2
    shift 2
    $tied "$@" >>"$run/$name.log" 2>&1 </dev/null &
    started=$!
    tries=0
    until listens "$started" "$wanted"; do
        tries=$((tries + 1))
        if ! alive "$started" || [ $tries -gt 300 ]; then
            stop "$started"
            return 1
        fi
        sleep 0.1
    done
}

start_printer() {
    raw=$first_raw snmp=$first_snmp attempt=0
    while [ $attempt -lt 5 ]; do
        attempt=$((attempt + 1))
        raw=$(free_port tcp "$raw")
        snmp=$(free_port udp "$snmp")
        start virtual-printer "$raw" "$build/virtual-printer" --listen "127.0.0.1:$raw" \
            --snmp "127.0.0.1:$snmp" --output "$run/pages" && printer_pid=$started && return
        raw=$((raw + 1)) snmp=$((snmp + 1))
    done
    give_up "The virtual printer does not start."
}

start_server() {
    port=$first_port attempt=0
    while [ $attempt -lt 5 ]; do
        attempt=$((attempt + 1))
        port=$(free_port tcp "$port")
        start server "$port" env LD_LIBRARY_PATH="$library:${LD_LIBRARY_PATH:-}" SANE_CONFIG_DIR="$run/sane.d" \
            FAKE_SCANNER="$run/scanner" "$build/canon-printer-app" server -o "server-port=$port" \
            -o listen-hostname=127.0.0.1 -o "spool-directory=$run/spool" \
            -o "state-file=$run/state" -o log-file=- -o log-level=info &&
            server_pid=$started && return
        port=$((port + 1))
    done
    give_up "The gateway does not start."
}

# --- the page -------------------------------------------------------------------------------------

case ${PAPER:-a4} in
a4) media=iso_a4_210x297mm dots=4961x7016 half=2480x3508 ;;
letter) media=na_letter_8.5x11in dots=5100x6600 half=2550x3300 ;;
*)
    say "PAPER is a4 or letter." >&2
    exit 2
    ;;
esac

# What a client that renders does: one sheet of 8-bit gray at 600 dots per inch.
# to_raster OUTPUT INPUT [OPTION...]
to_raster() {
    output=$1 input=$2
    shift 2
    gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pwgraster -r600 "-g$dots" -dFIXEDMEDIA \
        -dcupsColorSpace=18 -dcupsBitsPerColor=8 -dcupsBitsPerPixel=8 -dcupsColorOrder=0 \
        "$@" "-sOutputFile=$output" "$input" >>"$run/client.log" 2>&1 ||
        give_up "Ghostscript cannot render $input."
}

# The document with its photograph, as the PDF that a program makes of it; the photograph as it is,
# so that black and white are nowhere but where they are meant.
to_pdf() {
    gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pdfwrite -r600 "-g$dots" -dFIXEDMEDIA \
        -dAutoFilterGrayImages=false -dGrayImageFilter=/FlateEncode -dDownsampleGrayImages=false \
        "-sPHOTO=$photo" "--permit-file-read=$photo" "-sOutputFile=$1" resources/demo.ps \
        >>"$run/client.log" 2>&1 || give_up "Ghostscript cannot make a PDF of resources/demo.ps."
}

# ipp NAME OPTION... - one request by ipptool; its values, one line each, separated by commas
ipp() {
    request=$1
    shift
    ipptool -c -T 60 "$@" -d "user=$(id -un)" "ipp://127.0.0.1:$port/ipp/print/demo" \
        "tests/demo/$request.test" 2>>"$run/client.log"
}

# Shows each change of the job until it has ended; true if it was completed.
watch_job() {
    shown= quiet=0
    while :; do
        state=$(ipp job-state -d "job-id=$job" | tail -n 1)
        if [ "$state" != "$shown" ]; then
            say "  job $job: $(printf '%s' "$state" | tr -d '"' |
                awk -F, '{ printf "%s (%s", $1, $2; for (i = 3; i < NF; i++) printf ", %s", $i;
                           printf "), pages out: %s", $NF }')"
            shown=$state quiet=0
        fi
        case $state in
        completed*) return 0 ;;
        aborted* | canceled*) return 1 ;;
        esac
        quiet=$((quiet + 1))
        [ $quiet -lt 600 ] || give_up "Nothing has happened to the job for a minute."
        alive "$server_pid" || give_up "The gateway ended."
        alive "$printer_pid" || give_up "The virtual printer ended."
        sleep 0.1
    done
}

wait_for_picture() {
    picture=$run/pages/job-000$job/page-001.png
    tries=0
    until [ -s "$picture" ]; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] && alive "$printer_pid" || give_up "The page's picture did not come."
        sleep 0.1
    done
}

# print_page FILE FORMAT - to the end of its job, and the picture is there; $picture
print_page() {
    job=$(ipp create-job -d "title=A page comes out" -d "media=$media" | tail -n 1)
    case $job in
    '' | *[!0-9]*) give_up "The gateway does not make a job." ;;
    esac
    ipp send-document -d "job-id=$job" -d "format=$2" -f "$1" >>"$run/client.log" &
    client_pid=$!
    watch_job || give_up "The job was not printed."
    wait "$client_pid" || give_up "The client reports a failure."
    client_pid=
    wait_for_picture
}

# compare [-e] SOURCE.pwg - with the picture; its verdict is shown, the status says whether it is right
compare() {
    "$build/compare-page" "$@" "$picture" | sed 's/^/   /' >"$run/verdict"
    cat "$run/verdict"
    grep -q '^   the page is right$' "$run/verdict"
}

# --- the scan -------------------------------------------------------------------------------------

# The machine is a scanner too: a driver of SANE without a machine, with the sheet on its glass.
prepare_scanner() {
    library=$(cd "$build/sane" && pwd) || give_up "The scanner without a machine was not built."
    mkdir "$run/sane.d"
    echo fake >"$run/sane.d/dll.conf"
    echo "glass file:$run/sheet.pgm" >"$run/scanner"
}

lay_sheet() {
    gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pgmraw -r300 "-g$half" -dFIXEDMEDIA \
        "-sOutputFile=$run/sheet" "$run/document.pdf" >>"$run/client.log" 2>&1 ||
        give_up "Ghostscript cannot render $run/document.pdf."
    # the driver reads no comments
    LC_ALL=C sed '1,3{/^#/d}' "$run/sheet" >"$run/sheet.pgm"
}

# scan FILE - over eSCL, as computers do
scan() {
    "$build/canon-printer-app" scan -o "server-port=$port" -d demo -o "file=$1" -o color=gray -o resolution=300 \
        -o "area=${PAPER:-a4}" 2>&1 | sed 's/^/   /'
    [ -s "$1" ] || give_up "The page was not scanned."
}

# --- the run --------------------------------------------------------------------------------------

# A folder for this run alone, whoever runs at the same time.
mkdir -p "$build/run" || exit 1
number=$(ls "$build/run" | grep -x '[0-9]*' | sort -n | tail -n 1)
number=$((${number:-0} + 1)) last=$((number + 1000))
until mkdir "$build/run/$number" 2>/dev/null; do
    number=$((number + 1))
    [ $number -lt $last ] || { say "$build/run cannot be written." >&2; exit 1; }
done
run=$(cd "$build/run/$number" && pwd) || exit 1
echo $$ >"$run/pid"
# Of earlier runs the last five are kept, and those that still go on.
for old in $(ls "$build/run" | grep -x '[0-9]*' | sort -n | head -n -6); do
    alive "$(cat "$build/run/$old/pid" 2>/dev/null)" || rm -rf "$build/run/${old:?}"
done
mkdir "$run/spool" "$run/pages"

trap clean_up EXIT
trap 'exit 129' HUP
trap 'say; say "Stopped. The pages stay in $run/pages"; exit 0' INT
trap 'exit 143' TERM
trap 'exit 141' PIPE

say "1. A virtual imageRUNNER 1020"
start_printer
say "   listens on 127.0.0.1:$raw, SNMP on $snmp"
say "2. The gateway"
prepare_scanner
start_server
say "   answers at ipp://127.0.0.1:$port/ipp/print/demo"
"$build/canon-printer-app" add -o "server-port=$port" -d demo -m auto \
    -v "socket://127.0.0.1:$raw/?snmp-port=$snmp" >>"$run/client.log" 2>&1 ||
    give_up "The queue could not be added."
say "3. A page, rendered by the client as a phone does"
photo=$build/demo/photo.pgm
to_raster "$run/document.pwg" resources/demo.ps "-sPHOTO=$photo" "--permit-file-read=$photo"
say "   $run/document.pwg, $(($(wc -c <"$run/document.pwg") / 1024)) KiB for a sheet of $dots dots"
say "   Printing it by IPP"
print_page "$run/document.pwg" image/pwg-raster
first=$picture right=0
say "   Is the page right?"
compare "$run/document.pwg" || right=1
say "4. The same page as PDF, which the gateway renders"
to_pdf "$run/document.pdf"
say "   $run/document.pdf, $(($(wc -c <"$run/document.pdf") / 1024)) KiB"
print_page "$run/document.pdf" application/pdf
say "   Is the page right?"
to_raster "$run/document-pdf.pwg" "$run/document.pdf" -dUseFastColor
compare -e "$run/document-pdf.pwg" || right=1
say "5. The sheet lies on the glass and is scanned"
lay_sheet
"$build/canon-printer-app" scanner -o "server-port=$port" -d demo -o device=fake:04A926E6_0123456789AB \
    >>"$run/client.log" 2>&1 || give_up "The scanner could not be added."
scan "$run/scan.png"
say "   Is the scan right?"
if "$build/picture" compare "$run/scan.png" "$run/sheet.pgm" >>"$run/client.log" 2>&1; then
    say "   the scan is right"
else
    say "   THE SCAN IS WRONG"
    right=1
fi

say
say "The page as it lies in the tray:  $first"
say "The page that was a PDF:          $picture"
say "What the machine was sent:        $run/pages/job-0001/stream.prn"
say "The page as it was scanned:       $run/scan.png"
if [ -n "${ONCE:-}" ]; then
    exit $right
fi
site=$(sed -n 's/.*The web page is on port \([0-9]*\).*/\1/p' "$run/server.log" | tail -n 1)
say "The web page of the gateway:      http://localhost:${site:-$port}/"
say "The page to scan from:            $("$build/canon-printer-app" scanners -o "server-port=$port" |
    grep -o 'http://[^ ]*' | head -n 1)"
say "Print something of your own:      $build/canon-printer-app submit -o server-port=$port -d demo FILE.pdf"
say "Serving; Ctrl-C ends it."
while alive "$server_pid" && alive "$printer_pid"; do
    sleep 1 &
    wait $!
done
give_up "A server ended by itself."
