#!/bin/bash
# test-guards.sh - jobs that would waste paper ask first: program code, white pages, paper that
# is not loaded.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl talk

start_printer vp --pictures pbm --speed 0 || exit 1
free_port
raw_port=$port
free_port
lpd_port=$port
serve() { start_site "raw-listen=127.0.0.1:$raw_port=office" "lpd-listen=127.0.0.1:$lpd_port" log-level=debug; }
serve || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
state() { ask_job office "$1" job-state; }
reasons() { ask_job office "$1" job-state-reasons; }
says() { ask_job office "$1" job-state-message; }
held() { [ "$(state "$1")" = pending-held ]; }
jobs_page() { curl -s "$site/jobs"; }
# press JOB ACTION [FIELD=VALUE]: a button of the page; the answer's status
press() {
    post "/jobs/$1/$2" ${3:+"$3"}
    printf %s "$code"
}
again() { stop "$server_pid" && serve; }
# kill the program, and start it again
killed() { kill -9 "$server_pid" && wait "$server_pid" 2>/dev/null; serve; }

# --- program code: what begins like a text, so that the first look does not find it
program_lines() {
    for _ in $(seq 40); do
        echo 'gsave 72 720 moveto /Helvetica findfont 12 scalefont setfont (Hello) show'
        echo '0.5 setlinewidth newpath 10 10 moveto 200 200 lineto stroke grestore showpage'
    done
}
{
    for n in $(seq 80); do echo "Message $n of a program that prints what it does before it begins."; done
    program_lines
} >"$T/program.txt"
for n in $(seq 60); do echo "Line $n of a letter that somebody wrote to be read, and wants on paper."; done >"$T/letter.txt"
ok "a program that comes as text is taken" send_file office "$T/program.txt" text/plain
program=$job
ok "it waits" wait_until 10 held "$program"
is "for a look" "$(reasons "$program" | grep -o job-held-for-review)" job-held-for-review
like "and says why" "$(says "$program")" 'reads like a PostScript program'
ok "a text that comes after it is printed" print_file office "$T/letter.txt" text/plain
is "on one page" "$(sides_out vp)" 1
ok "the program is ended" killed
ok "it waits still" wait_until 10 held "$program"
like "and says why still" "$(says "$program")" 'reads like a PostScript program'
ok "it is printed anyway" on_server release "$program"
is "when somebody wants that" "$(end_of office "$program")" completed
ok "by the raw port, too" eval 'cat "$T/program.txt" >/dev/tcp/127.0.0.1/$raw_port'
waiting() { jobs_of office | awk -F '\t' '$2 == "pending-held" { print $1 }' | tail -n 1; }
wait_until 10 eval '[ -n "$(waiting)" ]'
raw=$(waiting)
ok "it waits there, too" wait_until 10 held "$raw"
ok "a job is canceled that waits" cancel_job office "$raw"
is "nothing of it is printed" "$(state "$raw")" canceled
ok "by LPD, too" eval '{ printf "\\002office\\n\\003%s dfA001pc\\n" "$(wc -c <"$T/program.txt")"
    cat "$T/program.txt"; printf "\\0\\00218 cfA001pc\\nHpc\\nPme\\nldfA001pc\\n\\0"; } | "$build/talk" "$lpd_port" >/dev/null'
ok "it waits, too" wait_until 10 eval '[ -n "$(waiting)" ]'
ok "it is canceled" cancel_job office "$(waiting)"
ok "the queue is not to look" on_server modify -d office -o stop-program-code=off
ok "the program is printed" print_file office "$T/program.txt" text/plain
ok "it is to look again" on_server modify -d office -o stop-program-code=on

# Nothing of these is on paper: each is refused, or waits.
program_lines >"$T/no-1"
{ for _ in $(seq 300); do printf '&l1O&k2G(s0p10h12v0s0b3T*p300x300YHello\n'; done; } >"$T/no-2"
head -c 60000 "$app" >"$T/no-3"
{ printf ') HP-PCL XL;3;0\n'; head -c 30000 "$app"; } >"$T/no-4"
{ for n in $(seq 80); do echo "Some words that come before what is coded, in line $n of it."; done
    head -c 60000 "$app" | base64; } >"$T/no-5"
before=$(sides_out vp)
for n in 1 2 3 4 5; do
    send_file office "$T/no-$n" text/plain && wait_until 10 held "$job"
done
for job in $(jobs_of office | cut -f 1); do
    is "job $job waits" "$(state "$job")" pending-held
    cancel_job office "$job" >/dev/null
done
is "none of five kinds of code and data is on paper" "$(sides_out vp)" "$before"
# What people print.
n=0
for text in server/guards.c Makefile tests/integration/lib.sh README.md resources/strings/ja.strings; do
    head -n 40 "$lib_folder/../../$text" >"$T/yes-$n"
    ok "${text##*/} is printed" print_file office "$T/yes-$n" text/plain
    n=$((n + 1))
done

# --- white pages
before=$(sides_out vp)
"$make_raster" -s a5 -n 2 -W 2 >"$T/white.pwg"
ok "white pages are taken" send_file office "$T/white.pwg" image/pwg-raster
blank=$job
ok "they wait" wait_until 10 held "$blank"
like "and say why" "$(says "$blank")" 'all its pages are white'
is "nothing is printed" "$(sides_out vp)" "$before"
like "a button prints them" "$(jobs_page)" 'Print it anyway'
ok "again" again
ok "they wait after a restart" held "$blank"
is "the button is pressed" "$(press "$blank" release)" 303
is "they are printed then" "$(end_of office "$blank")" completed
is "both of them" "$(sides_out vp)" $((before + 2))
"$make_raster" -s a5 -n 2 -W 1 >"$T/half.pwg"
ok "a white page before another one is printed" print_file office "$T/half.pwg" image/pwg-raster
printf '%%PDF-1.4\n%s\n%s\n%s\n%s\n' '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj' \
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj' \
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj' 'trailer<</Root 1 0 R>>' >"$T/white.pdf"
ok "a white PDF waits, too" eval 'send_file office "$T/white.pdf" application/pdf && wait_until 10 held "$job"'
ok "and can be canceled" cancel_job office "$job"
ok "the queue is to print white pages" on_server modify -d office -o blank-jobs=print
ok "it does" print_file office "$T/white.pwg" image/pwg-raster
ok "and asks again" on_server modify -d office -o blank-jobs=ask

# --- paper
tray() {
    echo "{ MEMBER collection media-size { MEMBER integer x-dimension $2 MEMBER integer y-dimension $3 }
        MEMBER keyword media-source $1 MEMBER keyword media-type stationery MEMBER integer media-left-margin 500
        MEMBER integer media-right-margin 500 MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 }"
}
load() { operate office Set-Printer-Attributes 'GROUP printer-attributes-tag' "collection media-col-ready $1"; }
letter() { send_file office "$T/letter.txt" text/plain 'ATTR keyword media na_letter_8.5x11in' "$@"; }
media_of() { sed -n 's/.*"\(paper\|media\|size\)": *"\([^"]*\)".*/\2/p' "$T/vp/$(printf job-%04d "$1")/ticket.json" | head -n 1; }
last() { ls "$T/vp" | grep -c '^job-'; }
# size_of JOB: width and height of its first page
size_of() { sed -n 2p "$(page_file vp "$1" 1)" | tr -d '\000' | head -c 20; }

ok "A4 and A5 are loaded" load "$(tray tray-1 21000 29700),$(tray tray-2 14800 21000)"
before=$(sides_out vp)
ok "a text for Letter is taken" letter
waits=$job
ok "it waits" wait_until 10 held "$waits"
is "for its paper" "$(reasons "$waits" | grep -o resources-are-not-ready)" resources-are-not-ready
wait_until 5 eval 'says "$waits" | grep -q Load'
is "and says so" "$(says "$waits")" \
    'Waits for Letter. Load it in drawer 1, drawer 2 or the bypass tray, or print it on A4 or A5.'
ok "another one for A4 is printed meanwhile" print_file office "$T/letter.txt" text/plain 'ATTR keyword media iso_a4_210x297mm'
a4=$(size_of "$(last)")
like "a button for A4" "$(jobs_page)" 'Print on A4'
like "and one for Letter" "$(jobs_page)" 'Print on Letter'
ok "killed and started" killed
ok "it waits still" held "$waits"
ok "it is released on A4" on_server release "$waits" -o media=A4
is "and printed" "$(end_of office "$waits")" completed
is "with pages of A4" "$(size_of "$(last)")" "$a4"
like "which it says" "$(says "$waits")" 'Printed on A4, as Letter was not loaded'

ok "one is put onto A5 by its button" eval 'letter && wait_until 10 held "$job"'
is "it is pressed" "$(press "$job" release media=iso_a5_148x210mm)" 303
is "printed" "$(end_of office "$job")" completed
a5=$(size_of "$(last)")
[ "$a5" != "$a4" ]
result $? "on A5"

ok "one is let go as it is" eval 'letter && wait_until 10 held "$job" && operate office Release-Job "integer job-id $job"'
is "printed" "$(end_of office "$job")" completed
us=$(size_of "$(last)")
[ "$us" != "$a4" ]
result $? "on Letter"
ok "one on paper that the printer lacks is refused" eval 'letter && wait_until 10 held "$job" &&
    want_status=client-error-attributes-or-values-not-supported operate office Release-Job "integer job-id $job" "keyword media na_index-3x5_3x5in"'
ok "Letter is loaded" load "$(tray tray-1 21000 29700),$(tray tray-2 21590 27940)"
is "and the job goes on by itself" "$(end_of office "$job")" completed
is "on Letter" "$(size_of "$(last)")" "$us"
ok "it is taken out" load "$(tray tray-1 21000 29700),$(tray tray-2 14800 21000)"

ok "an envelope, which no drawer takes, is not asked for" print_file office "$T/letter.txt" text/plain \
    'ATTR keyword media iso_dl_110x220mm'

"$make_raster" -s letter -n 1 -m 7 >"$T/letter.pwg"
ok "raster for Letter waits, too" eval 'send_file office "$T/letter.pwg" image/pwg-raster && wait_until 10 held "$job"'
ok "for A4" on_server release "$job" -o media=A4
is "and is printed" "$(end_of office "$job")" completed
is "with pages of A4" "$(size_of "$(last)")" "$a4"

# A document whose second page lacks its paper: the first one may be printed before, but once.
printf '%%PDF-1.4\n%s\n%s\n%s\n%s\n%s\n%s\n' '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj' \
    '2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj' \
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>endobj' \
    '4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R>>endobj' \
    '5 0 obj<</Length 21>>stream
100 100 200 200 re f 
endstream endobj' 'trailer<</Root 1 0 R>>' >"$T/mixed.pdf"
before=$(sides_out vp)
ok "a page of A4 and one of Letter are taken" send_file office "$T/mixed.pdf" application/pdf
mixed=$job
ok "the job waits for Letter" wait_until 20 held "$mixed"
ok "it is put on A4" wait_until 10 on_server release "$mixed" -o media=A4
is "and ends" "$(end_of office "$mixed")" completed
is "each page is there once" "$(sides_out vp)" $((before + 2))
is "the second on A4" "$(size_of "$(last)")" "$a4"

ok "the queue is to take its usual paper" on_server modify -d office -o other-paper=print
ok "then a job for Letter is printed at once" eval 'letter && [ "$(end_of office "$job")" = completed ]'
is "on A4" "$(size_of "$(last)")" "$a4"
ok "the queue is to wait" on_server modify -d office -o other-paper=wait
ok "then a job for Letter waits" eval 'letter && wait_until 10 held "$job"'
not_ok "and takes no other paper" on_server release "$job" -o media=A4
ok "it is let go" on_server release "$job"
is "on Letter" "$(end_of office "$job")" completed
# A machine that tells the sizes of its trays by SNMP is believed.
free_port
snmp_port=$port
start_printer told --pictures none --speed 0 --snmp "127.0.0.1:$snmp_port" --paper a4
ok "a queue of a machine that tells that it has A4" add_queue told "socket://127.0.0.1:$printer_port?snmp-port=$snmp_port&snmp-community=public"
has_a4() { web_says 'Drawer 1</dt><dd class="[a-z]*">A4'; }
ok "that is known" wait_until 20 has_a4
told() { ask_job told "$job" job-state; }
ok "a text for Letter waits there" eval 'send_file told "$T/letter.txt" text/plain "ATTR keyword media na_letter_8.5x11in" &&
    wait_until 10 eval "[ \"\$(told)\" = pending-held ]"'
ok "one for A4 is printed" print_file told "$T/letter.txt" text/plain 'ATTR keyword media iso_a4_210x297mm'

head -c 5000 "$app" >"$T/wrong.bin"
ok "what is said to be in the machine's language and is not" eval '! send_file office "$T/wrong.bin" application/vnd.canon-ufr2lt'
like "is refused" "$(cat "$T/reply")" 'client-error-document-format-not-supported'
ok "a queue that is not told what is loaded asks nothing" eval 'add_queue other "socket://127.0.0.1:$printer_port" &&
    print_file other "$T/letter.txt" text/plain "ATTR keyword media na_letter_8.5x11in"'
done_testing
