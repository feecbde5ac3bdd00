#!/bin/bash
# test-virtual-printer.sh - the virtual printer as a sender, a script and a manager see it.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
need virtual-printer ufr2lt make-raster
tool=$build/ufr2lt
cd "$T" || exit 1

"$make_raster" -n 3 >three.pwg
"$tool" encode -t 'Three pages' -u anna three.pwg >three.prn
"$make_raster" >one.pwg
"$tool" encode -t One -u bob one.pwg >one.prn
one=$(stat -c %s one.prn) three=$(stat -c %s three.prn)

ok "--help ends well" "$vprinter" --help
for option in --listen --output --snmp --lpd --speed --model --fault --control --decode \
    --pictures --community --scenario --tray --toner --life --warmup --sleep --wake --sleep-mode; do
    like "the help tells $option" "$("$vprinter" --help)" "^  $option\|virtual-printer $option"
done
"$vprinter" --output x >out 2>&1
is "without an address it ends with 2" $? 2
"$vprinter" --listen 127.0.0.1:0 >out 2>&1
is "without a folder it ends with 2" $? 2
"$vprinter" --listen 127.0.0.1:0 --output x --fault hunger >out 2>&1
is "an unknown fault ends with 2" $? 2
like "and the faults there are" "$(cat out)" paper-out
"$vprinter" --listen 127.0.0.1:0 --output x --model none >out 2>&1
is "an unknown model ends with 2" $? 2
"$vprinter" --listen nowhere --output x >out 2>&1
is "an address that is none ends with 1" $? 1
"$vprinter" --listen 127.0.0.1:0 --output /proc/none >out 2>&1
is "a folder that cannot be made ends with 1" $? 1

# --- a saved stream
ok "a saved stream is decoded" "$vprinter" --decode three.prn --output saved
is "into a folder for the job" "$(ls saved/job-0001 | tr '\n' ' ')" \
    'page-001.pbm page-001.png page-002.pbm page-002.png page-003.pbm page-003.png stream.prn ticket.json '
ok "with the stream" cmp three.prn saved/job-0001/stream.prn
like "and the ticket" "$(cat saved/job-0001/ticket.json)" '"title": "Three pages"'
"$tool" decode -o tool three.prn >tool.json
ok "and the ticket the tool tells" cmp tool.json saved/job-0001/ticket.json
ok "and the same bitmaps" cmp tool-p2.pbm saved/job-0001/page-002.pbm
is "and a PNG as large as the paper, 1 bit gray" \
    "$(od -An -tx1 -N 26 saved/job-0001/page-001.png | tr -d ' \n')" \
    89504e470d0a1a0a0000000d494844520000136100001b680100
is "of 600 dpi" "$(grep -a -c pHYs saved/job-0001/page-001.png)" 1
if command -v pngtopnm >/dev/null 2>&1; then
    # the sheet has 4961 of the page's 4992 dots
    pngtopnm saved/job-0001/page-001.png >png.pbm 2>/dev/null
    is "with the dots of the bitmap" "$(dot png.pbm 248 3500)$(dot png.pbm 225 3500)" 10
fi
head -c $((three - 500)) three.prn >cut.prn
"$vprinter" --decode cut.prn --output saved >out 2>&1
is "a stream that breaks off ends with 1" $? 1
is "and is kept apart" "$(ls -A saved | tr '\n' ' ')" 'job-0001 job-0002.broken '
like "with the reason" "$(cat saved/job-0002.broken/ticket.json)" 'ends inside'
like "and is not complete" "$(cat saved/job-0002.broken/ticket.json)" '"complete": false'
not_ok "nothing of it is on paper" test -e saved/paper.log
ok "and the pages that were" cmp saved/job-0001/page-002.pbm saved/job-0002.broken/page-002.pbm
"$vprinter" --decode /dev/null --output saved >out 2>&1
is "an empty file ends with 1" $? 1
"$vprinter" --decode none.prn --output saved >out 2>&1
is "a file that is not there ends with 1" $? 1

# --- two-sided
"$tool" encode -o sides=two-sided-short-edge three.pwg >short.prn
"$tool" encode -o sides=two-sided-long-edge three.pwg >long.prn
"$vprinter" --decode short.prn --output short >out 2>&1
"$vprinter" --decode long.prn --output long >out 2>&1
ok "the bitmap of a back side is as it was sent" cmp short/job-0001/page-002.pbm tool-p2.pbm
ok "a back side bound at the long edge is shown upright" \
    cmp long/job-0001/page-002.png saved/job-0001/page-002.png
not_ok "one bound at the short edge is shown upside down" \
    cmp short/job-0001/page-002.png saved/job-0001/page-002.png
ok "its front is not" cmp short/job-0001/page-003.png saved/job-0001/page-003.png

# --- the port
run_printer live
send one.prn
event "a job that was sent is complete" '"event": "job-complete", "job": 1, "pages": 1'
like "its line tells where it is" "$(grep job-complete "$log")" '"path": ".*/live/job-0001"'
ok "its bytes are as they were sent" cmp one.prn live/job-0001/stream.prn
is "nothing else is in the folder" "$(jobs_in live)" job-0001
is "its page is on paper" "$(paper live)" "1 1 1 whole $(crc_of live/job-0001/page-001.pbm) job-0001/page-001.pbm"
cat one.prn three.prn >both.prn
send both.prn
event "jobs may follow one another in a connection" '"event": "job-complete"' 3
ok "each with its own bytes" cmp three.prn live/job-0003/stream.prn
printf 'hello\n' >text
send text
event "what is no job is taken and kept apart" '"event": "job-broken", "job": 4'
exec 3<>"/dev/tcp/127.0.0.1/$raw_port"
printf '\033%%-12345X@PJL INFO ID\r\n' >&3
IFS= read -r -t 10 line <&3
IFS= read -r -t 10 line2 <&3
IFS= read -r -n 1 -t 10 feed <&3 # what is left unread resets the connection when it is closed
is "@PJL INFO ID is answered" "$(printf '%s' "$line$line2$feed" | tr -d '\r' | tr '\f' F)" \
    '@PJL INFO ID"iR1020/1024/1025"F'
printf '\033%%-12345X' >&3
cat one.prn >&3
printf '\033%%-12345X' >&3
exec 3<&- 3>&-
event "and a job may follow it" '"event": "job-complete", "job": 5'
ok "without the question in it" cmp one.prn live/job-0005/stream.prn

# --- LPD
printf 'Hhost\nPbob\nfdfA001host\n' >control
send_lpd() { # ORDER SIZE
    exec 3<>"/dev/tcp/127.0.0.1/$lpd_port"
    printf '\2any queue\n' >&3
    acknowledged=$(head -c 1 <&3 | od -An -tx1)
    for part in $1; do
        if [ "$part" = c ]; then
            printf '\2%d cfA001host\n' "$(stat -c %s control)" >&3
            acknowledged=$acknowledged$(head -c 1 <&3 | od -An -tx1)
            cat control >&3
            printf '\0' >&3
        else
            printf '\3%d dfA001host\n' "$2" >&3
            acknowledged=$acknowledged$(head -c 1 <&3 | od -An -tx1)
            cat one.prn >&3
            [ "$2" -eq 0 ] && break
            printf '\0' >&3
        fi
        acknowledged=$acknowledged$(head -c 1 <&3 | od -An -tx1)
    done
    exec 3<&- 3>&-
}
send_lpd 'c d' "$one"
is "LPD is acknowledged, the control file first" "$acknowledged" ' 00 00 00 00 00'
event "and its job is complete" '"event": "job-complete", "job": 6'
send_lpd 'd c' "$one"
is "or the data file first" "$acknowledged" ' 00 00 00 00 00'
event "with the same result" '"event": "job-complete", "job": 7'
send_lpd 'c d' 0
event "a data file without a size ends with the connection" '"event": "job-complete", "job": 8'
ok "its bytes are as they were sent" cmp one.prn live/job-0008/stream.prn
exec 3<>"/dev/tcp/127.0.0.1/$lpd_port"
printf '\4any queue\n' >&3
like "the state of the queue is told" "$(timeout 10 cat <&3)" ready
exec 3<&- 3>&-

# --- SNMP
like "SNMP tells the model" "$(ask_snmp a0 $descr)" "$(printf 'Canon iR1024 /P' | od -An -tx1 | tr -d ' \n')\$"
like "the next after system is the description too" "$(ask_snmp a1 2b06010201)" 43616e6f6e
like "a value that is not there fails the question" "$(ask_snmp a0 2b0601020163)" '0201050201020201'
is "version 2 gets no answer" "$(snmp_wait=1 ask_snmp a0 $descr 1)" ''
is "all is well" "$(error_bits)" 00
end_printer
is "SIGTERM ends it with 0" $printer_status 0

run_printer live
send one.prn
event "numbers go on where another run left off" '"event": "job-complete", "job": 9'
exec 3>"/dev/tcp/127.0.0.1/$raw_port"
head -c 3000 one.prn >&3
event "a job has begun" '"event": "job-start", "job": 10'
is "it has no name yet" "$(ls -A live | grep 10)" .job-0010.part
end_printer
exec 3>&-
is "ended in the middle of a job it ends with 0" $printer_status 0
is "and leaves nothing half-written" "$(jobs_in live | grep '\.')" "job-0004.broken
job-0010.broken"

# --- faults
run_printer close --fault close:10000,times=1
send one.prn
event "a connection can be closed" '"event": "job-broken", "job": 1'
is "at the byte that was said" "$(stat -c %s close/job-0001.broken/stream.prn)" 10000
send one.prn
event "once, if that was said" '"event": "job-complete", "job": 2'
end_printer

run_printer power --fault power-loss:12345
send one.prn
event "power can be lost" '"event": "job-broken", "job": 1'
is "at the byte that was said" "$(stat -c %s power/job-0001.broken/stream.prn)" 12345
ok "then it is off" wait_until 10 refused
is "for SNMP too" "$(snmp_wait=1 ask_snmp a0 $descr)" ''
kill -HUP "$printer_pid"
event "SIGHUP puts all right" '"event": "faults", "number": 0'
ok "on the same port" wait_until 10 taken_again
send one.prn
event "and jobs are printed" '"event": "job-complete"'
end_printer

printf 'stall:4096 # at once\n' >faults
run_printer stall --control faults
send one.prn &
event "it can take no more data" '"fault": "stall"'
like "from the job it has begun" "$(ls -A stall)" .job-0001.part
: >faults.new
mv faults.new faults
event "until the control file says so" '"event": "job-complete", "job": 1'
ok "nothing is lost" cmp one.prn stall/job-0001/stream.prn
printf 'nonsense\n' >faults.new
mv faults.new faults
event "a wrong control file is told" '"event": "control-error"'
printf 'refuse\n' >faults.new
mv faults.new faults
event "it can refuse" '"fault": "refuse"'
ok "connections" wait_until 10 refused
: >faults.new
mv faults.new faults
event "until that is taken back" '"event": "faults", "number": 0' 2
ok "then it takes them" wait_until 10 taken_again
end_printer

run_printer paper --fault paper-out:2
send three.prn &
event "the tray can be empty" '"fault": "paper-out"'
event "after the pages that were said" '"event": "page"' 2
is "the third is not printed" "$(grep -c '"event": "page",' "$log")" 2
is "SNMP says no paper" "$(error_bits)" 40
kill -HUP "$printer_pid"
event "with new paper the job is completed" '"event": "job-complete", "job": 1, "pages": 3'
is "and SNMP says that all is well" "$(error_bits)" 00
end_printer

run_printer jams --fault jam:1,for=0.2 --fault toner-low
send three.prn
event "a jam that lasts a while is over by itself" '"event": "job-complete"'
is "it comes again and again" "$(grep -c '"event": "fault-end", "fault": "jam"' "$log")" 2
is "low toner only shows" "$(error_bits)" 20
end_printer

run_printer slow --fault slow:400000
send one.prn
event "a slow machine prints all the same" '"event": "job-complete"'
ok "every byte" cmp one.prn slow/job-0001/stream.prn
end_printer

# 100 pages a minute: what comes after the second page waits for the first to come out
run_printer speed --speed 100 --buffer 1
send three.prn
event "a job longer than the buffer is printed" '"event": "job-complete"'
first_out=$(grep -n '"event": "page-printed"' "$log" | head -n 1 | cut -d: -f1)
third_in=$(grep -n '"page": 3' "$log" | cut -d: -f1)
[ "${first_out:-9999}" -lt "${third_in:-0}" ]
result $? "the third page is read only when the first is out"
end_printer

"$vprinter" --listen '[::1]:0' --output six >six.log 2>&1 &
printer_pid=$!
if wait_until 10 grep -q 'listening on \[::1\]' six.log; then
    result 0 "it listens on IPv6 as well"
else
    grep -q 'Cannot assign\|not supported' six.log && skip_six=1
    [ -n "${skip_six:-}" ] && { test_count=$((test_count + 1)); echo "ok $test_count # SKIP no IPv6 here"; }
    [ -n "${skip_six:-}" ] || result 1 "it listens on IPv6 as well"
fi
kill "$printer_pid" 2>/dev/null
wait "$printer_pid" 2>/dev/null
done_testing
