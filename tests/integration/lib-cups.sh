# lib-cups.sh - a CUPS of the test's own, to be sourced by bash after lib-network.sh and lib.sh:
# cupsd with folders, port and socket nobody else has, its programs, what its jobs became.
# As root its filters run as the user lp, as on a real system; else all of it is the user's.
# SPDX-License-Identifier: Apache-2.0

find_edges=$build/find-edges
server_bin=$(dirname "$(dirname "$(ls /usr/lib/cups/backend/ipp /usr/libexec/cups/backend/ipp 2>/dev/null |
    head -n 1)")")

# need_cups: or the whole test is passed over
need_cups() {
    need cupsd lp lpadmin lpstat lpoptions cancel cupsfilter gs ipptool find-edges
    [ -x "$server_bin/filter/gstoraster" ] && [ -x "$server_bin/filter/rastertopwg" ] || skip_all "needs cups-filters"
}

# own_backends: backends that only root may run, for cupsd of another user
own_backends() {
    mkdir -p "$cups/bin"
    ln -s "$server_bin"/* "$cups/bin/"
    rm "$cups/bin/backend"
    cp -a "$server_bin/backend" "$cups/bin/"
    chmod 755 "$cups"/bin/backend/*
}

# start_cups [LINE...]: $cups is its folder, $cups_port its port; LINEs are more of cupsd.conf
start_cups() {
    cups=$T/cups
    free_port
    cups_port=$port
    mkdir -p "$cups/spool/tmp" "$cups/cache" "$cups/state" "$cups/etc/ppd" "$cups/etc/ssl" "$cups/log"
    chmod 755 "$T"
    as_user=
    user_lines='User lp
Group lp'
    cups_bin=$server_bin
    if [ "${TEST_USER:-$(id -u)}" -ne 0 ]; then
        own_backends
        cups_bin=$cups/bin user_lines=
        [ "$(id -u)" -ne 0 ] || as_user="unshare -U --map-user=$TEST_USER --map-group=$TEST_GROUP"
    fi
    cat >"$cups/etc/cups-files.conf" <<CONF
ServerRoot $cups/etc
ServerBin $cups_bin
ServerKeychain $cups/etc/ssl
StateDir $cups/state
CacheDir $cups/cache
RequestRoot $cups/spool
TempDir $cups/spool/tmp
AccessLog $cups/log/access_log
ErrorLog $cups/log/error_log
PageLog $cups/log/page_log
SystemGroup root
Printcap
SyncOnClose No
PassEnv DBUS_SYSTEM_BUS_ADDRESS
$user_lines
CONF
    {
        printf '%s\n' "Listen 127.0.0.1:$cups_port" "Listen $cups/cups.sock" 'LogLevel debug2' \
            'MaxLogSize 0' 'Browsing No' 'WebInterface No' 'DefaultAuthType None' \
            'JobRetryInterval 1' 'PreserveJobHistory Yes' 'FilterLimit 0'
        printf '<Location %s>\nOrder allow,deny\nAllow all\n</Location>\n' / /admin /admin/conf
        printf '<Policy default>\nJobPrivateAccess all\nJobPrivateValues none\n%s\n</Policy>\n' \
            "<Limit All>
Order allow,deny
Allow all
</Limit>"
        printf '%s\n' "$@"
    } >"$cups/etc/cupsd.conf"
    # the programs look for PPDs of a local server in its folder
    export CUPS_SERVER=$cups/cups.sock CUPS_SERVERROOT=$cups/etc
    $as_user cupsd -f -c "$cups/etc/cupsd.conf" -s "$cups/etc/cups-files.conf" >"$T/cupsd.out" 2>&1 &
    cups_pid=$!
    children="$children $cups_pid"
    wait_until 20 cups_answers || { diag "$(tail -n 20 "$T/cupsd.out" "$cups/log/error_log")"; return 1; }
}
cups_answers() { lpstat -r 2>/dev/null | grep -q 'is running'; }

# everywhere NAME [SCHEME]: a queue as `lpadmin -m everywhere` makes it. cupsd writes its PPD in the
# background, which is waited for.
everywhere() {
    lpadmin -p "$1" -E -v "${2:-ipp}://localhost:$server_port/ipp/print/office" -m everywhere &&
        wait_until 20 test -s "$cups/etc/ppd/$1.ppd"
}

# raster_only NAME FORMAT: the same, but that pages are made by CUPS' filters as FORMAT
raster_only() {
    grep -v '^\*cupsFilter2:' "$cups/etc/ppd/everywhere.ppd" >"$T/$1.ppd" || return 1
    printf '*cupsManualCopies: True\n*cupsFilter2: "%s %s 0 -"\n' "$2" "$2" >>"$T/$1.ppd"
    lpadmin -p "$1" -E -v "ipp://localhost:$server_port/ipp/print/office" -P "$T/$1.ppd" 2>/dev/null
}

cups_done() { lpstat -W completed -o "${1%-*}" 2>/dev/null | grep -q "^$1 "; }
# cups_log JOB: what CUPS wrote of it
cups_log() { grep "\[Job ${1##*-}\]" "$cups/log/error_log" | cut -c 1-200; }

# cups_print QUEUE [OPTION...] FILE: print by lp, wait until CUPS and the virtual printer "vp" have
# done; its number for CUPS in $cups_job, the first and the last one for the machine (a set of
# copies can be one) in $machine_job and $last_job
last_job=0
cups_print() {
    local queue=$1
    shift
    machine_job=$((last_job + 1))
    cups_job=$(lp -d "$queue" "$@" | sed -n 's/^request id is \([^ ]*\) .*/\1/p')
    [ -n "$cups_job" ] || return 1
    wait_until "${job_timeout:-60}" cups_done "$cups_job" && wait_until 20 machine_done ||
        { cups_log "$cups_job" | tail -n 30; return 1; }
    last_job=$(jobs_printed vp)
}
machine_done() { printed vp "$machine_job" && ! ls -d "$T"/vp/.job-*.part; }

# directly COMMAND...: print without CUPS' daemon; true when it succeeded and the paper is there
directly() {
    machine_job=$((last_job + 1))
    "$@" && wait_until 60 machine_done && last_job=$(jobs_printed vp)
}

# ---- what came out ----

job_folder() { printf '%s/vp/job-%04d' "$T" "$1"; }
# ticket FIELD: of the machine's ticket of the first job
ticket() {
    sed -n "s/^ *\"$1\" *: *\"\{0,1\}\([^\",}]*\).*/\1/p" "$(job_folder "$machine_job")/ticket.json" |
        head -n 1
}
# page N: the picture of a side of the first job
page() { printf '%s/page-%03d.png' "$(job_folder "$machine_job")" "$1"; }
# sheet_of N: its size in dots; ink_of N: all its ink; boxes N: its full rectangles, a line each
sheet_of() { "$find_edges" "$(page "$1")" | sed -n 's/^sheet //p'; }
ink_of() { "$find_edges" "$(page "$1")" | sed -n 's/^ink //p'; }
boxes() { "$find_edges" "$(page "$1")" | sed -n 's/^box //p'; }

# near TOLERANCE FOUND WANTED: the same numbers, each off by TOLERANCE dots at most
near() {
    awk -v tolerance="$1" -v found="$2" -v wanted="$3" 'BEGIN {
        n = split(found, f); bad = n == 0 || n != split(wanted, w)
        for (i = 1; i <= n; i++) bad = bad || f[i] - w[i] > tolerance || w[i] - f[i] > tolerance
        exit bad }' && return
    echo "found '$2', wanted '$3'"
    return 1
}

# ---- documents with marks ----
# On each page a bar, 1.5 by 0.5 inch, one inch from the left and the top; below it, 2 inches from
# the top, as many squares of 0.25 inch as its number, 0.5 inch from one to the next.

# make_marks FILE WIDTH LENGTH PAGES: PostScript; the size in points
make_marks() {
    cat >"$1" <<PS
%!PS-Adobe-3.0
%%Pages: $4
%%BeginSetup
/W $2 def /H $3 def
<< /PageSize [W H] >> setpagedevice
% left top width height box -
/box { 4 2 roll H exch sub 2 index sub 4 2 roll rectfill } def
%%EndSetup
PS
    local n
    for n in $(seq "$4"); do
        printf '%%%%Page: %d %d\n72 72 108 36 box 1 1 %d { 1 sub 36 mul 72 add 144 18 18 box } for showpage\n' \
            "$n" "$n" "$n"
    done >>"$1"
    echo '%%EOF' >>"$1"
}
to_pdf() { gs -q -dSAFER -sDEVICE=pdfwrite -o "$2" "$1"; }

# marks_of N [SCALE LEFT TOP]: where the boxes of page N are in dots, when the page is scaled, and
# then moved
marks_of() {
    awk -v n="$1" -v scale="${2:-1}" -v left="${3:-0}" -v top="${4:-0}" '
        function box(l, t, w, h) { print left + scale * l, top + scale * t, scale * w, scale * h }
        BEGIN { box(600, 600, 900, 300); for (i = 0; i < n; i++) box(600 + 300 * i, 1200, 150, 150) }'
}

# turned quarter|half|three WIDTH LENGTH: boxes on standard input as one sees them who has turned
# the sheet clockwise
turned() {
    awk -v how="$1" -v w="$2" -v h="$3" '
        how == "quarter" { print h - $2 - $4, $1, $4, $3 }
        how == "half" { print w - $1 - $3, h - $2 - $4, $3, $4 }
        how == "three" { print $2, w - $1 - $3, $4, $3 }' | sort -n -k 2,2 -k 1,1
}
# boxes_turned N: those of a side that lies, after turning it so that the bars are above the squares
boxes_turned() {
    local how found sheet
    for how in quarter three; do
        # shellcheck disable=SC2086 # two words
        sheet=$(sheet_of "$1")
        found=$(boxes "$1" | turned "$how" ${sheet:-0 0})
        echo "$found" | awk '{ exit $3 <= $4 }' && break
    done
    echo "$found"
}

# came_out: the numbers of the pages in the order of the sides that came out, 0 for a white one, of
# all jobs of the last cups_print
came_out() {
    local number picture numbers copies
    for ((number = machine_job; number <= last_job; number++)); do
        copies=$(machine_job=$number ticket copies)
        numbers=$(for picture in "$(job_folder "$number")"/page-*.png; do
            "$find_edges" "$picture" | awk '$1 == "box" { n++ } END { print n ? n - 1 : 0 }'
        done)
        if [ "$(machine_job=$number ticket collate)" = collated ]; then
            while [ "$copies" -gt 0 ]; do echo "$numbers"; copies=$((copies - 1)); done
        else
            echo "$numbers" | awk -v copies="$copies" '{ for (i = 0; i < copies; i++) print }'
        fi
    done | tr '\n' ' ' | sed 's/ $//'
}
