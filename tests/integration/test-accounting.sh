#!/bin/bash
# test-accounting.sh - who printed how much: the numbers are those of the machine, also after the
# server was killed; and limits, beyond which jobs wait or are refused.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster ipptool python3

start_printer vp --speed 0 --fault slow:3000000 --pictures none || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
for n in 1 3 5; do "$make_raster" -s a4 -n $n -t black_1 >"$T/$n.pwg"; done
"$make_raster" -s a5 -n 40 -N >"$T/long.pwg"

# print_as USER FILE [ATTR...]
send_as() {
    cp "$T/print.test" "$T/print.tester"
    sed "s/requesting-user-name tester/requesting-user-name $1/" "$T/print.tester" >"$T/print.test"
    local file=$2
    shift 2
    send_file office "$file" image/pwg-raster "$@"
    local status=$?
    mv "$T/print.tester" "$T/print.test"
    return $status
}
print_as() { send_as "$@" && [ "$(end_of office "$job")" = completed ]; }
# what is on paper but for white backs, and what is recorded
white=none
on_paper() { paper vp | awk -v white="$white" '$5 != white { n += $3 } END { print n + 0 }'; }
csv() { on_server accounting -o csv=yes >"$T/csv"; }
# sum COLUMN [PERSON]: by another reader of such files
sum() {
    csv
    python3 - "$T/csv" "$@" <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
print(sum(int(r[sys.argv[2]]) for r in rows if len(sys.argv) < 4 or r['person'] == sys.argv[3]))
END
}
# field COLUMN: of the last job
field() {
    csv
    python3 - "$T/csv" "$1" <<'END'
import csv, sys
print(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))[-1][sys.argv[2]])
END
}
# recorded [PERSON]: sides in the file itself, which is quicker to be looked at again and again
recorded() { awk -F, -v who="${1:-}" 'who == "" || $6 == who { n += $9 } END { print n + 0 }' "$T"/state-*.accounting.*; }
same() { [ "$(recorded)" = "$(on_paper)" ]; }

like "at first nothing was printed" "$(on_server accounting)" 'Nothing was printed'
ok "three pages on one side each" print_as anna "$T/3.pwg"
is "are three sides" "$(sum sides)" 3
is "and three sheets" "$(sum sheets)" 3
ok "five on both sides" print_as anna "$T/5.pwg" 'ATTR keyword sides two-sided-long-edge'
is "are five sides" "$(sum sides)" 8
is "and three sheets more" "$(sum sheets)" 6
ok "three on both sides, twice" print_as anna "$T/3.pwg" 'ATTR keyword sides two-sided-long-edge' 'ATTR integer copies 2'
is "are six sides" "$(sum sides)" 14
is "and four sheets" "$(sum sheets)" 10
white=$(paper vp | tail -n 1 | cut -d ' ' -f 5) # the back of the last sheet
is "in two copies" "$(field copies)" 2
is "on A4" "$(field paper)" iso_a4_210x297mm
is "of no title" "$(field title)" ''
ok "it is what the machine has printed" wait_until 20 same
[ "$(paper vp | awk -v white="$white" '$5 == white { n += $3 } END { print n }')" = 2 ]
result $? "but for two white backs"
ok "somebody else prints" print_as '=cmd' "$T/1.pwg"
like "no name is a formula" "$(grep cmd "$T/csv" || csv && grep cmd "$T/csv")" ",'=cmd,"
like "a person's sum is listed" "$(on_server accounting)" '^anna  *3  *14  *10$'
is "only the owner of the file reads it" "$(stat -c %a "$T"/state-*.accounting.*)" 600

# in the middle
send_as bea "$T/long.pwg" &
sender=$!
busy=$(($(sides_out vp) + 2))
wait_until 30 has_sides vp $busy
long=5
ok "a job is canceled in its middle" on_server cancel $long
wait $sender
is "it ends so" "$(end_of office $long)" canceled
ok "what of it came out is counted" wait_until 20 same
is "as canceled" "$(field state)" canceled
ok "which are not all its pages" [ "$(sum sides bea)" -lt 40 ]

# killed at any moment
RANDOM=${SEED:-$$}
diag "SEED=${SEED:-$$}"
make_documents 1 6 3 -t black_1 -g 20
for n in $(seq 1 6); do
    send_as carl "$T/$(printf 'doc-%04d.pwg' "$n")" || break
    if [ $((n % 3)) = 0 ]; then
        wait_until 20 has_sides vp $(($(sides_out vp) + 1 + RANDOM % 2))
        sleep "0.0$((RANDOM % 10))"
        kill -9 "$server_pid"
        wait "$server_pid" 2>/dev/null
        start_server
    fi
done
all_ended() { [ "$(grep -c ',carl,' "$T"/state-*.accounting.*)" -ge 6 ]; }
ok "all jobs are recorded, however often the server was killed" wait_until 60 all_ended
is "each once, with all its sides" "$(sum sides carl)" 18
start=$(wc -l <"$T/csv")
printf 'half a line, cut o' >>"$(ls "$T"/state-*.accounting.*)"
ok "after a torn line" print_as carl "$T/1.pwg"
is "the next job is recorded" "$(sum sides carl)" 19
csv
is "and nothing is lost" "$(wc -l <"$T/csv")" $((start + 1))

# limits
like "nobody has a limit" "$(on_server quota)" 'as much as they like'
ok "everybody gets one" on_server quota -o 'user=*' -o sides=10
ok "somebody another" on_server quota -o user=Dora -o sides=4
like "they are listed" "$(on_server quota)" '^Dora .*all printers .*4 sides'
not_ok "one that is no number is refused" on_server quota -o user=emil -o sides=many
ok "three pages are within four" print_as dora "$T/3.pwg"
ok "three more are taken" send_as dora "$T/3.pwg"
beyond=$job
waits() { [ "$(ask_job office "$beyond" job-state-reasons)" = account-limit-reached ]; }
ok "and wait" wait_until 20 waits
like "for an administrator" "$(ask_job office "$beyond" job-state-message)" 'administrator can release'
ok "one page is still printed" print_as dora "$T/1.pwg"
cp "$T/job.test" "$T/release.test"
sed -i 's/Get-Job-Attributes/Release-Job/; /DISPLAY/d; s/requesting-user-name tester/requesting-user-name dora/' "$T/release.test"
not_ok "their sender does not release them" ipptool -d "job=$beyond" "$(uri_of office)" "$T/release.test"
ok "an administrator does" on_server quota -o release="$beyond"
is "then they are printed" "$(end_of office "$beyond")" completed
is "seven sides are hers" "$(sum sides dora)" 7

ok "jobs beyond are to be refused" on_server quota -o beyond=refuse
send_as dora "$T/1.pwg"
like "a job of hers is" "$(cat "$T/reply")" 'client-error-account-limit-reached'
# ten jobs of three sides at once, ten sides left
for n in $(seq 1 10); do
    (reply_file=$T/many-$n; sed 's/requesting-user-name tester/requesting-user-name finn/; /\$attributes/d' "$T/print.test" >"$T/many-$n.test"
        ipptool -tv -f "$T/3.pwg" -d format=image/pwg-raster -d title=many "$(uri_of office)" "$T/many-$n.test" >"$T/many-$n" 2>&1) &
    senders="${senders:-} $!"
done
# shellcheck disable=SC2086
wait $senders
nine() { [ "$(recorded finn)" = 9 ]; }
ok "of ten jobs at once as many are printed as fit" wait_until 30 nine
is "the others are refused" "$(grep -l 'account-limit-reached' "$T"/many-* | wc -l | tr -d ' ')" 7
ok "limits are taken out" on_server quota -o user=dora
ok "one by one" on_server quota -o 'user=*'
ok "then she prints again" print_as dora "$T/1.pwg"
ok "all is what the machine has printed, or less where it came twice" [ "$(sum sides)" -le "$(on_paper)" ]
done_testing
