#!/bin/bash
# test-documents-crash.sh - the server is killed at random moments while PDFs are accepted, made
# into pages and printed: each page that was accepted is on paper exactly once, or the job's
# message admits what came twice.
# Each page has a row of black squares that says in binary which page of which document it is.
# KILLS=N and SEED=N choose how often, and when; a run is repeated with the seed it prints.
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # variables of lib.sh
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer storm ipptool gs

kills=${KILLS:-25}
seed=${SEED:-$((0x$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')))}
diag "SEED=$seed KILLS=$kills"
RANDOM=$seed

# ---- documents

# make_pdf NUMBER PAGES: on A4; a square of 12 points for each bit of NUMBER * 16 + page, the
# highest first, 18 points from one to the next, from 40 points of the left and 300 of the bottom.
# Below them is a gray ramp: bytes for the machine and work for the renderer.
make_pdf() {
    awk -v number="$1" -v pages="$2" '
        function put(text) { printf "%s", text; at += length(text) }
        function object(text) { place[++n] = at; put(n " 0 obj\n" text "\nendobj\n") }
        function content(code,    bit, i, text) {
            for (i = 15; i >= 0; i--) {
                bit = int(code / 2 ^ i) % 2
                if (bit) text = text (40 + 18 * (15 - i)) " 300 12 12 re f\n"
            }
            for (i = 0; i < 180; i++)
                text = text sprintf("%.3f g %d 20 2 250 re f\n", 0.2 + i / 240, 30 + 2 * i)
            return text
        }
        BEGIN {
            put("%PDF-1.4\n")
            for (p = 1; p <= pages; p++) kids = kids (p * 2 + 1) " 0 R "
            object("<< /Type /Catalog /Pages 2 0 R >>")
            object("<< /Type /Pages /Count " pages " /Kids [" kids "] >>")
            for (p = 1; p <= pages; p++) {
                text = content(number * 16 + p)
                object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " \
                    (p * 2 + 2) " 0 R >>")
                object("<< /Length " length(text) " >>\nstream\n" text "endstream")
            }
            start = at
            printf "xref\n0 %d\n0000000000 65535 f \n", n + 1
            for (i = 1; i <= n; i++) printf "%010d 00000 n \n", place[i]
            printf "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", n + 1, start
        }'
}
# code_of PBM: the number in the squares of a page at 600 dpi: their middles are at 46 points of
# the left and 306 of the bottom, which is line 4466 of 7016
code_of() {
    local width stride lead
    width=$(head -c 64 "$1" | tr '\n' ' ' | cut -d ' ' -f 2)
    stride=$(((width + 7) / 8))
    lead=$(head -n 2 "$1" | wc -c)
    od -An -v -tu1 -w"$stride" -j $((lead + 4466 * stride)) -N $stride "$1" | awk '{
        for (i = 0; i < 16; i++) {
            dot = int((46 + 18 * i) * 600 / 72)
            code = code * 2 + int($(int(dot / 8) + 1) / 2 ^ (7 - dot % 8)) % 2
        }
        print code }'
}

# read_pages: what is on the pages that came since the last time, into $T/crcs, "FILE PAGE CRC",
# for each that differs from all before; their pictures go, they are large
read_pages() {
    local number page crc name file code
    paper vp | awk '$4 == "whole" { print $1, $2, $5, $6 }' | while read -r number page crc name; do
        # a job that broke off has another folder, one that is still coming, too; it may get
        # its name just now, so the picture gets one of ours, or is read the next time
        for file in "$T/vp/$name" "$T/vp/${name%%/*}.broken/${name#*/}" \
            "$T/vp/.${name%%/*}.part/${name#*/}" ''; do
            ! ln -f "$file" "$T/page.pbm" 2>/dev/null || break
        done
        [ -n "$file" ] || continue
        if ! grep -q " $crc\$" "$T/crcs"; then
            code=$(code_of "$T/page.pbm")
            printf 'doc-%04d.pdf %d %s\n' $((code / 16)) $((code % 16)) "$crc" >>"$T/crcs"
        fi
        rm -f "$file"
    done
}

: >"$T/crcs"
: >"$T/sent"
: >"$T/made"
next=1
# feed N: N more documents, of one to four pages, from three clients at once; some on both sides,
# some in two copies
feed() {
    local n file wishes wish files=''
    wishes=(copies=1 copies=1 copies=2 sides=two-sided-long-edge)
    wish=${wishes[RANDOM % 4]}
    for n in $(seq 1 "$1"); do
        file=$(printf 'doc-%04d.pdf' $next)
        pages=$((1 + RANDOM % 4))
        make_pdf $next $pages >"$T/$file"
        echo "$file $pages" >>"$T/made"
        [ $wish != copies=2 ] || echo "$file 2" >>"$T/copies"
        files="$files $T/$file"
        next=$((next + 1))
    done
    # shellcheck disable=SC2086 # names without spaces
    "$storm" -c 3 -n "$1" -f application/pdf -o $wish "127.0.0.1:$server_port/ipp/print/office" \
        $files >>"$T/sent" 2>&1 &
    sender=$!
}
moment() { sleep "0.0$(printf %02d $((RANDOM % ${1:-100})))"; }

# ---- the kills

# a page takes the machine a moment, so that many a kill falls in the middle of one
free_port
snmp_port=$port
start_printer vp --snmp "127.0.0.1:$snmp_port" --fault slow:3000000 --pictures pbm || exit 1
start_server max-history=2000 || exit 1
add_queue office "socket://127.0.0.1:$printer_port/?snmp-port=$snmp_port" || exit 1

restarted=0
making() { find "$T/spool-$server_port" -name 'pages-*.part' | grep -q .; }
for kill in $(seq 1 "$kills"); do
    missing=$((6 - $(active office)))
    case $((RANDOM % 4)) in
    0) # most likely while documents come in
        [ $missing -lt 3 ] || feed 3
        moment
        ;;
    1) # most likely while the first pages are made
        [ $missing -lt 3 ] || feed 3
        [ -z "${sender:-}" ] || wait "$sender"
        wait_until 1 making
        moment
        ;;
    *) # in the middle of the queue
        [ $missing -lt 3 ] || feed $missing
        [ -z "${sender:-}" ] || wait "$sender"
        wait_until 20 has_sides vp $(($(sides_out vp) + 1 + RANDOM % 3))
        moment 60
        ;;
    esac
    crash
    [ -z "${sender:-}" ] || wait "$sender"
    sender=
    start_server max-history=2000 && restarted=$((restarted + 1))
    read_pages
done
is "the server starts again after each of $kills kills" $restarted "$kills"
ok "all jobs end" wait_until 90 idle office
accepted=$(grep -c '^job [0-9]* successful' "$T/sent")
diag "$accepted of $((next - 1)) documents were accepted"
[ "$accepted" -ge 5 ]
result $? "senders were told of many documents that they are accepted"
jobs_of office all >"$T/ended"
is "none of them is forgotten" "$(forgotten)" ''
is "none was aborted" "$(cut -f2 "$T/ended" | grep -v completed | sort | uniq -c)" ''

# ---- what is on paper

# what the machine has got comes out without us
printed_all() {
    read_pages
    # pages that were sent and did not come
    awk 'NR == FNR { came[$1, $2] = 1; print; next }
        { for (p = 1; p <= $2; p++) if (!(($1, p) in came)) print $1, p, "missing" }' \
        "$T/crcs" "$T/made" | sort -k1,1 -k2,2n >"$T/crcs.all"
    cp "$T/crcs" "$T/crcs.read"
    cp "$T/crcs.all" "$T/crcs"
    unexplained vp "$T/sent" office >"$T/wrong"
    cp "$T/crcs.read" "$T/crcs"
    ! grep -q ' 0 times' "$T/wrong"
}
ok "each page of each is on paper" wait_until 30 printed_all
diag "$(wc -l <"$T/halves") half pages, $(wc -l <"$T/doubles") pages twice"
[ ! -s "$T/wrong" ] || diag "$(head -n 20 "$T/wrong")"
is "no page is lost" "$(grep -c ' 0 times' "$T/wrong")" 0
is "none came twice without the job saying so" "$(grep -c ' [1-9][0-9]* times' "$T/wrong")" 0
is "nor in half" "$(grep -c '^half' "$T/wrong")" 0
is "and nothing came that nobody sent" "$(grep -c '^a page' "$T/wrong")" 0
unknown=$(awk 'NR == FNR { pages[$1] = $2; next } !($1 in pages) || $2 < 1 || $2 > pages[$1]' \
    "$T/made" "$T/crcs")
is "each page tells which it is" "$unknown" ''
is "a page that is made again comes out the same" "$(cut -d ' ' -f 1,2 "$T/crcs" | sort | uniq -d)" ''
is "nothing is left in the spool" \
    "$(find "$T/spool-$server_port" -name 'doc-*' -o -name 'pages-*' -o -name 'in-*' | wc -l)" 0
stop "$server_pid"
done_testing
