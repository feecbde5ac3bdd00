#!/bin/bash
# test-site-people.sh - the pages about people: who printed how much, limits, departments, quiet
# hours; nobody but an administrator gets any of them.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl python3

start_printer vp --speed 0 --pictures none || exit 1
start_site || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -s a5 -n 3 -t black_1 >"$T/3.pwg"
printed_by() {
    sed -i "s/requesting-user-name .*/requesting-user-name $1/" "$T/print.test"
    send_file office "$T/3.pwg" image/pwg-raster
}
month=$(date +%Y-%m)

page /people
is "the page is there" "$code" 200
ok "at first it says that nothing was printed" shows 'Nothing was printed'
ok "a job is printed" printed_by '"=SUM(A1) <b>"'
is "to its end" "$(end_of office "$job")" completed
ok "another one" printed_by anna
is "to its end" "$(end_of office "$job")" completed
page /people
like "people are listed" "$(text)" 'anna 3 3 1 50%'
ok "names are escaped" shows 'SUM(A1) &lt;b&gt;'
ok "and the printer" shows '<b dir="auto">office</b>'
page "/people?from=2020-01&to=2020-02"
ok "another time has nothing" shows 'Nothing was printed'
page "/people?from=x&to=%27&printer=-1&page=99"
is "what is no month is this one" "$code" 200
page "/people?from=$month&printer=99"
ok "a printer that is not there has nothing" shows 'Nothing was printed'

# files, by another reader
read_csv() {
    python3 - "$T/page" "$1" <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
print(' '.join(r[sys.argv[2]] for r in rows))
END
}
page "/people/usage.csv?from=$month"
like "the file is one to be kept" "$(cat "$T/head")" "attachment; filename=\"printed-$month-$month.csv\""
is "it has all jobs" "$(read_csv sides)" '3 3'
is "in which no name is a formula" "$(read_csv person)" "'=SUM(A1) <b> anna"
is "its lines end as the standard has it" "$(grep -c $'\r$' "$T/page")" "$(wc -l <"$T/page")"
is "and it begins at once" "$(head -c 4 "$T/page")" time
page "/people/usage.csv?from=$month&what=people&bom=yes"
is "for Excel with a mark" "$(head -c 3 "$T/page" | od -An -tx1 | tr -d ' \n')" efbbbf
is "or a line for each person" "$(sed '1s/^...//' "$T/page" | tr -d '\r' | tr '\n' ' ')" \
    "person,jobs,sides,sheets '=SUM(A1) <b>,1,3,3 anna,1,3,3 "

# what is kept
post /people/settings keep-months=12 titles=yes
is "settings are kept" "$code $went" '303 /people?notice=people-saved'
like "on the disk" "$(cat "$T"/state-*.people)" "keep-months.12"
post /people/settings keep-months=9999
is "a number that is none is refused" "$code" 422
post /people/forget user=nobody-of-that-name
is "who is not there cannot be forgotten" "$code" 422
ok "what was typed is still there" shows 'value="nobody-of-that-name"'
post /people/forget user=anna
is "a person is" "$code" 303
not_ok "and is in no file any more" grep -q anna "$T"/state-*.accounting.*
page /people
like "what they printed is nobody's" "$(text)" 'No name 3 3 1'
post /people/drop month=2026-1
is "a month that is none is refused" "$code" 422

# limits
page /people/limits
ok "there are no limits at first" shows 'None: everybody'
post /people/limits user= printer=0 sides=4
is "everybody gets one" "$code" 303
post /people/limits user=bea printer=0 none=yes
is "somebody has none" "$code" 303
post /people/limits user=carl printer=77 sides=4
is "one in a printer that is not there is refused" "$code" 422
post /people/limits user=carl printer=1 sides=-4
is "as is a number that is none" "$code" 422
ok "with what was typed" shows 'value="carl"'
like "the sub-command knows them" "$(on_server quota)" '^bea .*no limit'
ok "three sides are within four" printed_by dora
is "and printed" "$(end_of office "$job")" completed
ok "three more are taken" printed_by dora
held=$job
waits() { [ "$(ask_job office "$held" job-state-reasons)" = account-limit-reached ]; }
ok "and wait" wait_until 20 waits
page /people/limits
like "the page has them" "$(text)" "Let it print $held dora office 3"
post /people/limits/release job=999
is "a job that does not wait is not released" "$code" 422
post /people/limits/release "job=$held"
is "this one is" "$code" 303
is "and printed" "$(end_of office "$held")" completed
post /people/limits/beyond beyond=refuse
is "jobs beyond are refused from now on" "$code" 303
printed_by dora
ok "a client is told so" grep -q client-error-account-limit-reached "$T/reply"
post /people/limits/remove user='*' printer=0
is "a limit is taken out" "$code" 303
ok "then dora prints again" printed_by dora

# departments
post /people/departments user=anna id=1234 pin=7654321
is "a person gets a department" "$code" 303
page /people/departments
like "which is listed" "$(text)" 'anna 1234 Set'
not_ok "without the PIN" shows 7654321
post /people/departments user=anna id=12345678 pin=1
is "a number too long is refused" "$code" 422
ok "with what was typed" shows 'value="12345678"'
lines=$'person,department,PIN\r\nbea,20,88\r\n"carl, c",30\n=x,40,1\n'
post /people/departments/import "lines=$lines"
is "many come from a file" "$code" 303
page /people/departments.csv
is "and go to one" "$(tail -n +2 "$T/page" | tr -d '\r' | tr '\n' ' ')" "'=x,40 anna,1234 bea,20 \"carl, c\",30 "
is "without PINs" "$(head -n 1 "$T/page" | tr -d '\r')" person,department
cp "$T/page" "$T/departments.csv"
post /people/departments/import "lines=$(cat "$T/departments.csv")"
is "what was written is read" "$code" 303
post /people/departments/import "lines=dora,50
emil,sales"
is "one wrong line refuses all" "$code" 422
like "and is named" "$(text)" 'Line 2 is not right'
not_ok "nothing of it was kept" sh -c "'$app' accounts -o server-port=$server_port | grep -q dora"
post /people/departments/remove user=bea
is "a person is taken out" "$code" 303
not_ok "of the table" sh -c "'$app' accounts -o server-port=$server_port | grep -q bea"

# quiet hours
post /people/quiet-hours printer=1 from=22:00 to=07:00
is "a printer gets quiet hours" "$code" 303
page /people/quiet-hours
ok "which are shown" shows 'name="from" value="22:00"'
like "and are its option" "$(on_server options -d office)" '22:00-07:00'
post /people/quiet-hours printer=1 from=07:00 to=07:00
is "none of no length" "$code" 422
post /people/quiet-hours printer=9 from=07:00 to=08:00
is "nor of a printer that is not there" "$code" 422
post /people/quiet-hours printer=1 none=yes
is "they are taken out" "$code" 303
page /people/quiet-hours
ok "and gone" shows 'Prints at any time'

# languages
for language in ar de en es fr it ja pl pt zh; do
    page /people/limits -H "Accept-Language: $language"
    shows 'people\.' || shows 'notice\.' && echo "$language"
done >"$T/missing"
is "all words are there in all languages" "$(cat "$T/missing")" ''

# forms that were not made here
browse -X POST -d 'user=*&printer=0&sides=0' "$site/people/limits"
is "a form of elsewhere changes nothing" "$code" 403
like "no limit was set" "$(on_server quota)" '^bea'
not_ok "not that one" sh -c "'$app' quota -o server-port=$server_port | grep -q '^\*'"
# others: whoever comes through a proxy of this computer is no administrator
other() { curl -s -m 60 -H 'X-Forwarded-For: 198.51.100.1' -D "$T/head" -o "$T/page" "$@"; }
for path in /people "/people/usage.csv?from=$month" /people/limits /people/departments /people/departments.csv \
    /people/quiet-hours; do
    other "$site$path"
    # not in the forms' token, which is any number
    sed 's/="[0-9a-f]\{32,\}"//g' "$T/page" | grep -q 'dora\|1234\|anna\|07:00' && echo "$path"
    grep -q '^HTTP[^ ]* 200.*' "$T/head" && grep -q 'people-tabs\|text/csv' "$T/page" "$T/head" && echo "$path"
done >"$T/shown"
is "others see none of the pages" "$(cat "$T/shown")" ''
stranger=$(curl -s -H 'X-Forwarded-For: 198.51.100.1' -c "$T/other-jar" "$site/" | sed -n 's/.*<meta name="form-token" content="\([^"]*\)">.*/\1/p')
for path in settings forget drop limits limits/remove limits/beyond limits/release departments departments/remove \
    departments/import quiet-hours; do
    other -b "$T/other-jar" -X POST --data-urlencode "token=$stranger" -d 'user=anna&id=1&printer=1&sides=1&none=yes' "$site/people/$path"
    sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$T/head"
done | sort -u >"$T/codes"
is "and their forms change nothing" "$(cat "$T/codes")" 403
done_testing
