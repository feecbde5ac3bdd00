#!/bin/bash
# test-site-move.sh - on the web page: everything that is set as a file, and such a file made valid here,
# after a look at what it would change.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app ipptool curl tar
cd "$T" || exit 1

# bring FILE [PASSWORD]: the form with the file, as a browser sends it
bring() {
    browse -X POST -F "password=${2:-}" -F "file=@$1" "$site/settings/move/import?token=$(token /settings/move)"
}
# yes: what the page that shows the changes asks
say_yes() { post /settings/move/confirm "id=$(sed -n 's/.*name="id" value="\([0-9a-f]*\)".*/\1/p' page)"; }
uuid_of() { ipptool -tv "$(uri_of "$1")" get-printer-attributes.test 2>/dev/null | sed -n 's/^ *printer-uuid (uri) = //p'; }

start_site || exit 1
add_queue office "file://$T" >/dev/null
on_server accounts -o user=ann -o job-account-id=12 -o job-account-pin=34 >/dev/null
office=$(uuid_of office)
page /settings/move
is "there is a page for it" "$code" 200
ok "with a form for each way" test "$(grep -c '<form method="post" action="/settings/move' page)" -eq 2
ok "and a label for each field" test "$(grep -o '<input type="\(password\|file\)" id="[^"]*"' page | wc -l)" -eq "$(grep -o '<label for="[^"]*"' page | wc -l)"

# ---- taking it along ----

post /settings/move/export password= again=
is "the file comes" "$code" 200
like "to be kept" "$(cat head)" 'Content-Disposition: attachment; filename="canon-printer-app-.*\.export"'
cp page plain
ok "it is one of ours" tar tf plain
is "without keys" "$(tar tf plain | grep -c '^key')" 0
post /settings/move/export password=short again=short
is "a short password is refused" "$code" 400
ok "in words" shows 'at least 8 characters'
post /settings/move/export "password=long enough" "again=long enouhg"
is "and one that is typed in two ways" "$code" 400
post /settings/move/export "password=long enough" "again=long enough"
cp page secret
like "with a password it is encrypted" "$(head -c 26 secret)" 'canon-printer-app sealed 1'
browse -X POST -d password= -d again= "$site/settings/move/export"
is "nobody gets it without a form of ours" "$code" 403

# ---- bringing it ----

add_queue extra "file://$T" >/dev/null
bring plain
is "what would change is shown" "$code" 200
ok "what goes" shows 'extra is not in the file'
ok "what comes" shows 'office is replaced'
not_ok "nothing is changed by looking" test -e "$T/state-$server_port.import"
cp page shown
bring secret 'another one'
is "another password opens nothing" "$code" 400
ok "and it is told" shows 'password is another one'
cp shown page
say_yes
is "what was shown before is forgotten then" "$code" 400
bring secret
ok "a password that is needed is asked for" shows 'type its password'
head -c 1500 plain >part
bring part
is "a part of a file is refused" "$code" 400
bring "$lib_folder/lib.sh"
is "and another file" "$code" 400
ok "in words" shows 'no file of settings'
bring secret 'long enough'
ok "with its password it is shown" shows 'The keys become'
say_yes
is "a yes is enough" "$code $went" '303 /settings/move?notice=move-staged'
page /settings/move
ok "the page says that something waits" shows 'New settings wait'
like "until then nothing changes" "$(on_server printers)" extra
post /settings/move/forget
page /settings/move
not_ok "it can be forgotten" shows 'New settings wait'
bring plain
say_yes
post /settings/restart
is "the server is told to start again" "$code" 200
imported() { [ "$(on_server printers | tr '\n' ' ')" = 'office ' ]; }
ok "after which the queues are those of the file" wait_until 20 imported
is "with their identity" "$(uuid_of office)" "$office"
like "what was before is kept" "$(cat "state-$server_port.before-import/state")" 'name="extra"'
like "a PIN of the same person is not lost here" "$(sed -n 's/^ann//p' "state-$server_port.accounts")" 'sealed1-[0-9a-f]'
wait_until 20 listening "$site_port"

# ---- in all languages ----

for language in ar de es fr it ja pl pt zh; do
    page /settings/move -H "Accept-Language: $language"
    is "$language: nothing is left in English" "$(text | grep -c 'Take the settings\|move\.')" 0
done
done_testing
