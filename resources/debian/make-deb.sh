#!/bin/sh
# make-deb.sh - `make deb`: the Debian package of what is committed, in $BUILD/deb/.
# usage: [BUILD=build] [VERSION=N] [DEB_BUILD_OPTIONS=parallel=N] resources/debian/make-deb.sh
# Nothing is installed: what is missing is said, with the line that installs it. UNCLEAN=1 goes on
# with a work tree that has changes, which are not packed.
# Effects: $BUILD/deb/. Exit status 1: not built.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${BUILD:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
place=$build/deb

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

for program in git dpkg-buildpackage dh; do
    command -v "$program" >/dev/null ||
        fail "make deb needs $program. Install it with" "    apt-get install git dpkg-dev debhelper"
done
top=$(git rev-parse --show-toplevel 2>/dev/null) && [ "$top" = "$(pwd -P)" ] ||
    fail "make deb packs what is committed: it needs a clone of the repository, not its files alone."
git diff --quiet HEAD || [ -n "${UNCLEAN:-}" ] ||
    fail "There are changes that are not committed, and would not be in the package." \
        "Commit or stash them, or set UNCLEAN=1."
version=$(dpkg-parsechangelog -l resources/debian/changelog -S Version)
[ -z "${VERSION:-}" ] || [ "${version%%[-+~]*}" = "$VERSION" ] ||
    fail "resources/debian/changelog is of version $version, the Makefile of $VERSION."

rm -rf "$place"
tree=$place/canon-printer-app-$version
mkdir -p "$tree"
git archive HEAD | tar -x -C "$tree"
# where dpkg looks for it
mv "$tree/resources/debian" "$tree/debian"
cd "$tree"
# The make that runs this is no business of those that build.
unset MAKEFLAGS MAKELEVEL MFLAGS BUILD VERSION
lacking=$(dpkg-checkbuilddeps 2>&1) ||
    fail "$lacking" "All that is missing is installed by (root):" "    apt-get build-dep $tree"
dpkg-buildpackage -b -us -uc
cd "$place"
rm -rf "$tree"
echo "Built, in $place:"
ls -1
