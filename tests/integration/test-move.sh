#!/bin/bash
# test-move.sh - what people have set goes into a file, and is there again on another computer: queues,
# defaults, UUIDs, departments. A file that is none of ours changes nothing.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool tar
cd "$T" || exit 1

# server_on NAME: another computer, with its own state; its files are $T/NAME/state...
server_on() {
    mkdir -p "$T/$1"
    kept=$T/$1/state
    start_server "state-file=$kept" "spool-directory=$T/$1/spool"
}
cat >uuid.test <<'END'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
    DISPLAY printer-uuid
    DISPLAY sides-default
    DISPLAY toner-save-default
    DISPLAY media-default
    DISPLAY quiet-hours-default
}
END
facts_of() { ipptool -t -f /dev/null "$(uri_of "$1")" uuid.test 2>&1 | grep -E ' \((uri|keyword|text)[^)]*\) = ' | sort; }
move() { "$app" "$@" -o "state-file=$kept"; }

start_printer vp --speed 0 || exit 1
server_on first || exit 1
ok "a queue is made" add_queue office "socket://127.0.0.1:$printer_port"
ok "another one" add_queue den "socket://127.0.0.1:$printer_port" canon_ir1018_ufr2lt
ok "with settings" on_server modify -d den -o sides=two-sided-long-edge -o toner-save=on \
    -o media=na_letter_8.5x11in -o quiet-hours=22:00-07:00
ok "it is the default one" on_server default -d den
ok "a department" on_server accounts -o user=tester -o job-account-id=1234 -o job-account-pin=5678
office=$(facts_of office) den=$(facts_of den)
like "what clients see of a queue is read" "$den" 'two-sided-long-edge'
like "with its UUID" "$den" 'urn:uuid:'

# ---- into a file ----

ok "all is written into a file while the server runs" move export plain
is "which only its owner reads" "$(stat -c %a plain)" 600
ok "other programs can open it" tar tf plain
like "the first thing in it is a list" "$(tar tf plain | head -n 1)" '^manifest$'
is "keys are not in it" "$(tar tf plain | grep -c '^key$\|^tls')" 0
is "nor is what a key would open" "$(grep -ac 'sealed1-[0-9a-f]' plain)" 0
printf 'short\n' >short
not_ok "a short password is refused" move export --with-secrets --password-file short secret
printf 'correct horse battery\n' >password
ok "with a password keys are" move export --with-secrets --password-file password secret
is "and nobody reads it" "$(grep -ac 'office\|sealed1' secret)" 0
move export - >piped
ok "it can go to standard output" tar tf piped
not_ok "where there are no queues there is nothing to write" "$app" export -o state-file="$T/none" x
stop "$server_pid"

# ---- to another computer ----

first_port=$server_port
mkdir second
kept=$T/second/state
out=$(move import --dry-run plain 2>&1)
like "it is told what will be" "$out" 'The queue den is added'
like "and what is to be typed again" "$out" 'The PIN of tester has to be typed again'
not_ok "nothing is changed by that" test -e "$kept"
ok "the file becomes valid on another computer" move import plain
server_port=''
server_on second || exit 1
[ "$server_port" != "$first_port" ]
result $? "at another port"
is "a queue is as it was, and the same one for phones" "$(facts_of den)" "$den"
is "the other one, too" "$(facts_of office)" "$office"
like "the default queue is the same" "$(on_server default)" den
like "people have their departments" "$(on_server accounts)" 'tester.*1234'
"$make_raster" >page.pwg
send_file office page.pwg image/pwg-raster
is "what needs the PIN that is not there is not printed" "$(end_of office "$job")" aborted

# ---- with the keys; while a server runs ----

like "over a server that has queues one has to say how" "$(move import --dry-run secret --password-file password 2>&1)" \
    'replaced'
not_ok "else nothing is done" move import secret --password-file password
printf 'another password\n' >other
like "another password opens nothing" "$(move import --replace secret --password-file other 2>&1)" 'password is another one'
ok "a queue more" add_queue extra "socket://127.0.0.1:$printer_port"
out=$(move import --replace secret --password-file password 2>&1)
like "while the server runs, it is told when this becomes valid" "$out" 'when it is started anew'
like "and what will go" "$out" 'extra is not in the file'
like "until then nothing changes" "$(on_server printers)" extra
stop "$server_pid"
server_on second || exit 1
is "then the queues are those of the file" "$(on_server printers | sort | tr '\n' ' ')" 'den office '
like "what was before is kept" "$(cat second/state.before-import/state)" 'name="extra"'
ok "and what needs the PIN is printed" print_file office page.pwg image/pwg-raster
like "for that department" "$(cat vp/job-0001/ticket.json)" '1234'
not_ok "a file with other queues is not added while the server runs" move import --merge plain
stop "$server_pid"

# ---- beside what is there ----

rm -rf third && mkdir third
kept=$T/third/state
server_on third || exit 1
add_queue den "file://$T/third" >/dev/null
stop "$server_pid"
ok "queues that are not here are added" move import --merge plain
server_on third || exit 1
is "they are" "$(on_server printers | sort | tr '\n' ' ')" 'den office '
is "with their UUID" "$(facts_of office | grep urn:uuid)" "$(echo "$office" | grep urn:uuid)"
like "the one that was here is as it was" "$(facts_of den)" 'one-sided'
stop "$server_pid"

# ---- files that are none of ours ----

mkdir in && tar xf plain -C in
before=$(cat third/state third/state.*[a-z] 2>/dev/null | cksum)
# refused NAME PATTERN: $T/bad
refused() {
    not_ok "$1 is refused" move import --replace bad
    like "and told why" "$(move import --replace bad 2>&1)" "$2"
    is "all is as it was" "$(cat third/state third/state.*[a-z] 2>/dev/null | cksum)" "$before"
}
# pack NAME...: a file of ours from $T/in, the list first
pack() { tar cf bad --format=ustar -C in manifest "$@"; }
pack state identity accounts 2>/dev/null
ok "the same packed by tar is taken" move import --dry-run bad
head -c 3000 /dev/urandom >bad
refused "noise" 'no file that'
head -c 2500 plain >bad
refused "a part of a file" 'damaged\|no file'
sed -i 's/two-sided-long/two-sided-shor/' in/state && pack state identity accounts
refused "a file with something changed" damaged
tar xf plain -C in
ln -sf /etc/passwd in/settings && pack state identity accounts settings
refused "a link" damaged
rm in/settings
tar cf bad -C in manifest state identity accounts --transform 's,^accounts,../accounts,'
refused "a name that leads elsewhere" damaged
pack state identity
refused "a file that lacks something" damaged
echo x >in/lock && pack state identity accounts lock
refused "a file with something more" damaged
rm in/lock
sed -i '1s/1$/2/' in/manifest && pack state identity accounts
refused "one of a newer version" 'newer version'
is "nothing is left behind" "$(ls third | grep -c '^state.import')" 0

# ---- a state of a newer version ----

echo '# canon-printer-app state 2' >third/state
not_ok "a state of a newer version is not begun with" "$app" server -o "state-file=$T/third/state" -o \
    "server-port=$server_port" -o listen-hostname=127.0.0.1 -o "spool-directory=$T/third/spool"
like "which is told" "$(cat ok.out)" 'newer version of this program, and is left alone'
is "and it is left alone" "$(cat third/state)" '# canon-printer-app state 2'
done_testing
