#!/bin/sh
# test-own-pages.sh - test page, calibration page and demonstration: by command and by button, what
# stands on them, and what is measured moves every page.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster find-text find-edges pcl5e-pages ipptool curl

status() {
    on_server "$@" >"$T/said" 2>&1
    echo $?
}
said() { cat "$T/said"; }
# own COMMAND...: a page of our own; true when it is on paper. Its job in $job, of the machine $n
n=0
own() {
    on_server "$@" >"$T/said" 2>&1 || { cat "$T/said"; return 1; }
    job=$(sed -n 's/^Job \([0-9]*\)\.$/\1/p' "$T/said")
    [ "$(end_of office "$job")" = completed ] || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
}
on_page() {
    file=$1 face=$2
    shift 2
    "$build/find-text" "$face" "$file" "$@"
}
ticket_says() { grep -q "$1" "$T/vp/job-$(printf %04d $n)/ticket.json" || { cat "$T/vp/job-$(printf %04d $n)/ticket.json"; false; }; }

# ---- arguments

"$app" test-page -o page=nothing >"$T/said" 2>&1
is "a page that there is not ends with 2" $? 2
like "and says which there are" "$(said)" 'test, calibration or demo'
"$app" calibrate -o media-source=tray-1 -o front=11,0 >"$T/said" 2>&1
is "an offset of more than 10 mm ends with 2" $? 2
"$app" calibrate -o front=1,0 >"$T/said" 2>&1
is "one without a tray, too" $? 2
like "and asks for it" "$(said)" 'media-source=TRAY'
"$app" testpage >"$T/said" 2>&1
is "the word of other printer applications is none here" $? 2
"$app" test-page -d office -x >"$T/said" 2>&1
is "nor is an option that there is not" $? 2

# ---- the pages

free_port
snmp_port=$port
start_printer vp --speed 0 --snmp "127.0.0.1:$snmp_port" --toner 64 --life 4711 || exit 1
start_site || exit 1
is "without a queue there is no page" "$(status test-page)" 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port?snmp-port=$snmp_port&snmp-community=public"
ok "and one whose machine is off" add_queue dark "socket://127.0.0.1:1"
web_says() { curl -s "$site${2:-/}" | grep -q -- "$1"; }
wait_until 20 web_says '64%'

ok "a test page is printed" own test-page -d office
page=$(page_file vp $n 1)
ok "it tells queue, model and connection, without what is secret" on_page "$page" strong office \
    'Canon iR1020/1024/1025 (UFRII LT)' "socket://127.0.0.1:$printer_port"
ok "and what the machine tells: toner and counter" on_page "$page" strong '64 %' 4711
ok "and where to print to" on_page "$page" strong ":$server_port/ipp/print/office"
ok "it is a job as any" ask_job office "$job" job-state-message

ok "one of a machine that is off waits" on_server test-page -d dark -o job-hold-until=indefinite
dark=$(on_server jobs -d dark 2>/dev/null | awk '$3 == "dark" { print $1 }')
is "and can be held" "$(on_server jobs -d dark 2>/dev/null | awk '$3 == "dark" { print $2 }')" pending-held
ok "and canceled" on_server cancel "$dark"
is "then it has ended" "$(end_of dark "$dark")" canceled

ok "the demonstration is printed, from a tray" own test-page -d office -o page=demo -o media-source=tray-2
ok "the ticket names it" ticket_says '"source": "tray-2"'
ok "it fits an envelope" own test-page -d office -o page=demo -o media=iso_dl_110x220mm
ok "of that size" ticket_says 'iso_dl_110x220mm'
is "what the queue has not is refused" "$(status test-page -d office -o media-source=tray-7)" 1

# ---- calibration

ok "a calibration page is printed, on both sides" own calibrate -d office -o media-source=tray-1 \
    -o sides=two-sided-long-edge
is "it has two" "$(pages vp $n)" 2
ok "each says which it is, and the tray" on_page "$(page_file vp $n 1)" heading 'Front side'
ok "the back, too" on_page "$(page_file vp $n 2)" heading 'Back side'
ok "the tray" on_page "$(page_file vp $n 2)" strong 'Drawer 1' '0.0 mm to the right, 0.0 mm down'

# print_edges FILE [ATTR]: print it from drawer 1; where its shapes are, in $edges
from_tray='ATTR collection media-col { MEMBER keyword media-source tray-1 }'
print_edges() {
    print_file office "$1" image/pwg-raster "$from_tray" "${2:-}" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n || return 1
    edges=$("$build/find-edges" -m 100 "$T/vp/job-$(printf %04d $n)/page-001.png" | sed 1d)
}
# move X Y: edges further right and down
move() { awk -v x="$1" -v y="$2" '{ $2 += x; $3 += y; print }'; }

"$make_raster" >"$T/gray.pwg"
"$make_raster" -t black_1 >"$T/bits.pwg"
ok "jobs are kept for later" on_server modify -d office -o keep-printed=5
ok "a page of dots is printed" print_edges "$T/bits.pwg"
bits=$edges
ok "and a page of gray" print_edges "$T/gray.pwg"
gray=$edges first_job=$job before=$(crc_of "$(page_file vp $n 1)")
ok "a client that says how pages are moved" print_edges "$T/gray.pwg" 'ATTR text registration "tray-1:9,9"'
is "is not followed: that is the queue's" "$edges" "$gray"
like "it has shapes" "$gray" '^box '
is "what was read is kept" "$(status calibrate -d office -o media-source=tray-1 -o front=2,-1 -o back=0.3,0)" 0
like "and told" "$(said)" 'tray-1:2,-1:0.3,0$'
like "it is a setting of the queue" "$(on_server options -d office)" '^  registration  *tray-1:2,-1:0.3,0$'
ok "another tray leaves it" on_server calibrate -d office -o media-source=tray-2 -o front=0.5,0
like "as it is" "$(on_server options -d office)" '^  registration  *tray-1:2,-1:0.3,0;tray-2:0.5,0$'
is "one that is none is refused" "$(status modify -d office -o registration=tray-1)" 2
# 2 mm are 47.2 dots, 1 mm 23.6
ok "the page of dots is printed again" print_edges "$T/bits.pwg"
is "47 dots further right, 24 higher" "$edges" "$(printf '%s\n' "$bits" | move 47 -24)"
ok "and that of gray" print_edges "$T/gray.pwg"
is "the same" "$edges" "$(printf '%s\n' "$gray" | move 47 -24)"

ok "what was printed before is printed again" on_server reprint "$first_job"
n=$((n + 1))
ok "and is out once more" wait_until 20 printed vp $n
is "as it was: its dots were made before" "$(crc_of "$(page_file vp $n 1)")" "$before"
ok "a calibration page tells what is set" own calibrate -d office -o media-source=tray-1
ok "in millimetres" on_page "$(page_file vp $n 1)" strong '2.0 mm to the right, -1.0 mm down'
ok "it is set back" on_server modify -d office -o registration=
like "then nothing is" "$(on_server options -d office)" '^  registration  *-$'

# ---- as any job

ok "a page is held" on_server test-page -d office -o job-hold-until=indefinite
held=$(on_server jobs -d office 2>/dev/null | awk '$3 == "office" { print $1 }')
kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null
start_site || exit 1
is "it is there after the program was killed" "$(ask_job office "$held" job-state)" pending-held
ok "and can be released" on_server release "$held"
is "then it is printed" "$(end_of office "$held")" completed
n=$((n + 1))
ok "on paper" wait_until 20 printed vp $n
ok "with what it is to tell" on_page "$(page_file vp $n 1)" strong office

# ---- in another language

mkdir "$T/pcl"
ok "a queue of another language is added" add_queue pcl "file://$T/pcl" canon_ir1020_pcl5e
pcl_page() {
    on_server test-page -d pcl -o media-source=tray-1 >"$T/said" || return 1
    [ "$(end_of pcl "$(sed -n 's/^Job \([0-9]*\)\.$/\1/p' "$T/said")")" = completed ] || return 1
    # shellcheck disable=SC2012 # names without blanks
    "$build/pcl5e-pages" "$T/$1-" <"$(ls -t "$T"/pcl/* | head -n 1)" >"$T/said"
}
# text_at FILE: where the queue's name stands
text_at() { on_page "$1" strong pcl | sed -n 's/^pcl: //p'; }
ok "it prints a test page" pcl_page before
place=$(text_at "$T/before-1.pbm")
like "that tells the language" "$(on_page "$T/before-1.pbm" strong PCL5e)" '^PCL5e: [0-9]'
ok "it is calibrated" on_server calibrate -d pcl -o media-source=tray-1 -o front=2,-1
ok "it prints another" pcl_page after
is "47 dots further right, 24 higher" "$(text_at "$T/after-1.pbm")" "$(echo $place | awk '{ print $1 + 47, $2 - 24 }')"

# ---- buttons

# press KIND: what the form of the printer's page asks for
press() { post /printers/1/page "kind=$1" tray=tray-2; printf %s "$code"; }
for action in test calibration demo; do
    where=/printers/1
    [ $action != calibration ] || where=/printers/1/calibration
    ok "there is a button for it" web_says "value=\"$action\"" $where
    is "$action is pressed" "$(press $action)" 303
    n=$((n + 1))
    ok "and its page is on paper" wait_until 20 printed vp $n
    ok "of the tray that was chosen" ticket_says '"source": "tray-2"'
done
browse -X POST -d token=x -d kind=test "$site/printers/1/page"
is "without the token nothing is" "$code" 403
done_testing
