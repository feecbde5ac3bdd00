#!/bin/bash
# test-virtual-printer-languages.sh - the virtual printer speaks the languages it is told to, and
# throws away the others as the machine does.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
need virtual-printer ufr2lt make-raster
cd "$T" || exit 1

"$make_raster" -n 2 >two.pwg
for language in ufr2lt pcl5e pclxl; do
    model=generic_$language
    [ $language != ufr2lt ] || model=canon_ir1020_ufr2lt
    "$build/ufr2lt" encode -m $model two.pwg >$language.prn
done
cat ufr2lt.prn pcl5e.prn pclxl.prn ufr2lt.prn >all.prn

# --- saved streams, whatever they are in
"$vprinter" --decode all.prn --output saved >out 2>&1
is "a file of jobs in three languages is decoded" $? 0
is "into one job for each" "$(jobs_in saved | tr '\n' ' ')" 'job-0001 job-0002 job-0003 job-0004 '
for job in 1 2 3 4; do is "job $job has both pages" "$(pages saved $job)" 2; done
like "the ticket tells the language" "$(cat saved/job-0002/ticket.json)" '"language": "pcl5e"'
like "in the words of IPP" "$(cat saved/job-0003/ticket.json)" '"size": "iso_a4_210x297mm"'
same_squares() { # the pattern of make-raster, in each page
    for page in saved/job-000[1-4]/page-002.pbm; do
        [ "$(dot "$page" 531 531)$(dot "$page" 767 531)$(dot "$page" 1003 531)" = 110 ] || return 1
    done
}
ok "the pages show the same" same_squares
head -c $(($(stat -c %s pclxl.prn) - 3000)) pclxl.prn >cut.prn
"$vprinter" --decode cut.prn --output cut >out 2>&1
is "a stream that breaks off is damaged" "$?$(jobs_in cut)" 1job-0001.broken
printf '\033E\033*t600R\033&l26A\033*r1A\033*b2W\377\377\033*rC\f\033E' >raw.prn
"$vprinter" --decode raw.prn --output raw >out 2>&1
is "a job in PCL that has no PJL ends with its bytes" "$?$(jobs_in raw)" 0job-0001

# --- on the port
run_printer live --languages pcl5e
send all.prn
event "a machine with PCL 5e alone prints that" '"event": "job-complete", "job": 1, "pages": 2'
event "and drops the others" '"event": "dropped", "language": "ufr2lt"' 2
event "each in its language" '"event": "dropped", "language": "pclxl"'
wait_until 20 test -e live/job-0001
is "it keeps nothing of them" "$(jobs_in live)" job-0001
# all but the UEL behind @PJL EOJ, which may be the next job's
is "what it has is what was sent" "$(head -c -9 pcl5e.prn | cmp - live/job-0001/stream.prn && echo same)" same
printf '\033%%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE = POSTSCRIPT\r\n%%!PS\nshowpage\n@PJL INFO ID\n\033%%-12345X@PJL EOJ\r\n\033%%-12345X' >ps.prn
cat ps.prn pcl5e.prn >mixed.prn
send mixed.prn
event "a language that nobody knows is dropped up to its end" '"event": "dropped", "language": ""'
event "and the next job printed" '"event": "job-complete", "job": 2, "pages": 2'
printf '\033%%-12345X@PJL INFO ID\r\n\033%%-12345X' >question
exec 3<>"/dev/tcp/127.0.0.1/$raw_port"
cat question pcl5e.prn >&3
IFS= read -r -t 10 line <&3
IFS= read -r -t 10 line2 <&3
IFS= read -r -n 1 -t 10 feed <&3
exec 3>&-
like "a question before a job is answered" "$line$line2$feed" 'iR1020/1024/1025'
event "and is no part of it" '"event": "job-complete", "job": 3, "pages": 2'
is "the language is told by SNMP" "$(snmp $printer_mib.15.1.1.5.1.1) $(snmp $printer_mib.15.1.1.2.1.1)" "PCL 5e 3"
is "and no other" "$(snmp $printer_mib.15.1.1.2.1.2)" 0
head -c 300 pcl5e.prn >begun.prn
send begun.prn
event "a job that breaks off is broken" '"event": "job-broken", "job": 4'
end_printer

run_printer three --languages ufr2lt,pcl5e,pclxl --id 'Maker 9' --description 'Maker Laser 9'
send all.prn
event "a machine with all of them prints all" '"event": "job-complete"' 4
is "and names them" "$(for n in 1 2 3; do snmp $printer_mib.15.1.1.2.1.$n; done | tr '\n' ' ')" '1 3 47 '
is "under the name it was given" "$(snmp 1.3.6.1.2.1.25.3.2.1.3.1)" 'Maker Laser 9'
end_printer
not_ok "a language that is none is refused" "$vprinter" --listen 127.0.0.1:0 --output x --languages postscript
done_testing
