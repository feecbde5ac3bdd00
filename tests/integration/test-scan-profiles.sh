#!/bin/bash
# test-scan-profiles.sh - scanning at one press: the machine's buttons, the file of profiles, a copy
# on the printer, a command, text in a PDF, what cannot be delivered.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane virtual-printer curl pdfinfo

scans=$T/scans
mkdir "$scans"
# press N...: buttons of the machine
press() {
    printf '%s\n' "$@" >"$fake.buttons.new"
    mv "$fake.buttons.new" "$fake.buttons"
}
pages() { pdfinfo "$1" 2>/dev/null | sed -n 's/^Pages: *//p'; }
has_pages() { [ "$(pages "$1")" = "$2" ]; }
logged() { grep -q -- "$1" "$server_log"; }
files() { find "$scans" "$@" -type f | wc -l | tr -d ' '; }

start_printer paper || exit 1
script
serve_fake || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
device_is_free() { at_rest; }
ok "without a profile for a button the device is left alone" wait_until 20 device_is_free

# ---- buttons

ok "a profile for a button is made" on_server profile -o profile=Letters -o folder="$scans" -o input=duplex \
    -o resolution=75 -o blank-pages=drop -o button=1 -o name='%p %3n'
watching() { [ -n "$(helpers)" ]; }
ok "now the device is held open for its buttons" wait_until 20 watching
feed 'ramp marks' 'ramp white'
press 1
ok "a press scans the stack, both sides, without blank pages" wait_until 30 has_pages "$scans/Letters 001.pdf" 3
is "and leaves one file" "$(files)" 1
feed 'ramp marks'
wait_until 20 watching
press 1
ok "the next press gets the next number" wait_until 30 has_pages "$scans/Letters 002.pdf" 2
wait_until 20 watching
press 2
ok "a button without a profile does nothing" wait_until 20 logged 'Button 2 of desk has no profile'
feed ramp ramp jam
wait_until 20 watching
press 1
ok "what came before a jam is saved, and named so" wait_until 30 has_pages "$scans/Letters 001 incomplete.pdf" 2
feed

# ---- the file

cat >>"$T/state-$server_port.profiles" <<CONF
# ours
[profile Copy]
print = office
input = platen
resolution = 75

[profile Archive]
command = $T/archive
input = platen
resolution = 75
format = jpeg

[profile Away]
folder = $T/away
input = platen
resolution = 75
format = png
name = %p

[profile Wrong]
folder = relative
CONF
cat >"$T/archive" <<SCRIPT
#!/bin/sh
cp "\$1" "$T/archived"
echo "\$CANON_SCAN_PROFILE of \$CANON_SCAN_SCANNER, \$CANON_SCAN_PAGES page, \$#"
SCRIPT
chmod 755 "$T/archive"
like "what a person writes into the file holds at once" "$(on_server profiles)" '^Copy:$'
ok "a line that is wrong is told" wait_until 20 logged 'line [0-9]*: A folder is a path from the root'
not_ok "and its profile left out" on_server scan -o profile=Wrong
ok "a change by a command" on_server profile -o profile=Copy -o color=gray
like "leaves notes where they are" "$(cat "$T/state-$server_port.profiles")" '^# ours$'
is "the file is for nobody else" "$(stat -c %a "$T/state-$server_port.profiles")" 600

ok "a copy is scanned" on_server scan -o profile=Copy
ok "and printed" wait_until 30 logged 'Printed on office as job'
ok "a page is given to a command" on_server scan -o profile=Archive
ok "which has it" wait_until 30 logged 'archive says: Archive of desk, 1 page, 1$'
is "as a JPEG" "$(head -c 3 "$T/archived" | od -An -tx1 | tr -d ' ')" ffd8ff
chmod 777 "$T/archive"
on_server scan -o profile=Archive >/dev/null 2>&1
ok "a command that others can change is not run" wait_until 30 logged 'can be changed by others'

# ---- text

if command -v tesseract >/dev/null && ! command -v ocrmypdf >/dev/null; then
    ok "a profile for text" on_server profile -o profile=Text -o folder="$scans" -o input=platen -o resolution=75 \
        -o searchable=yes -o name=text
    ok "is scanned" on_server scan -o profile=Text
    text_comes() { grep -aq Tesseract "$scans/text.pdf" 2>/dev/null; }
    ok "its PDF is one with text" wait_until 60 text_comes
else
    skip_text=1
    diag "tesseract is not here, or ocrmypdf is: not tried with text"
fi

# ---- what cannot be delivered

on_server scan -o profile=Away >/dev/null 2>&1
ok "a folder that is away is told, and where the scan is" wait_until 30 logged 'Away: .* The scan is kept in'
undelivered=$T/state-$server_port.undelivered
is "which nobody else can read" "$(stat -c %a "$undelivered")" 700
kept() { find "$undelivered" -name 1.png | wc -l | tr -d ' '; }
is "it is there" "$(kept)" 1
cat >"$T/slow" <<SCRIPT
#!/bin/sh
echo \$\$ >"$T/slow.pid"
exec sleep 600
SCRIPT
chmod 755 "$T/slow"
ok "a profile with a command that hangs" on_server profile -o profile=Slow -o command="$T/slow" -o input=platen \
    -o resolution=75
on_server scan -o profile=Slow >/dev/null 2>&1
hangs() { [ -s "$T/slow.pid" ]; }
ok "runs it" wait_until 30 hangs
stop "$server_pid"
ok "the end of the server ends it" dead "$(cat "$T/slow.pid")"
is "and keeps its document" "$(find "$undelivered" -name 1.pdf | wc -l | tr -d ' ')" 1
is "as the other one" "$(kept)" 1
is "nothing of SANE is left" "$(at_rest && echo none)" none
start_scan_server || exit 1
ok "and after it started again" wait_until 20 served
is "it waits" "$(kept)" 1
[ -z "${skip_text:-}" ] || diag "text was skipped"
done_testing
