#!/bin/sh
# test-package.sh - the service and the Debian package: what is seen without building or installing
# one. Trying them takes a computer with systemd; CONTRIBUTING.md tells how.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
make="${MAKE:-make} -s --no-print-directory BUILD=$build"
unset MAKEFLAGS MAKELEVEL MFLAGS
# root by `su` and ordinary users have no sbin
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
root=$work/root
service=lib/systemd/system/canon-printer-app.service

# values FILE NAME: of a unit's or an environment's NAME=VALUE
values() { sed -n "s|^$2=||p" "$1"; }

# --- installed files ------------------------------------------------------------------------------

try "make install installs below another prefix" $make install DESTDIR="$root" prefix=/opt/canon
for file in "$service" lib/sysusers.d/canon-printer-app.conf lib/tmpfiles.d/canon-printer-app.conf \
    etc/apparmor.d/canon-printer-app; do
    [ -s "$root/opt/canon/$file" ]
    ok $? "$file is installed"
done
fails "No place is left open in them" grep -rq '@[a-z]*dir@' "$root/opt/canon/lib" "$root/opt/canon/etc"
try "make uninstall takes it all away" $make uninstall DESTDIR="$root" prefix=/opt/canon
[ -z "$(find "$root" -type f)" ]
ok $? "Nothing stays behind"
try "make install installs into /usr" $make install DESTDIR="$root" prefix=/usr
[ -s "$root/etc/apparmor.d/canon-printer-app" ]
ok $? "AppArmor's profile lies where AppArmor looks"

# --- the unit -------------------------------------------------------------------------------------

unit=$root/usr/$service
program=$(values "$unit" ExecStart | sed 's/ .*//')
[ -x "$root$program" ]
ok $? "The unit starts the program that is installed"
bad=$(values "$unit" Exec'[A-Za-z]*' | grep -o ' /[a-z/]*bin/[^ ]*' | while read -r path; do
    [ -x "$path" ] || [ -x "$root$path" ] || echo "$path"
done)
[ -z "$bad" ]
ok $? "and no program that is not there $bad"
user=$(values "$unit" User)
sed 's/#.*//' "$root/usr/lib/sysusers.d/canon-printer-app.conf" | grep -q "^u $user "
ok $? "Its user is made by sysusers"
for group in lp scanner; do
    grep -qx "m $user $group" "$root/usr/lib/sysusers.d/canon-printer-app.conf"
    ok $? "and is in the group $group"
done
spool=$(values "$unit" Environment | sed -n 's/^CANON_PRINTER_APP_SPOOL=//p')
grep -q "^d $spool 0700 $user $user " "$root/usr/lib/tmpfiles.d/canon-printer-app.conf"
ok $? "Its spool folder is made by tmpfiles, for it alone"
values "$unit" ReadWritePaths | grep -qw -- "$spool" && grep -q "$spool/\*\* rw" "$root/etc/apparmor.d/canon-printer-app"
ok $? "It may write there, says the unit, and so does AppArmor"
for name in CANON_PRINTER_APP_STATE CANON_PRINTER_APP_SPOOL; do
    values "$unit" Environment | grep -q "^$name=" && grep -q "\"$name\"" server/options.c
    ok $? "The server knows the unit's $name"
done
# Renderers are confined by what this filter would take away without a word.
for call in seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self; do
    values "$unit" SystemCallFilter | grep -qw "$call"
    ok $? "canon-sandbox may call $call"
done

if command -v systemd-analyze >/dev/null; then
    # what it starts must be there, so it starts something else that is; words about manuals and
    # other units are not of ours
    mkdir "$work/unit"
    sed "s|^ExecStart=$program|ExecStart=/bin/true|" "$unit" >"$work/unit/canon-printer-app.service"
    said=$(SYSTEMD_LOG_LEVEL=notice systemd-analyze verify --man=no "$work/unit/canon-printer-app.service" 2>&1)
    status=$?
    said=$(printf '%s\n' "$said" | grep "canon-printer-app.service")
    [ $status -eq 0 ] && [ -z "$said" ]
    ok $? "systemd finds nothing wrong with the unit $said"
    if systemd-analyze security --help 2>&1 | grep -q -- --offline; then
        level=$(systemd-analyze security --offline=yes "$work/unit/canon-printer-app.service" 2>/dev/null |
            sed -n 's/.*exposure level[^:]*: \([0-9.]*\).*/\1/p')
        awk "BEGIN { exit !(\"$level\" != \"\" && ${level:-10} < 2.5) }"
        ok $? "and lets little through (${level:-no answer} of 10)"
    else
        skip "this systemd does not judge units offline"
    fi
else
    skip "systemd-analyze is not here"
fi
if command -v apparmor_parser >/dev/null && [ -d /etc/apparmor.d/abstractions ]; then
    try "AppArmor's parser reads the profile" sh -c "apparmor_parser -Q -K -S '$root/etc/apparmor.d/canon-printer-app' >/dev/null"
else
    skip "apparmor_parser is not here"
fi
if command -v udevadm >/dev/null && udevadm verify --help >/dev/null 2>&1; then
    try "udev reads the rule" udevadm verify "$root/usr/lib/udev/rules.d/70-canon-printer-app.rules"
else
    skip "this udevadm does not verify rules"
fi

# --- the package ----------------------------------------------------------------------------------

# packages FIELD: of resources/debian/control, one a line, without versions and debhelper's own
packages() {
    awk -v field="$1:" '$1 == field { on = 1; next } /^[^ ]/ { on = 0 } on { gsub(/,/, "", $1); print $1 }' resources/debian/control |
        grep -v -e '^[$]' -e '^debhelper' -e '^dh-' | sort
}
# listed KIND: what need-packages.sh would install on a computer without anything
mkdir "$work/bin"
printf '#!/bin/sh\nexit 0\n' >"$work/bin/dpkg-query"
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod +x "$work"/bin/*
listed() {
    PATH="$work/bin:$PATH" tests/need-packages.sh "$1" 2>&1 </dev/null |
        sed -n 's/^ *apt-get install//p' | tr ' ' '\n' | grep . | sort
}
listed build >"$work/build"
listed run | grep -vxF -f "$work/build" >"$work/run"
# Every Debian builds with these three.
packages Build-Depends >"$work/build-depends"
try "The package is built with what need-packages.sh lists" sh -c \
    "grep -vx -e gcc -e libc6-dev -e make '$work/build' | diff - '$work/build-depends'"
# ipptool is for tries; Avahi is optional where nothing is installed by a package.
packages Recommends | grep -vx avahi-daemon >"$work/recommends"
try "It recommends what need-packages.sh lists to run" sh -c \
    "grep -vx cups-ipp-utils '$work/run' | diff - '$work/recommends'"
version=$(sed -n '1s/.*(\([0-9.]*\)[^)]*).*/\1/p' resources/debian/changelog)
[ "$version" = "$(sed -n 's/^VERSION *:= *//p' Makefile)" ]
ok $? "Its version is the program's"
for folder in "$spool" "/var/lib/$(values "$unit" StateDirectory)"; do
    sed -n '/purge/,/^fi/p' resources/debian/canon-printer-app.postrm | grep 'rm -rf' | tr ' ' '\n' | grep -qx "$folder"
    ok $? "A purge removes $folder"
done
sed -n '/purge/,/^fi/p' resources/debian/canon-printer-app.postrm | grep -q "userdel $user"
ok $? "and the user"
grep -q '^#*CANON_PRINTER_APP_OPTIONS=' resources/debian/canon-printer-app.default &&
    grep -qx "EnvironmentFile=-/etc/default/canon-printer-app" "$unit" && grep -q '[$]CANON_PRINTER_APP_OPTIONS' "$unit"
ok $? "The unit reads the options that /etc/default has"

# --- the sub-commands find it ---------------------------------------------------------------------

# As the unit does it, with another user's number and folders of our own: the link leads to the
# socket that the server makes below its TMPDIR.
line=$(sed -n 's|^ExecStartPre=+/bin/sh -c .\(.*\).$|\1|p' "$unit" | sed 's/[$][$]/$/g' | sed "s|%t|$work/run.d|g; s|id -u $user|echo 4711|")
mkdir "$work/run.d"
sh -c "$line" && [ "$(readlink "$work/run.d/canon-printer-app.sock")" = canon-printer-app/canon-printer-app4711.sock ]
ok $? "The unit leads sub-commands to the socket of its user"
grep -q '"%s/%s%d.sock", papplGetTempDir(), name, (int)getuid()' server/options.c &&
    values "$unit" Environment | grep -qx 'TMPDIR=%t/canon-printer-app'
ok $? "which is where the server makes it"
line=$(sed -n 's|^ExecStopPost=+/bin/sh -c .\(.*\).$|\1|p' "$unit" | sed "s|%t|$work/run.d|g")
sh -c "$line" && [ ! -e "$work/run.d/canon-printer-app.sock" ] && [ ! -L "$work/run.d/canon-printer-app.sock" ]
ok $? "and takes that way back when it ends"
: >"$work/run.d/canon-printer-app.sock"
sh -c "$line" && [ -e "$work/run.d/canon-printer-app.sock" ]
ok $? "but not another server's socket"
tap_done
