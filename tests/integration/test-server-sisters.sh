#!/bin/sh
# test-server-sisters.sh - queues for sisters of each class put out the page that the machine this
# is made for does, each in its own coding, and a turned page is the page again.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/../corpus/pdf-writer.sh"
need canon-printer-app virtual-printer make-raster ipptool gs

start_printer vp --speed 0 || exit 1
start_server || exit 1
n=0

queues=' '
# print_on MODEL FILE FORMAT: on a queue of that model
print_on() {
    model=$1
    case $queues in
    *" $model "*) ;;
    *) add_queue "$model" "socket://127.0.0.1:$printer_port" "$model" || return 1
        queues="$queues$model " ;;
    esac
    print_file "$model" "$2" "$3" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
}
crc() { crc_of "$(page_file vp "$1" 1)"; }

is "the command drivers lists all rows" "$(on_server drivers | grep -c '^canon_')" \
    "$(cat "$(dirname "$0")/../../driver/models.def" "$(dirname "$0")/../../driver/models-ufr2.def" | grep -c '^MODEL(.*"canon_')"

"$make_raster" -s a4 >"$T/a4.pwg"
ok "a page is printed on an iR1020" print_on canon_ir1020_ufr2lt "$T/a4.pwg" image/pwg-raster
first=$(crc $n)
for model in canon_ir3025_ufr2 canon_lbp6670_ufr2 canon_mf4010_ufr2lt canon_ir2318_ufr2lt canon_ir2018_ufr2lt; do
    ok "it is on $model" print_on $model "$T/a4.pwg" image/pwg-raster
    is "$model has the same dots" "$(crc $n)" "$first"
done
ok "it is on an MF3010, 400 dpi down the page" print_on canon_mf3010_ufr2lt "$T/a4.pwg" image/pwg-raster
ipptool -tv "$(uri_of canon_mf3010_ufr2lt)" get-printer-attributes.test >"$T/attributes" 2>&1
offered() { sed -n "s/^ *$1 ([^)]*) = //p" "$T/attributes"; }
is "which has one source" "$(offered media-source-supported)" auto
is "with paper in it" "$(offered media-ready)" iso_a4_210x297mm
is "and one side" "$(offered sides-supported)" one-sided
is "two rows for three" "$(head -n 2 "$(page_file vp $n 1)" | tail -n 1)" '4992 4676'

# The picture is the bitmap as it was sent: turned clockwise, the sheet has 6300 rows.
turned_dot() { dot "$(page_file vp $n 1)" $((6299 - $2)) "$1"; }
pdf_begin "$T/executive.pdf"
pdf_page 10 '/MediaBox [0 0 522 756]' <<END
0 g 36 600 200 100 re f 300 40 100 300 re f
END
pdf_end
ok "a page of Executive is printed on an iR1020" print_on canon_ir1020_ufr2lt "$T/executive.pdf" application/pdf
upright=$n
ok "it is on an iR2018, which gets it turned" print_on canon_ir2018_ufr2lt "$T/executive.pdf" application/pdf
like "as Executive" "$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")" 'na_executive'
like "turned" "$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")" '"orientation": 1'
for dot in '400 600' '1900 1200' '3000 4000' '3300 5900' '2000 3000'; do
    is "dot $dot is the same" "$(turned_dot $dot)" "$(dot "$(page_file vp $upright 1)" $dot)"
done
is "one of them is black" "$(turned_dot 400 600)" 1
done_testing
