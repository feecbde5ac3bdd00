#!/bin/sh
# need-packages.sh - install the Debian packages that are missing, and only those.
# usage: need-packages.sh build|run|test|bench
# Effects: apt-get, by sudo when not root. Exit status 1, with the line to give to an
# administrator, when something is missing and cannot be installed.
# SPDX-License-Identifier: Apache-2.0
set -u
# Root by `su` and ordinary users have no sbin, where dpkg looks for its helpers.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

# librsvg2-bin draws the pages that the program prints by itself, fonts-liberation are their letters:
# both for the build only.
build='gcc libc6-dev make pkgconf libpappl-dev libcups2-dev libcupsimage2-dev libjpeg-dev
    libpng-dev libusb-1.0-0-dev libavahi-client-dev zlib1g-dev libjbig-dev libpango1.0-dev
    libseccomp-dev libgnutls28-dev libcrypt-dev librsvg2-bin fonts-liberation libsane-dev
    libmicrohttpd-dev libexpat1-dev libcurl4-gnutls-dev libarchive-dev libqrencode-dev'
# ipptool is the IPP client; ghostscript renders the document as a client's computer does.
# Text wants a font of one width with many letters, and one for Chinese and Japanese; documents
# that name such fonts and lack them want the tables of poppler-data too.
run="$build cups-ipp-utils ghostscript fonts-urw-base35 fonts-dejavu-core fonts-droid-fallback
    fonts-wqy-microhei
    poppler-data"
# libtiff and jbigkit-bin read what our fax and JBIG coders wrote.
# poppler-utils reads back what was made of a text, qpdf encrypts documents.
test="$run clang clang-format curl poppler-utils qpdf
    libtiff-dev jbigkit-bin"
# For tests that are passed over where these are missing: the ARM code paths, DNS-SD, certificates,
# computers with CUPS, JPEG 2000, man pages.
# npm, which brings axe-core for the web page, would bring hundreds of packages: used where it is.
test_wanted='gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static dbus-daemon avahi-daemon
    avahi-utils iproute2 openssl libopenjp2-tools cups cups-filters cups-browsed sane-utils sane-airscan
    chromium chromium-driver zbar-tools unzip tesseract-ocr tesseract-ocr-eng groff-base mandoc'

case ${1:-} in
build) needed=$build wanted= ;;
run) needed=$run wanted= ;;
test) needed=$test wanted=$test_wanted ;;
bench) needed=$run wanted='cups-filters valgrind sane-utils' ;;
*)
    echo "usage: need-packages.sh build|run|test|bench" >&2
    exit 2
    ;;
esac

# A package counts as there if it is installed, or another that provides it.
missing() {
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status} ${Package}\n${db:Status-Status} ${Provides}\n' 2>/dev/null |
            sed -n 's/^installed //p' | tr ', ' '\n\n' | grep -qx "$package" || printf '%s ' "$package"
    done
}

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian or a child of it; nothing is installed. What is needed, in Debian's names:"
    echo "   " $needed
    exit 0
fi

lacking=$(missing $needed)
wished=$(missing $wanted)
[ -n "$lacking$wished" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    # Without a terminal nobody can be asked for a password.
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root=sudo
    elif [ -n "$lacking" ]; then
        echo "These packages are missing, and installing them takes root or sudo. Please ask your administrator for" >&2
        echo "    apt-get install" $lacking >&2
        exit 1
    else
        echo "Not installed, some tests are passed over:" $wished
        exit 0
    fi
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 "$@"
}

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
echo "Installing:" $lacking $wished
apt update >"$log" 2>&1 || { echo "apt-get update failed; going on with the lists that are there:"; tail -3 "$log"; }
if [ -n "$lacking" ] && ! apt install -y --no-install-recommends $lacking >"$log" 2>&1; then
    tail -20 "$log" >&2
    echo "These packages could not be installed:" $lacking >&2
    exit 1
fi
if [ -n "$wished" ] && ! apt install -y --no-install-recommends $wished >"$log" 2>&1; then
    echo "Could not be installed, what needs them is passed over:" $wished
fi
exit 0
