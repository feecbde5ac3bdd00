#!/bin/sh
# check-man.sh - each program that is installed has a man page, which readers of man pages take
# without a warning, and which has what --help has.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
export LC_ALL=C
build=${BUILD:-build}
version=$(sed -n 's/^VERSION *:= *//p' Makefile)
programs=$(sed -n 's/^PROGRAMS *:= *//p' Makefile | tr ' ' '\n' | sed 's,.*/,,')
T=$(mktemp -d "${TMPDIR:-/tmp}/canon-check.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT

# silent COMMAND...: it succeeds and says nothing
silent() {
    said=$("$@" 2>&1)
    status=$?
    printf '%s\n' "$said"
    [ $status -eq 0 ] && [ -z "$said" ]
}
plain() { sed 's/\\-/-/g; s/\\f.//g; s/\\&//g' "$1"; }
# options PROGRAM: long ones, by --help
options() { "$build/$1" --help 2>&1 | grep -oE '^ +--[a-z-]+(, --[a-z-]+)*' | grep -oE -- '--[a-z-]+' | sort -u; }
# lacks PAGE: the words on standard input that are not in it; none is a success
lacks() {
    found=0
    plain "$1" >"$T/plain"
    while read -r word; do
        grep -qE -- "(^|[^a-z-])$word([^a-z-]|\$)" "$T/plain" || { echo "$word" && found=1; }
    done
    return $found
}

[ "$(echo $programs | wc -w)" -ge 3 ]
ok $? "The Makefile says which programs are installed"
for program in $programs; do
    page=resources/$program.1
    try "$program has a man page" test -s "$page"
    try "It is of version $version" grep -q "^\.TH $program 1 .* \"canon-printer-app $version\"" "$page"
    for section in NAME SYNOPSIS DESCRIPTION "EXIT STATUS" "SEE ALSO"; do
        try "It has a section $section" grep -qx "\.SH \"*$section\"*" "$page"
    done
    if command -v groff >/dev/null && groff -man -z /dev/null 2>/dev/null; then
        try "groff has nothing to warn about" silent groff -man -ww -z "$page"
    else
        skip "groff is not installed"
    fi
    if command -v mandoc >/dev/null; then
        try "Nor has mandoc" silent mandoc -Tlint -Wwarning "$page"
    else
        skip "mandoc is not installed"
    fi
    if [ -x "$build/$program" ]; then
        options "$program" >"$T/options"
        try "It has the options of --help" lacks "$page" <"$T/options"
    else
        skip "$program is not built"
    fi
done

if [ -x "$build/canon-printer-app" ]; then
    "$build/canon-printer-app" --help >"$T/help"
    sed -n '/^Sub-commands:/,/^Options:/s/^  \([a-z][a-z, -]*\).*/\1/p' "$T/help" | tr -s ', ' '\n\n' |
        grep '[a-z]' >"$T/commands"
    try "That of canon-printer-app has its sub-commands" lacks resources/canon-printer-app.1 <"$T/commands"
    sed -n '/^Options of a job/,$s/^  \([a-z][a-z-]*\)=.*/\1/p' "$T/help" >"$T/options"
    try "And the options of jobs and of the server" lacks resources/canon-printer-app.1 <"$T/options"
    [ "$(wc -l <"$T/options")" -gt 30 ] && [ "$(wc -l <"$T/commands")" -gt 25 ]
    ok $? "These are many"
fi
echo --no-such-option >"$T/word"
fails "A word that is not in a page is found" lacks resources/ufr2lt.1 <"$T/word"
tap_done
