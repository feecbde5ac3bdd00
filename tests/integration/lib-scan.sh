# lib-scan.sh - helpers of the tests of scanning, to be sourced by bash after lib.sh: the fake
# scanner, a server with it, eSCL by curl, and SANE's clients.
# SPDX-License-Identifier: Apache-2.0
#
#   start_scan_server
#   post_scan region=0,0,1200,1200 XResolution=75        # $code is 201, $job_path is set
#   next_page "$T/page.png"                              # $code is 200
#
# What the fake does is written in $fake, see tests/sane/fake.h.

picture=$build/picture
fake=$T/fake
fake_device=fake:04A926E6_0123456789AB
# SANE for the server and for scanning directly; clients of the server have others
scan_sane=$T/sane.d
mkdir -p "$scan_sane" "$T/airscan.d" "$T/escl.d"
echo fake >"$scan_sane/dll.conf"
echo airscan >"$T/airscan.d/dll.conf"
echo escl >"$T/escl.d/dll.conf"
export FAKE_SCANNER=$fake SANE_CONFIG_DIR=$scan_sane
export LD_LIBRARY_PATH=$build/sane${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
scan_port='' base='' code='' job_path=''

# script LINE...: what the fake does from its next page on; nothing: a machine that works
script() {
    rm -f "$fake.go"
    if [ $# -gt 0 ]; then printf '%s\n' "$@" >"$fake.new"; else : >"$fake.new"; fi
    mv "$fake.new" "$fake"
}
# feed SHEET...: lay sheets into the feeder, each FRONT or "FRONT BACK"; nothing: take all out
feed() {
    if [ $# -gt 0 ]; then printf '%s\n' "$@" >"$fake.new"; else : >"$fake.new"; fi
    mv "$fake.new" "$fake.feeder"
}
# go_on: what holds goes on
go_on() { : >"$fake.go"; }
# calls: what the fake was asked, without the numbers of processes; calls_since N: from line N on
calls() { sed 's/^[0-9]* //' "$fake.log" 2>/dev/null; }
mark_calls() { calls_seen=$(calls | wc -l); }
new_calls() { calls | tail -n +$((calls_seen + 1)); }
called() { new_calls | grep -q -- "$1"; }
# holder: the process that the last call came from
holder() { tail -n 1 "$fake.log" | cut -d' ' -f1; }
# held [N]: page N is held now
held() { called "^hold ${1:-}"; }
gone() { [ ! -e "$1" ]; }
dead() { ! kill -0 "$1" 2>/dev/null; }
at_rest() { [ -z "$(helpers)" ]; }
# helpers: the processes that have SANE for our server
helpers() {
    for status in /proc/[0-9]*/status; do
        grep -q "^Name:	canon-sane" "$status" 2>/dev/null &&
            grep -q "^PPid:	$server_pid\$" "$status" 2>/dev/null &&
            sed -n 's/^Pid:	//p' "$status" 2>/dev/null
    done
}

# start_scan_server [OPTION...]: the server, a scanner "desk" that is the fake; waits until it is
# served. $base is its address.
start_scan_server() {
    [ -n "$scan_port" ] || { free_port; free_port; scan_port=$port; free_port; }
    base=http://127.0.0.1:$scan_port
    ${site_start:-start_server} "scan-port=$scan_port" "$@" || return 1
}
add_scanner() { on_server scanner -d "${1:-desk}" -o "device=${2:-$fake_device}"; }
# port_of NAME: of the scanner's plain listener, and by find_base its address in $base
port_of() { sed -n "/^scanner $1\$/,/^ports/s/^ports \([0-9]*\) .*/\1/p" "$T/state-$server_port.scanners" 2>/dev/null; }
find_base() {
    scan_port=$(port_of "$1")
    base=http://127.0.0.1:$scan_port
    [ -n "$scan_port" ] && served
}
served() { [ "$(answer "$base/eSCL/ScannerCapabilities")" = 200 ]; }
serve_fake() {
    start_scan_server "$@" || return 1
    add_scanner || return 1
    wait_until 20 find_base desk || { diag "no scanner is served"; tail -n 20 "$server_log" | sed 's/^/# /'; return 1; }
    clients_for "$base"
}
# clients_for BASE: SANE's network clients look there and nowhere else
clients_for() {
    cat >"$T/airscan.d/airscan.conf" <<CONF
[devices]
"desk" = $1/eSCL, eSCL
[options]
discovery = disable
CONF
    echo "device $1" >"$T/escl.d/escl.conf"
}
direct() { SANE_CONFIG_DIR=$scan_sane scanimage -d "$fake_device" "$@"; }
airscan() { SANE_CONFIG_DIR=$T/airscan.d timeout 60 scanimage -d airscan:e0:desk "$@"; }
escl() { SANE_CONFIG_DIR=$T/escl.d timeout 60 scanimage -d "escl:$base" "$@"; }

# answer URL [CURL OPTION...]: the status; what came in $T/body
answer() { curl -s -o "$T/body" -w '%{http_code}' --max-time "${http_seconds:-60}" "$@"; }

xml_head='<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
# settings NAME=VALUE...: as sane-airscan writes them; region=X,Y,W,H in 1/300 inch. Small and
# quick unless told: 101.6 mm square, colour, 75 dpi, PNG
settings() {
    region=0,0,1200,1200 set_input=Platen set_color=RGB24 set_dpi=75 set_format=image/png rest=''
    for setting in "$@"; do
        value=${setting#*=}
        case $setting in
        region=*) region=$value ;;
        InputSource=*) set_input=$value ;;
        ColorMode=*) set_color=$value ;;
        XResolution=*) set_dpi=$value ;;
        DocumentFormat=*) set_format=$value ;;
        *) rest="$rest<scan:${setting%%=*}>$value</scan:${setting%%=*}>" ;;
        esac
    done
    echo "$xml_head<pwg:Version>2.0</pwg:Version>"
    [ -z "$region" ] || echo "$region" | {
        IFS=, read -r x y w h
        echo "<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits><pwg:XOffset>$x</pwg:XOffset><pwg:YOffset>$y</pwg:YOffset><pwg:Width>$w</pwg:Width><pwg:Height>$h</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>"
    }
    echo "<pwg:InputSource>$set_input</pwg:InputSource><scan:ColorMode>$set_color</scan:ColorMode>"
    echo "<scan:XResolution>$set_dpi</scan:XResolution><scan:YResolution>$set_dpi</scan:YResolution>"
    echo "<pwg:DocumentFormat>$set_format</pwg:DocumentFormat><scan:DocumentFormatExt>$set_format</scan:DocumentFormatExt>"
    echo "$rest</scan:ScanSettings>"
}
# post_body FILE [CURL OPTION...]: $code, and $job_path when there is a job
post_body() {
    body_file=$1
    shift
    rm -f "$T/head"
    code=$(answer -D "$T/head" -H 'Content-Type: text/xml' --data-binary "@$body_file" "$@" "$base/eSCL/ScanJobs")
    job_path=$(tr -d '\r' <"$T/head" 2>/dev/null | sed -n 's/^[Ll]ocation: *//p' | tail -n 1)
}
# post_scan NAME=VALUE...: begin a scan
post_scan() {
    settings "$@" >"$T/settings.xml"
    post_body "$T/settings.xml"
}
# next_page FILE [CURL OPTION...]: asks again while the answer is 503; $code
next_page() {
    page_to=$1
    shift
    tries=0
    while [ $tries -lt 30 ]; do
        code=$(curl -s -o "$page_to" -w '%{http_code}' --max-time 60 "$@" "$base$job_path/NextDocument")
        [ "$code" = 503 ] || return 0
        tries=$((tries + 1))
        sleep 0.2
    done
}
end_job() { code=$(answer -X DELETE "$base$job_path"); }
# job_state [PATH]: of a job, as the scanner's status tells it; status_field NAME: the first one
scanner_status() { curl -s --max-time 30 "$base/eSCL/ScannerStatus"; }
elements() { tr -d '\n' | sed 's/></>\n</g'; }
status_field() { scanner_status | elements | sed -n "s/^<[a-z]*:$1>\\(.*\\)<\\/.*/\\1/p" | head -n 1; }
job_field() {
    scanner_status | elements | sed -n "\\|JobUri>.*${job_path##*/}<|,\\|</scan:JobInfo>|s/^<[a-z]*:$1>\\(.*\\)<\\/.*/\\1/p" | head -n 1
}
job_is() { [ "$(job_field JobState)" = "$1" ]; }
scanner_is() { [ "$(status_field State)" = "$1" ]; }
feeder_is() { [ "$(status_field AdfState)" = "$1" ]; }
# idle: the job ended and the device was given back
idle() { scanner_is Idle && at_rest; }
mean() { "$picture" mean "$@"; }
# has_driver NAME: of SANE, on this computer
has_driver() { ls /usr/lib/*/sane/libsane-"$1".so.1 /usr/lib*/sane/libsane-"$1".so.1 2>/dev/null | grep -q .; }
# dead_children: processes of the server that nobody waited for
dead_children() {
    for status in /proc/[0-9]*/status; do
        grep -q "^PPid:	$server_pid\$" "$status" 2>/dev/null && grep '^State:	Z' "$status" 2>/dev/null
    done
}
# near MEAN R G B: a mean that differs by one level at most, as JPEG's rounding does
near() {
    echo "$*" | { read -r r g b red green blue
        for difference in $((r - red)) $((g - green)) $((b - blue)); do
            [ "$difference" -ge -1 ] && [ "$difference" -le 1 ] || { echo "$r $g $b"; exit 1; }
        done; }
}
# post_stack NAME=VALUE...: of the feeder, into which paper was put just now. A feeder that was seen
# empty a moment ago is not tried: ask again, as people do.
post_stack() {
    tries=0
    while post_scan InputSource=Feeder "$@"; [ "$code" = 409 ] && [ $tries -lt 60 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
}
# with_paper COMMAND...: the same for SANE's clients
with_paper() {
    for _ in $(seq 60); do
        "$@" >"$T/paper.out" 2>&1
        paper_status=$?
        grep -q 'terminated, 0 pages' "$T/paper.out" || break
        sleep 0.1
    done
    cat "$T/paper.out"
    return $paper_status
}
