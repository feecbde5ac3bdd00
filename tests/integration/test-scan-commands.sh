#!/bin/bash
# test-scan-commands.sh - the sub-commands scanners, scanner, scan, profiles and profile, and the
# scanners on the status page.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app canon-sane picture curl pdfinfo ipptool

# status COMMAND...: its exit status; what it said in $T/said (both ways)
status() {
    on_server "$@" >"$T/said" 2>&1
    echo $?
}
said() { cat "$T/said"; }

# ---- arguments, which need no server

for words in 'scan' 'scan -d desk' 'scan -o file=a.doc' 'scan -o file=a.pdf -o color=blue' \
    'scan -o file=a.jpg -o color=bw' 'scan -o profile=x -o file=a.pdf' 'scan -o file=a.pdf 12' \
    'scan -o file=a.pdf -o watermark=x' 'scanner' 'scanner -d desk' 'scanner -d desk -o device=' \
    'scanner -d desk -o device=off -o delete=yes' 'scanners -o' 'profile' 'profile -o profile=x' \
    'profile -o folder=/tmp' 'profile -o delete=x -o folder=/tmp' 'scanners -o server-port=x'; do
    # shellcheck disable=SC2086 # several words
    "$app" $words >"$T/said" 2>&1
    is "'$words' ends with 2" $? 2
done
like "and a sentence" "$(said)" 'That is no port number'
"$app" scan -o file=a.doc >"$T/said" 2>&1
like "a file that is none of the formats is told which there are" "$(said)" '\.pdf, \.jpg and \.png'
"$app" scanners >"$T/said" 2>&1
is "without a server they end with 1" $? 1

# ---- scanners

script
site_start=start_site start_scan_server || exit 1
is "a list of no scanners" "$(status scanners)" 0
like "says how one comes" "$(said)" 'There is no scanner'
is "without a scanner nothing is scanned" "$(status scan -o file="$T/none.pdf")" 1
like "and why is said" "$(said)" 'No scanner is ready'
is "a device that leads back is refused" "$(status scanner -d loop -o device=airscan:e0:x)" 1
is "a scanner is made" "$(status scanner -d desk -o device="$fake_device")" 0
ok "it is served" wait_until 20 served
is "the list" "$(status scanners)" 0
like "says that it is ready" "$(said)" '^desk: Ready\.'
like "and where its page is" "$(said)" "^  http://127\\.0\\.0\\.1:$scan_port/\$"
like "and what it reads" "$(said)" 'glass, feeder (both sides); color, gray, black and white; 75 to 600 dpi'
is "a longer list" "$(status scanners -o verbose=yes)" 0
like "tells the device" "$(said)" "^  device $fake_device (set to $fake_device)\$"
like "and that there is no other" "$(said)" 'SANE finds no device that is not used'

# ---- scan into a file

is "a page is scanned into a PDF" "$(status scan -d desk -o file="$T/one.pdf" -o input=platen -o resolution=75)" 0
like "which is told" "$(said)" '^Page 1 is scanned\.$'
like "and where it is" "$(said)" "^$T/one.pdf is there: 1 page\\.\$"
is "it has one page" "$(pdfinfo "$T/one.pdf" | sed -n 's/^Pages: *//p')" 1
is "nothing else is left" "$(find "$T" -name 'one.pdf?*' | wc -l | tr -d ' ')" 0
is "nobody else can read it" "$(stat -c %a "$T/one.pdf")" 600
feed ramp white marks
is "a stack is scanned, a JPEG for each page" \
    "$(status scan -o file="$T/stack.jpg" -o input=feeder -o resolution=75 -o color=gray)" 0
like "the files are told" "$(said)" "^3 files are there, $T/stack.jpg the first\\.\$"
for file in stack.jpg stack-2.jpg stack-3.jpg; do
    is "$file is a JPEG" "$(head -c 3 "$T/$file" | od -An -tx1 | tr -d ' ')" ffd8ff
done
feed
is "an empty feeder is no page" "$(status scan -o file="$T/empty.pdf" -o input=feeder -o resolution=75)" 1
ok "and no file" test ! -e "$T/empty.pdf"
on_server scan -o file=- -o format=png -o input=platen -o resolution=75 >"$T/out.png" 2>"$T/said"
is "to standard output" $? 0
is "goes the picture alone" "$(head -c 4 "$T/out.png" | od -An -tx1 | tr -d ' ')" 89504e47
is "a folder that is not there" "$(status scan -o file="$T/no/where.pdf" -o input=platen)" 1
like "is told" "$(said)" 'cannot be written: No such file'
is "another scanner's name" "$(status scan -d nobody -o file="$T/x.pdf")" 1
like "is none" "$(said)" "There is no scanner 'nobody'"
script 'fault start jam'
is "a jam ends with 1" "$(status scan -o file="$T/jam.pdf" -o input=platen -o resolution=75)" 1
like "and is told" "$(said)" 'jammed'
ok "without a file" test ! -e "$T/jam.pdf"
ok "the list says so too" on_server scanners
like "in words" "$(cat "$T/ok.out")" '^desk: Paper is jammed in the feeder: remove it'

# ---- Ctrl-C

script 'hold 20'
mark_calls
# not by a function: the shell that would run it in the background takes no signal
"$app" scan -o server-port="$server_port" -o file="$T/held.pdf" -o input=platen -o resolution=75 \
    >"$T/held" 2>&1 &
held_pid=$!
ok "a scan is on its way" wait_until 20 held
is "the list says so" "$(status scanners)" 0
like "in words" "$(said)" 'It is scanning'
is "a second scan" "$(status scan -o file="$T/second.pdf" -o input=platen)" 1
kill -INT $held_pid
wait $held_pid
is "Ctrl-C ends the first with 1" $? 1
like "which says so" "$(cat "$T/held")" 'The scan is canceled'
ok "the scanner is at rest" wait_until 20 idle
is "no file is left" "$(find "$T" -name 'held.pdf*' | wc -l | tr -d ' ')" 0
script

# ---- profiles

mkdir "$T/scans"
is "a list of no profiles" "$(status profiles)" 0
like "says how one is made" "$(said)" 'There is no profile'
is "a profile without a place" "$(status profile -o profile=Letters -o color=gray)" 1
is "a setting that there is not" "$(status profile -o profile=Letters -o folder="$T/scans" -o colour=gray)" 1
is "a profile is made" \
    "$(status profile -o profile='My letters' -o folder="$T/scans" -o input=platen -o resolution=75 -o name='a b %n')" 0
is "and listed" "$(status profiles)" 0
like "by its name" "$(said)" '^My letters:$'
like "with where it goes" "$(said)" "^  folder = $T/scans\$"
like "and how" "$(said)" '^  name = a b %n$'
cat >"$T/profile.test" <<'TEST'
{
    OPERATION 0x4F42
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri system-uri $uri
    $lines
    STATUS $status
}
TEST
# profiles_by_tcp STATUS LINE...: the operation of the command, through the loopback interface
profiles_by_tcp() {
    wanted=$1
    shift
    printf '%s\n' "$@" >"$T/lines"
    sed -e "/\$lines/{r $T/lines
        d}" -e "s/\$status/$wanted/" "$T/profile.test" >"$T/profile-now.test"
    ipptool -tv "ipp://127.0.0.1:$server_port/ipp/system" "$T/profile-now.test"
}
ok "whoever is on this computer may see profiles" profiles_by_tcp successful-ok
ok "but a connection that does not tell who asks sets none" profiles_by_tcp client-error-forbidden \
    'ATTR name profile-name "My letters"' 'ATTR text profile-set "folder=/etc"'
ok "and takes none out" profiles_by_tcp client-error-forbidden \
    'ATTR name profile-name "My letters"' 'ATTR boolean profile-delete true'
is "one setting of it is changed" "$(status profile -o profile='My letters' -o format=png)" 0
is "the others stay" "$(status profiles)" 0
like "as they were" "$(said)" '^  resolution = 75$'
like "beside it" "$(said)" '^  format = png$'
is "it is scanned by it" "$(status scan -o profile='My letters')" 0
like "which is told" "$(said)" '^Page 1 is scanned\.$'
has_scan() { [ "$(find "$T/scans" -name 'a b *.png' | wc -l)" -eq 1 ]; }
ok "and lands in the folder" wait_until 20 has_scan
is "a profile that is none" "$(status scan -o profile=Nobody)" 1
like "is told" "$(said)" "There is no profile 'Nobody'"
is "it is taken out" "$(status profile -o delete='My letters')" 0
is "once" "$(status profile -o delete='My letters')" 1

# ---- the first page of the site

page /
ok "the first page has the scanner" shows '<h3><bdi>desk</bdi></h3>'
ok "with its page" shows 'href="/scan/desk/"'
ok "and who scanned" shows 'asked for by a program, from 127\.0\.0\.1 (canon-printer-app'
ok "and how that ended" shows '<strong>1 page</strong>'
ok "the canceled one, too" shows '<strong>no page, canceled</strong>'
ok "and a word to take one's sheets along" shows 'take your sheets with you'

# ---- off

is "it is switched off" "$(status scanner -d desk -o device=off)" 0
not_served() { ! served; }
ok "and not served" wait_until 20 not_served
is "nor scanned from" "$(status scan -d desk -o file="$T/off.pdf")" 1
is "it is set again" "$(status scanner -d desk -o device="$fake_device")" 0
ok "and served again, at the same port" wait_until 20 served
is "it is taken out" "$(status scanner -d desk -o delete=yes)" 0
is "and not listed" "$(status scanners)" 0
like "any more" "$(said)" 'There is no scanner'
stop "$server_pid"
site_start=start_site start_scan_server scan=no || exit 1
is "where scanning is off" "$(status scanners)" 1
like "the commands say so" "$(said)" 'Scanning is switched off'
not_ok "and nobody listens" listening "$scan_port"
stop "$server_pid"
done_testing
