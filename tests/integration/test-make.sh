#!/bin/sh
# test-make.sh - installing, packages, and that the counting of tests cannot be fooled.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
make="${MAKE:-make} -s --no-print-directory BUILD=$build"
unset MAKEFLAGS MAKELEVEL MFLAGS

# --- install --------------------------------------------------------------------------------------

try "make help says what there is" sh -c "$make help | grep -q 'make run'"
try "make install installs" $make install DESTDIR="$work/root" prefix=/usr
for program in canon-printer-app virtual-printer ufr2lt; do
    try "$program is installed and runs" "$work/root/usr/bin/$program" --version
done
helpers=$work/root/usr/libexec/canon-printer-app
try "What renders documents is installed, and runs" sh -c \
    "'$helpers/canon-sandbox' -- '$helpers/canon-text-pdf' <tests/need-packages.sh | grep -aq ^%PDF-"
try "What scans is installed, and runs" sh -c "'$helpers/canon-sane' 2>&1 | grep -q 'started by'"
try "make uninstall takes it all away" $make uninstall DESTDIR="$work/root" prefix=/usr
[ -z "$(find "$work/root" -type f)" ]
ok $? "Nothing stays behind"

# --- packages: a machine of which we say what is installed, and who we are ------------------------

mkdir "$work/bin"
cat >"$work/bin/dpkg-query" <<'END'
#!/bin/sh
for package in $FAKE_INSTALLED; do printf 'installed %s\ninstalled \n' "$package"; done
END
cat >"$work/bin/id" <<'END'
#!/bin/sh
echo "${FAKE_UID:-0}"
END
cat >"$work/bin/apt-get" <<'END'
#!/bin/sh
echo "$*" >>"$FAKE_LOG"
case "$*" in *" ${FAKE_UNKNOWN:-nothing-at-all}"*) exit 100 ;; esac
END
cat >"$work/bin/sudo" <<'END'
#!/bin/sh
[ -n "${FAKE_SUDO:-}" ] || exit 1
[ "$1" = -n ] && exit 0
echo sudo >>"$FAKE_LOG"
exec "$@"
END
chmod +x "$work"/bin/*
all='gcc libc6-dev make pkgconf libpappl-dev libcups2-dev libcupsimage2-dev libjpeg-dev libpng-dev
    libusb-1.0-0-dev libavahi-client-dev zlib1g-dev libjbig-dev libpango1.0-dev libseccomp-dev
    libgnutls28-dev libcrypt-dev librsvg2-bin fonts-liberation libsane-dev libmicrohttpd-dev
    libexpat1-dev libcurl4-gnutls-dev libarchive-dev libqrencode-dev'
most=${all#gcc }

# packages SETTING... - need-packages.sh build on that machine
packages() {
    : >"$work/apt"
    env PATH="$work/bin:$PATH" FAKE_LOG="$work/apt" "$@" tests/need-packages.sh build \
        >"$work/said" 2>&1 </dev/null
}

packages FAKE_INSTALLED="$all" && [ ! -s "$work/apt" ] && [ ! -s "$work/said" ]
ok $? "Nothing is installed where nothing is missing"
packages FAKE_INSTALLED="$most" && grep -q 'install.* gcc$' "$work/apt" && ! grep -q libpng "$work/apt"
ok $? "Only what is missing is installed"
grep -q 'Installing: gcc$' "$work/said"
ok $? "It says what it installs"
! packages FAKE_INSTALLED="$most" FAKE_UID=1000 && [ ! -s "$work/apt" ] &&
    grep -q 'apt-get install gcc$' "$work/said"
ok $? "Without root and sudo it gives the line for an administrator"
packages FAKE_INSTALLED="$most" FAKE_UID=1000 FAKE_SUDO=1 && grep -q '^sudo$' "$work/apt"
ok $? "Not root, it installs by sudo"
! packages FAKE_INSTALLED="$most" FAKE_UNKNOWN=gcc && grep -q 'could not be installed: gcc' "$work/said"
ok $? "It says what could not be installed"

# --- counting -------------------------------------------------------------------------------------

# counts SENTENCE LINE STATUS SCRIPT - run-tests.sh on a program that runs the script
counts() {
    printf '#!/bin/sh\n%s\n' "$4" >"$work/program"
    chmod +x "$work/program"
    TEST_LOGS="$work/logs" TEST_TIMEOUT=2 tests/run-tests.sh "$work/program" >"$work/counted" 2>&1
    status=$?
    [ "$(tail -n 1 "$work/counted")" = "$2" ] && [ $status -eq "$3" ]
    ok $? "$1"
}
counts "Passes are counted" "2 passed, 0 failed, 0 skipped" 0 'echo "ok 1 - a"; echo "ok 2 - b"; echo 1..2'
counts "A skip is no pass" "0 passed, 0 failed, 1 skipped" 1 'echo "ok 1 # SKIP a"; echo 1..1'
counts "A failure is counted" "1 passed, 1 failed, 0 skipped" 1 'echo "ok 1 - a"; echo "not ok 2 - b"; echo 1..2; exit 1'
counts "A program that dies fails" "1 passed, 1 failed, 0 skipped" 1 'echo "ok 1 - a"; kill -9 $$'
counts "A program that only ends badly fails" "1 passed, 1 failed, 0 skipped" 1 'echo "ok 1 - a"; echo 1..1; exit 3'
counts "A program that runs less than its plan fails" "1 passed, 1 failed, 0 skipped" 1 'echo "ok 1 - a"; echo 1..2'
counts "A program that does not end fails" "1 passed, 1 failed, 0 skipped" 1 'echo "ok 1 - a"; exec sleep 60'
counts "A program that says nothing fails" "0 passed, 1 failed, 0 skipped" 1 'exit 0'
tap_done
