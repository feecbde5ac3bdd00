#!/bin/bash
# test-site-access.sh - who administrates by the web page: the first visit, signing in and out,
# sessions, wrong tries, administrators added and removed, networks of a printer.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app curl
# With a network of its own there is an address that is another computer's: routed here, of no
# interface, in a network of one.
near=''
if [ "$network_place" = own ] && command -v ip >/dev/null &&
    ip address add 192.0.2.1/24 dev lo && ip route replace local 192.0.2.0/24 dev lo; then
    near=192.0.2.9
fi
mkdir "$T/out"
start_site "listen-hostname=*" || exit 1
add_queue office "file://$T/out" >/dev/null || exit 1
secure=https://127.0.0.1:$site_tls_port
people=$T/state-$server_port.administrators
administrator() { on_server administrator "$@"; }
audit() { grep -c -- "\[Access\].*$1" "$server_log"; }
# sign_in NAME PASSWORD [FIELD=VALUE...]
sign_in() { post /sign-in "name=$1" "password=$2" "${@:3}"; }

# --- Nobody administrates yet: this computer does, and is told to change that.
page /settings/access
is "without an administrator this computer sees the settings" "$code" 200
ok "and is asked to set a password" shows 'href="/first-visit"'
first_code=$(administrator code)
like "there is a code for other computers" "$first_code" '^[0-9A-Z]\{5\}-[0-9A-Z]\{5\}$'
ok "which the log tells" grep -q "$first_code" "$server_log"
page /sign-in
is "there is nothing to sign in with yet" "$went" /first-visit
curl -s -H 'X-Forwarded-For: 198.51.100.1' -o "$T/page" "$site/first-visit"
ok "whoever comes through a proxy of this computer is somebody else" shows "href=\"https://127.0.0.1:$site_tls_port/first-visit\""
not_ok "and no administrator" shows 'sign-in.unclaimed\|href="/people"'
if [ -n "$near" ]; then
    curl -s --interface $near -o "$T/page" "http://192.0.2.1:$site_port/first-visit"
    not_ok "no password is asked for where it would come unencrypted" shows 'type="password"'
    ok "but the way to the encrypted page is told" shows "href=\"https://192.0.2.1:$site_tls_port/first-visit\""
    other() { curl -s -k --interface $near -b "$T/other-jar" -c "$T/other-jar" -D "$T/head" -o "$T/page" "$@"; }
    other "https://192.0.2.1:$site_tls_port/first-visit"
    ok "another computer has to know the code" shows 'name="code"'
    other_token=$(sed -n 's/.*<meta name="form-token" content="\([^"]*\)">.*/\1/p' "$T/page")
    other "https://192.0.2.1:$site_tls_port/first-visit" --data-urlencode "token=$other_token" \
        -d code=33333-33333 -d name=eve -d 'new-password=a good password' -d 'again=a good password'
    like "a wrong one is none" "$(sed -n 1p "$T/head")" 403
    ok "nobody was set by it" test ! -e "$people"
fi

# --- The first visit.
first() { form_page=/first-visit post /first-visit "$@"; }
first name=anna "new-password=too short" "again=too short"
is "a short password is refused" "$code" 400
ok "in a sentence, and the name stays" shows 'at least 10\|value="anna"'
first name=anna "new-password=a good password" "again=another password"
is "two different ones are refused" "$code" 400
browse -X POST --data-urlencode 'new-password=a good password' -d 'again=a good password&name=anna' "$site/first-visit"
is "and what comes without the token of a form" "$code" 403
ok "nobody was set by all of that" test ! -e "$people"
first name=anna "new-password=a good password" "again=a good password"
is "the first administrator is set" "$code $went" "303 /?notice=first-administrator"
is "in a file that only the server reads" "$(stat -c %a "$people")" 600
not_ok "without the password" grep -q 'good password' "$people"
page /settings/access
is "and is signed in" "$code" 200
like "the cookie is out of the reach of scripts and other sites" "$(grep -h session "$jar")" '^#HttpOnly_127.0.0.1'
post /first-visit name=eve "new-password=a good password" "again=a good password"
is "there is no second first visit" "$went" /sign-in
is "the code is over" "$(administrator code 2>&1)" "canon-printer-app: There is an administrator already."

# --- This computer is nobody special any more.
cp "$jar" "$T/anna-jar"
rm "$jar"
page /settings/access
is "without signing in the settings are not seen" "$code" 403
ok "but asked for, and where to go on to" shows 'name="to" value="/settings/access"'
post /settings/access/add name=eve "new-password=a good password" "again=a good password"
is "nor changed" "$code" 403
page /
is "everybody sees how the printers are" "$code" 200
not_ok "without what is for administrators" shows 'href="/people"'
sign_in anna "a wrong password"
is "a wrong password is refused" "$code" 403
ok "as is a name that is none, with the same words" shows 'The name or the password is wrong'
sign_in anna "a good password" to=/settings/access
is "the right one leads to where one wanted" "$code $went" "303 /settings/access?notice=signed-in"
like "the session is no one's but this browser's" "$(cat "$T/head")" 'session=[0-9a-f]\{64\}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict'
session=$(sed -n 's/.*session=\([0-9a-f]*\);.*/\1/p' "$T/head")
not_ok "its number is not kept on the disk" grep -rq "$session" "$T/state-$server_port"*
for to in //evil.example.com https://evil.example.com '/\evil.example.com' "/%0d%0aX: y" javascript:alert; do
    sign_in anna "a good password" "to=$to"
    case $to in /%*) ;; *) is "nobody is sent to $to" "$went" "/?notice=signed-in" ;; esac
done
not_ok "nor has the answer a field of somebody else" grep -q '^X: y' "$T/head"
old=$(token)
page /settings/access
ok "who it is stands on each page" shows '>anna<'
post /sign-out
is "signing out" "$went" "/?notice=signed-out"
curl -s -o /dev/null -w '%{http_code}\n' -b "session=$session" "$site/settings/access" >"$T/page"
ok "ends the session for whoever has its number" shows 403
sign_in anna "a good password"
browse -X POST -d "token=$old" "$site/settings/access/others"
is "a form of another session is not taken" "$code" 403
ok "the log tells who was there" test "$(audit 'anna has signed in')" -ge 2 -a "$(audit 'anna has signed out')" -ge 1
ok "and who was wrong" test "$(audit 'From 127.0.0.1: a wrong name or password, as anna')" -ge 1
not_ok "never a password" grep -q 'good password\|wrong password' "$server_log"

# --- Administrators.
form_page=/settings/access
post /settings/access/add name=bob "new-password=bobs password" "again=bobs password"
is "another administrator is added" "$went" "/settings/access?notice=administrator-set"
is "the sub-command knows both" "$(administrator list | sort | tr '\n' ' ')" "anna bob "
post /settings/access/password "old=not mine at all" "new-password=a better password" "again=a better password"
is "who changes their password has to know the old one" "$code" 400
post /settings/access/password "old=a good password" "new-password=a better password" "again=a better password"
is "then it is changed" "$went" "/settings/access?notice=password-set"
page /settings/access
is "and this browser stays signed in" "$code" 200
post /settings/access/others
is "all others can be signed out" "$went" "/settings/access?notice=others-signed-out"
post /settings/access/remove name=bob
is "an administrator is removed" "$(administrator list)" anna
post /settings/access/remove name=anna
is "but the last one" "$code" 400
ok "not by accident" shows 'last administrator'
ok "the sub-command sets one, too" sh -c "printf 'carls password\n' | '$app' administrator add carl -o server-port=$server_port"
not_ok "with a password that is long enough" sh -c "printf 'short\n' | '$app' administrator add dora -o server-port=$server_port"
is "it tells nobody's password" "$(administrator list | sort | tr '\n' ' ')" "anna carl "
ok "and removes one" administrator remove carl
not_ok "the last one only when that is meant" administrator remove anna

# --- Networks of a printer.
page /settings/access
printer=$(sed -n 's/.*action="\/settings\/access\/printers\/\([0-9]*\)".*/\1/p' "$T/page" | head -n 1)
post "/settings/access/printers/$printer" "allow=192.0.2.0/33"
is "a list that is none is refused" "$code" 400
post "/settings/access/printers/$printer" "allow=10.1.0.0/16, 203.0.113.0/24"
is "a printer has a list of its own" "$went" "/settings/access?notice=allow-set"
is "which the sub-command shows" "$(administrator allow -d office | head -n 1)" "office: 10.1.0.0/16, 203.0.113.0/24"
post "/settings/access/printers/9999" allow=all
is "a printer that is none has not" "$code" 404

# --- A new start, with encryption, and guesses.
page /
stop "$server_pid"
start_site "listen-hostname=*" || exit 1
page /settings/access
is "a new start signs everybody out" "$code" 403
is "administrators and lists survive it" "$(administrator list) $(administrator allow -d office | head -n 1)" "anna office: 10.1.0.0/16, 203.0.113.0/24"
plain_jar=$jar jar=$T/secure-jar plain_site=$site site=$secure
browse -k "$site/sign-in"
secure_token=$(sed -n 's/.*<meta name="form-token" content="\([^"]*\)">.*/\1/p' "$T/page")
browse -k -X POST -d name=anna --data-urlencode "password=a better password" -d "token=$secure_token" "$site/sign-in"
like "by https the cookie is for https alone" "$(cat "$T/head")" '__Host-session=[0-9a-f]\{64\}; Path=/;.*; Secure'
site=$plain_site jar=$plain_jar
guess() {
    sign_in anna "guess number one"
    seconds=$(sed -n 's/.*Try again in \([0-9]*\) second.*/\1/p' "$T/page")
    [ "$code" = 429 ] && [ "${seconds:-0}" -ge 4 ]
}
ok "whoever guesses has to wait" wait_until 2 guess
sign_in anna "a better password"
is "also with the right one then" "$code" 429
ok "and is told how long" shows 'Try again in [0-9]* second'
ok "at the computer itself there is always a way" administrator list
administrator remove anna -o last=yes >/dev/null
page /settings/access
is "without administrators it is as at first" "$code" 200
done_testing
