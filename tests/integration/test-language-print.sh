#!/bin/bash
# test-language-print.sh - documents through the server on machines that speak PCL 5e or PCL XL:
# pages, tickets, canceling, broken connections, the machine's state.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster ipptool gs

"$make_raster" -n 3 >"$T/three.pwg"
"$make_raster" >"$T/one.pwg"
"$make_raster" -n 6 -g 20 -s a5 >"$T/six.pwg"
# a black square of 5 mm, 20 mm from the left and the top, as make-raster's first one
cat >"$T/square.ps" <<'END'
%!PS
<< /PageSize [595.276 841.89] >> setpagedevice
/mm { 72 mul 25.4 div } def
1 1 3 { pop 20 mm 841.89 25 mm sub 5 mm 5 mm rectfill showpage } for
END
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o "$T/square.pdf" "$T/square.ps" >/dev/null 2>&1
start_server || exit 1

# field FOLDER JOB NAME: of the ticket that the machine understood
field() { sed -n "s/^  \"$3\": \"*\([^\",]*\)\"*,\$/\1/p" "$T/$1/job-$(printf %04d "$2")/ticket.json"; }
square_at() { [ "$(dot "$1" 531 531)$(dot "$1" 480 531)$(dot "$1" 580 531)$(dot "$1" 600 531)$(dot "$1" 531 600)" = 11100 ]; }
complete() { grep -q '"complete": true' "$T/$1/job-$(printf %04d "$2")/ticket.json"; }
remarks() { grep -l '"remarks"' "$T/$1"/job-*/ticket.json | wc -l | tr -d ' '; }

for model in generic_pcl5e generic_pclxl canon_ir1020_pcl5e canon_ir1020_pclxl; do
    language=${model##*_}
    start_printer $model --speed 0 --languages "$language"
    add_queue $model "socket://127.0.0.1:$printer_port" $model || exit 1
    title='Grüße "an" alle' ok "$model: a raster of three pages is printed on both sides, twice" \
        print_file $model "$T/three.pwg" image/pwg-raster 'ATTR keyword sides two-sided-long-edge' \
        'ATTR integer copies 2' \
        'ATTR keyword multiple-document-handling separate-documents-uncollated-copies'
    wait_until 20 complete $model 1
    is "as one job of three pages" "$(pages $model 1)" 3
    for page in 1 2 3; do
        n=$(for x in 531 767 1003; do dot "$(page_file $model 1 $page)" $x 531; done | tr -d '\n')
        is "page $page is right" "$n" "$(printf '100 110 111' | cut -d' ' -f$page)"
    done
    is "in two copies, on both sides, in $language" \
        "$(field $model 1 copies) $(field $model 1 sides) $(field $model 1 language)" \
        "2 two-sided-long-edge $language"
    like "under its title, in letters that PJL has" "$(field $model 1 title)" '^Gr.*e .*an.* alle'
    is "the paper has that" "$(paper $model | cut -d' ' -f2,3,4 | tr '\n' ' ')" '1 2 whole 2 2 whole 3 2 whole '
    ok "$model: a PDF is printed" print_file $model "$T/square.pdf" application/pdf \
        'ATTR keyword media iso_a4_210x297mm'
    wait_until 20 complete $model 2
    is "all its pages" "$(pages $model 2)" 3
    ok "each dot where it shall be" square_at "$(page_file $model 2 3)"
    is "with its size" "$(field $model 2 size)" iso_a4_210x297mm
    ok "$model: a sheet of the bypass tray is printed" on_server submit -d $model \
        -o media-source=by-pass-tray -o media-type=labels -o wait=yes "$T/three.pwg"
    wait_until 20 complete $model 3
    is "from there, as labels" "$(field $model 3 source) $(field $model 3 type)" "by-pass-tray labels"
    is "nothing was sent that the language does not have" "$(remarks $model)" 0
    stop "$printer_pid"
done

# pages_out FOLDER: the numbers of the whole pages on paper, in their order, by what they were on
# the machine where nothing went wrong
pages_out() {
    awk 'NR == FNR { page[$5] = $2; next } $4 == "whole" { print page[$5] + 0 }' \
        "$T/$language-good/paper.log" "$T/$1/paper.log" | tr '\n' ' '
}

for model in generic_pcl5e generic_pclxl; do
    language=${model##*_}
    start_printer $language-good --speed 0 --languages "$language"
    add_queue $language-good "socket://127.0.0.1:$printer_port" $model || exit 1
    ok "$language: six pages are printed" print_file $language-good "$T/six.pwg" image/pwg-raster
    wait_until 20 has_sides $language-good 6
    is "each is another one" "$(pages_out $language-good)" "1 2 3 4 5 6 "
    stop "$printer_pid"

    # the connection breaks once in the middle; there is no counter to ask
    start_printer $language-breaks --speed 0 --languages "$language" --fault close:700000,times=1
    add_queue $language-breaks "socket://127.0.0.1:$printer_port" $model || exit 1
    ok "$language: a job whose connection breaks goes on and is printed" \
        print_file $language-breaks "$T/six.pwg" image/pwg-raster
    ok "the machine gets the rest in another job" wait_until 20 test -d "$T/$language-breaks/job-0002"
    is "no page is lost" "$(pages_out $language-breaks | tr ' ' '\n' | sort -u | tr -d '\n')" 123456
    first=$(paper $language-breaks | grep -c '^1 .*whole')
    like "the job says with which page it went on" \
        "$(ask_job $language-breaks "$job" job-state-message)" "page"
    [ "$first" -ge 1 ] && [ "$first" -lt 6 ]
    result $? "the break was between pages 1 and 6"
    twice=$(pages_out $language-breaks | tr ' ' '\n' | grep . | sort | uniq -d | tr '\n' ' ')
    [ -z "$twice" ] || like "pages that came twice are admitted" \
        "$(ask_job $language-breaks "$job" job-state-message)" 'may be two of'
    stop "$printer_pid"

    start_printer $language-slow --speed 0 --languages "$language" --fault slow:400000
    add_queue $language-slow "socket://127.0.0.1:$printer_port" $model || exit 1
    reply_file=$T/slow send_file $language-slow "$T/six.pwg" image/pwg-raster &
    sender=$!
    number() { jobs_of $language-slow all | head -n 1 | cut -f1; }
    done_one() { [ "$(ask_job $language-slow "$(number)" job-impressions-completed)" -ge 1 ]; }
    ok "$language: the first page of a job is on paper" wait_until 30 done_one
    slow_job=$(number)
    ok "the job is canceled" cancel_job $language-slow "$slow_job"
    wait $sender
    is "and ends so" "$(end_of $language-slow "$slow_job")" canceled
    ended() { [ -n "$(find "$T/$language-slow" -name ticket.json)" ]; }
    ok "the machine's job ends" wait_until 30 ended
    is "as a whole one: no page is cut off" "$(find "$T/$language-slow" -name '*.broken' | wc -l | tr -d ' ')" 0
    ok "the next one is printed" print_file $language-slow "$T/one.pwg" image/pwg-raster
    stop "$printer_pid"

    free_port
    snmp_port=$port
    want_port='' start_printer $language-jam --speed 240 --buffer 1 --languages "$language" --snmp "127.0.0.1:$snmp_port" \
        --fault jam:1 --control "$T/jam-$language"
    add_queue $language-jam "socket://127.0.0.1:$printer_port?snmp-port=$snmp_port" $model || exit 1
    reply_file=$T/slow send_file $language-jam "$T/six.pwg" image/pwg-raster &
    sender=$!
    ok "$language: a jam is told" wait_until 30 printer_says $language-jam printer-state-reasons media-jam
    : >"$T/jam-$language"
    wait $sender
    job=$(number_of_jam() { jobs_of $language-jam all | head -n 1 | cut -f1; }; number_of_jam)
    is "when it is gone the job is printed" "$(end_of $language-jam "$job")" completed
    ok "whole" wait_until 30 has_sides $language-jam 6
    stop "$printer_pid"
done
done_testing
