#!/bin/bash
# test-virtual-printer-engine.sh - what the virtual printer puts on paper and what it tells of
# itself: jams, trays, toner, power loss, sleep, scenarios.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
need virtual-printer ufr2lt make-raster
tool=$build/ufr2lt
cd "$T" || exit 1

"$make_raster" -s a5 -n 3 >three.pwg
"$tool" encode -t Three -o media=iso_a5_148x210mm -o media-source=auto three.pwg >three.prn
"$make_raster" -s a5 >one.pwg
"$tool" encode -t One one.pwg >one.prn
"$tool" encode -o copies=4 one.pwg >four.prn
"$tool" encode -o media-source=by-pass-tray one.pwg >bypass.prn
"$make_raster" -n 3 >a4.pwg
"$tool" encode -o sides=two-sided-long-edge a4.pwg >duplex.prn
head -c $(($(stat -c %s three.prn) - 500)) three.prn >cut.prn
one=$(stat -c %s one.prn)

# whole FOLDER JOB PAGE [COPIES]: its line in paper.log
whole() {
    file=$1/job-$(printf %04d "$2")/page-$(printf %03d "$3").pbm
    echo "$2 $3 ${4:-1} whole $(crc_of "$file") ${file#*/}"
}

# --- paper
run_printer paper
send three.prn
event "a job is printed" job-complete
is "each side is on paper, in order" "$(paper paper)" "$(for n in 1 2 3; do whole paper 1 $n; done)"
paper paper >three.log
send four.prn
event "copies are printed" job-complete 2
is "and counted" "$(paper paper | tail -n 1)" "$(whole paper 2 1 4)"
is "by the machine too" "$(snmp $life)" 7
send cut.prn
event "a job breaks off" job-broken
is "its whole pages are printed, the next one in half" "$(paper paper | tail -n 3 | cut -d' ' -f1-4)" \
    $'3 1 1 whole\n3 2 1 whole\n3 3 1 half'
is "as it looks then" "$(paper paper | tail -n 1 | cut -d' ' -f5,6)" \
    "$(crc_of paper/job-0003.broken/half-003.pbm) job-0003/half-003.pbm"
is "on a whole sheet" "$(stat -c %s paper/job-0003.broken/half-003.pbm)" \
    "$(stat -c %s paper/job-0001/page-003.pbm)"
end_printer
run_printer paper
send one.prn
event "another run goes on" '"event": "job-complete", "job": 4'
is "with the same record" "$(sides_out paper)" 8
end_printer

run_printer none --pictures none
send three.prn
event "pictures can be left out" job-complete
is "no page is kept" "$(ls none/job-0001 | tr '\n' ' ')" 'stream.prn ticket.json '
ok "the record is the same" cmp three.log none/paper.log
send cut.prn
event "half pages too" job-broken
is "have a line" "$(paper none | tail -n 1 | cut -d' ' -f4,5)" "half $(crc_of paper/job-0003.broken/half-003.pbm)"
end_printer
run_printer pbm --pictures pbm
send one.prn
event "or bitmaps alone are kept" job-complete
is "without PNG" "$(ls pbm/job-0001 | tr '\n' ' ')" 'page-001.pbm stream.prn ticket.json '
descriptors() { ls "/proc/$printer_pid/fd" | wc -l; }
before=$(descriptors)
for n in $(seq 1 40); do send one.prn; done
event "many jobs follow one another" job-complete 41
is "each on paper" "$(sides_out pbm)" 41
gave_back() { [ "$(descriptors)" -eq "$before" ]; }
ok "no descriptor is kept" wait_until 10 gave_back
end_printer
"$vprinter" --listen 127.0.0.1:0 --output x --pictures some >out 2>&1
is "other pictures end with 2" $? 2

# --- power loss
printf 'after job 1: power-loss for=0.2\non job 2: speed 0\n' >scenario
run_printer waiting --speed 1 --scenario scenario
send three.prn
event "a job is read before it is printed" '"event": "job-complete"'
event "power loss loses the pages that wait" '"event": "page-lost"' 3
is "none is on paper" "$(sides_out waiting)" 0
event "the power comes back" power-on
wait_until 10 taken_again
send one.prn
event "and the next job is printed" '"event": "page-printed"'
is "alone" "$(paper waiting)" "$(whole waiting 2 1)"
end_printer

run_printer pages --fault power-loss-page:2,for=0.2,times=1 --life 1000
up=1.3.6.1.2.1.1.3.0
up_for() { [ "$(snmp $up)" -ge 200 ]; }
wait_until 20 up_for
before=$(snmp $up)
send three.prn
event "power can be lost at the end of a page" job-broken
is "that page is on paper, the next one is not" "$(paper pages | cut -d' ' -f1-4)" $'1 1 1 whole\n1 2 1 whole'
event "it comes back" power-on
[ "$(snmp $up)" -lt "$before" ]
result $? "its time begins again"
is "its counter does not" "$(snmp $life)" 1002
is "but the one since it was switched on" "$(snmp $printer_mib.10.2.1.5.1.1)" 0
wait_until 10 taken_again
send three.prn
event "once, if that was said" job-complete
end_printer

"$vprinter" --listen 127.0.0.1:0 --output x --fault power-loss-page >out 2>&1
is "power loss at a page needs the page" $? 2
run_printer ended --speed 1
send one.prn
event "a page waits" job-complete
end_printer
event "the end of the printer loses it" '"event": "page-lost", "side": "job-0001/page-001.pbm"'

run_printer broken --speed 6000
send cut.prn
ok "what a broken job has brought is printed at any speed" wait_until 20 has_sides broken 3
is "half of it at most" "$(paper broken | cut -d' ' -f2-4)" $'1 1 whole\n2 1 whole\n3 1 half'
end_printer

# --- what stops the engine
printf 'on page 2: jam\n' >scenario
run_printer jam --speed 6000 --scenario scenario
is "an idle machine is idle" "$(snmp $printer_state) $(snmp $device_state)" '3 2'
like "and ready" "$(snmp $panel)" Ready
send three.prn &
event "a page can jam" '"fault": "jam"'
is "those before it are on paper" "$(sides_out jam)" 1
is "SNMP says jammed" "$(error_bits)" 04
is "and down" "$(snmp $printer_state) $(snmp $device_state)" '1 5'
like "the panel too" "$(snmp $panel)" jam
kill -HUP "$printer_pid"
ok "then the others come out" wait_until 20 has_sides jam 3
is "each once" "$(paper jam | cut -d' ' -f2 | tr '\n' ' ')" '1 2 3 '
ok "and it is idle" wait_until 10 snmp_is $printer_state 3
end_printer

printf 'after job 1: door\n' >scenario
run_printer door --speed 1 --scenario scenario --control faults
send three.prn
event "the cover can be opened while pages wait" '"fault": "door"'
is "SNMP says so" "$(error_bits) $(snmp $printer_mib.6.1.1.3.1.1)" '08 3'
control 'speed 0'
ok "closed, all is printed" wait_until 20 has_sides door 3
is "and said" "$(error_bits) $(snmp $printer_mib.6.1.1.3.1.1)" '00 4'
end_printer

rm -f faults
run_printer trays --tray 1:2 --control faults
level=$printer_mib.8.2.1.10.1
is "a tray has the sheets that were said" "$(snmp $level.1)" 2
is "low paper shows" "$(error_bits)" 80
is "the other tray is not counted" "$(snmp $level.2)" -3
send three.prn &
ok "an empty tray shows" wait_until 20 error_bits_are 40
is "the last page waits" "$(sides_out trays)" 2
is "the tray is empty" "$(snmp $level.1) $(snmp $printer_mib.8.2.1.11.1.1)" '0 9'
is "the machine is down" "$(snmp $printer_state)" 1
control 'tray 1 100'
ok "with paper it is printed" wait_until 20 has_sides trays 3
is "on one sheet of it" "$(snmp $level.1)" 99
send duplex.prn
event "two sides" job-complete 2
is "take one sheet" "$(snmp $level.1)" 97
send four.prn
event "copies" job-complete 3
is "a sheet each" "$(snmp $level.1)" 93
control 'tray 2 0'
ok "an empty bypass" wait_until 20 snmp_is $level.2 0
is "is nothing wrong" "$(error_bits)" 00
send bypass.prn &
ok "until a job wants it" wait_until 20 error_bits_are 40
control 'tray 2 1'
event "and gets it" job-complete 4
is "trays have names" "$(snmp $printer_mib.8.2.1.13.1.1), $(snmp $printer_mib.8.2.1.13.1.2)" 'Drawer 1, Stack bypass'
is "room" "$(snmp $printer_mib.8.2.1.9.1.1) $(snmp $printer_mib.8.2.1.9.1.2)" '500 100'
is "which tell no size" "$(snmp $printer_mib.8.2.1.4.1.1) $(snmp $printer_mib.8.2.1.5.1.1)" '-2 -2'
control 'paper a4'
ok "until they are to" wait_until 20 snmp_is $printer_mib.8.2.1.4.1.1 297000
is "and paper in them" "$(snmp $printer_mib.8.2.1.12.1.1) $(snmp $printer_mib.8.2.1.4.1.1) $(snmp $printer_mib.8.2.1.5.1.1)" \
    'A4 297000 210000'
control 'tray 3 1'
event "there is no third" control-error
end_printer

rm -f faults
toner=$printer_mib.11.1.1
run_printer toner --toner 15 --control faults
is "toner has a name, a scale and a level" "$(snmp $toner.6.1.1) $(snmp $toner.8.1.1) $(snmp $toner.9.1.1)" \
    'Canon Black Toner 100 15'
is "15 percent are enough" "$(error_bits)" 00
control 'toner 10'
ok "10 are little" wait_until 20 error_bits_are 20
is "which is a warning" "$(snmp $printer_state) $(snmp $device_state)" '3 3'
control 'toner 0'
ok "0 are none" wait_until 20 error_bits_are 10
send one.prn &
ok "a job waits then" wait_until 20 snmp_is $printer_state 1
is "and is not printed" "$(sides_out toner)" 0
control 'toner 100'
event "until there is new toner" job-complete
is "serial number" "$(snmp $printer_mib.5.1.1.17.1)" VIRTUAL0001
is "and language are told" "$(snmp $printer_mib.15.1.1.5.1.1)" 'UFRII LT'
is "one missing object fails a whole question" \
    "$(ask_snmp a0 "$descr,2b0601020163" | grep -c '020105020102020102')" 1
end_printer

rm -f faults
run_printer cold --warmup 80000000 --community secret --control faults
is "another community gets no answer" "$(snmp_wait=1 snmp $printer_state)" ''
community=secret
is "a cold machine warms up" "$(snmp $printer_state) $(snmp $device_state)" '5 2'
send one.prn
event "it takes a job" job-complete
is "and does not print it yet" "$(sides_out cold)" 0
end_printer
community=public

# --- sleep
control 'sleep 50' 'wake 1000'
run_printer asleep --control faults
event "without work it falls asleep" '"event": "asleep"'
is "SNMP is silent then" "$(snmp_wait=1 snmp $printer_state)" ''
send one.prn
event "who connects wakes it" '"event": "waking"'
control 'sleep 0'
event "after a while it is awake" '"event": "awake"'
is "nothing was taken" "$(jobs_in asleep)" ''
wait_until 10 taken_again
send one.prn
event "then it prints" job-complete
is "and answers" "$(snmp $printer_state)" 3
end_printer
control 'wake 80000000' 'sleep 50'
run_printer waking --control faults
event "asleep" '"event": "asleep"'
send one.prn
event "on the way to be awake" '"event": "waking"'
ok "it refuses others" wait_until 10 refused
end_printer
run_printer silent --sleep 50 --wake 100 --sleep-mode silent
event "or connections wait" '"event": "asleep"'
send one.prn &
event "until it is awake" '"event": "awake"'
event "and are served" job-complete
ok "wholly" cmp one.prn silent/job-0001/stream.prn
end_printer

# --- scenarios
cat >scenario <<'END2'
# a bad day
on page 2: jam for=0.1
after page 3: toner 5
on job 2:  door, for=0.1
after 10ms: refuse for=0.1
on connection 3: close
on byte 999999999: power-loss
END2
run_printer day --scenario scenario
send three.prn
event "scenes are played" '"event": "scene", "number": 2'
is "in their order" "$(sed -n 's/.*"fault": "\(.*\)".*/\1/p; s/.*"scene", "number": \(.\).*/\1/p; s/.*\(page-printed\).*/\1/p' "$log" |
    tr '\n' ' ')" 'page-printed 1 jam jam page-printed page-printed 2 '
is "a setting takes effect" "$(error_bits)" 20
send one.prn
event "a job can be a cue" '"fault": "door"' 2
event "and time" '"fault": "refuse"' 2
wait_until 10 taken_again
event "and a connection" '"fault": "close"'
event "which is closed" '"why": "the machine closed the connection"'
is "each is played once" "$(grep -c '"event": "scene"' "$log")" 5
end_printer

printf 'on byte 12345: power-loss for=0.1\non page 2: close\nafter page 2: stall\nafter 1ms: clear\n' >scenario
run_printer bytes --scenario scenario
send one.prn
event "a byte can be a cue" power-on
is "to the byte" "$(stat -c %s bytes/job-0001.broken/stream.prn)" 12345
is "the page is not on paper" "$(sides_out bytes)" 0
event "it is lost" page-lost
wait_until 10 taken_again
send three.prn
event "at the beginning of a page the connection is closed" '"why": "the machine closed the connection"'
like "the page is half" "$(paper bytes | tail -n 1)" '^2 1 1 half'
send three.prn
event "a stall is over when all is clear" job-complete
end_printer
for line in 'on page: jam' 'on page 3 jam' 'on page 3: hunger' 'on page 3: jam:2' 'on page 3: power-loss-page:1' \
    'on sheet 3: jam' 'after 5: jam' 'on page 3:' 'on page 3: toner 101' 'jam'; do
    echo "$line" >wrong
    "$vprinter" --listen 127.0.0.1:0 --output x --scenario wrong >out 2>&1
    is "\"$line\" is no scene" $? 2
done

# --- LPD
run_printer lpd --fault lpd-refuse
exec 3<>"/dev/tcp/127.0.0.1/$lpd_port"
printf '\2queue\n' >&3
is "LPD can refuse jobs" "$(timeout 10 od -An -tx1 <&3)" ' 01'
exec 3<&- 3>&-
send one.prn
event "that is no matter to the other port" job-complete
end_printer
done_testing
