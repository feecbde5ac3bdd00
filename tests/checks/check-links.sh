#!/bin/sh
# check-links.sh - links of the guides and notes lead to files and headings that are there; what
# they have people type, the programs and the Makefile know.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
export LC_ALL=C
build=${BUILD:-build}
documents=$(find . \( -name .git -o -path './build*' \) -prune -o -name '*.md' -print | sort)
T=$(mktemp -d "${TMPDIR:-/tmp}/canon-check.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT

# --- links ----------------------------------------------------------------------------------------

# links FILE: what it links to, one on a line; code is none. A link's text may go over two lines.
links() {
    awk '/^ *```/ { code = !code; next } code || /^    / { next } { print }' "$1" | sed 's/`[^`]*`/code/g' |
        grep -oE '\]\([^) ]+\)|(src|href)="[^"]+"' | sed -E 's/^\]\(//; s/\)$//; s/^(src|href)="//; s/"$//'
}
# headings FILE: their names in links, as GitHub makes them
headings() {
    awk '/^ *```/ { code = !code } !code && /^#+ / { print }' "$1" | sed -E 's/^#+ +//; s/\[([^]]*)\]\([^)]*\)/\1/g' |
        tr 'A-Z ' 'a-z-' | sed 's/[^a-z0-9_-]//g'
}
# dead FILE: its links that lead nowhere; none is a success
dead() {
    found=0
    for link in $(links "$1"); do
        case $link in http://* | https://* | mailto:*) continue ;; esac
        path=${link%%#*}
        if [ -z "$path" ]; then target=$1; else target=$(dirname "$1")/$path; fi
        if ! [ -e "$target" ]; then
            echo "$1: $link: there is no $target"
            found=1
        elif [ "$link" != "${link#*#}" ] && ! headings "$target" | grep -qxF -- "${link#*#}"; then
            echo "$1: $link: no such heading"
            found=1
        fi
    done
    return $found
}
for document in $documents; do
    try "Links of ${document#./} lead somewhere" dead "$document"
done
printf '# One\n\n[a](#one) [b](two.md)\n' >"$T/bad.md"
fails "A file that is not there is found" dead "$T/bad.md"
printf '# One\n\n[a](#one-two)\n' >"$T/bad.md"
fails "So is a heading that is not there" dead "$T/bad.md"
for guide in resources/guides/*.md; do
    try "README leads to $(basename "$guide")" grep -qF "($guide" README.md
done

for command in 'make run' 'make test'; do
    try "README has people type $command" grep -qE "^    (.*; )?$command\$" README.md
done

# --- commands -------------------------------------------------------------------------------------

# typed PATTERN: where people are told to type it, in code of README, CONTRIBUTING, SECURITY and
# guides; each once
typed() {
    for document in README.md CONTRIBUTING.md SECURITY.md resources/guides/*.md; do
        awk '/^(    |       )/ { print }' "$document"
        tr '\n' ' ' <"$document" | grep -oE '`[^`]+`'
    done | grep -oE -- "$1" | sort -u
}
# unknown_to FILE: of the words on standard input those that are not in it; none is a success
unknown_to() {
    found=0
    while read -r word; do
        grep -qE -- "(^|[^a-z-])$word([^a-z-]|\$)" "$1" || { echo "$word" && found=1; }
    done
    return $found
}
unknown_commands() {
    typed 'canon-printer-app [a-z][a-z-]+' | sed 's/.* //' | unknown_to "$T/commands"
}
unknown_options() {
    typed '(^|[ `])-o +['\''"]?[a-z][a-z-]*=' | sed -E 's/.*[ "'\'']([a-z-]+)=/\1/' | unknown_to "$T/options"
}
unknown_targets() {
    typed '(^|[^a-z-])make [a-z][a-z-]+' | sed 's/.* //' | unknown_to "$T/targets"
}
if [ -x "$build/canon-printer-app" ]; then
    "$build/canon-printer-app" --help >"$T/help"
    sed -n '/^Sub-commands:/,/^Options:/s/^  \([a-z].*\)/\1/p' "$T/help" | sed 's/   .*//' >"$T/commands"
    # What a queue can be set to is in the man page; options of profiles and scans, too.
    cat "$T/help" resources/canon-printer-app.1 | sed 's/\\-/-/g; s/\\f.//g' >"$T/options"
    sed -n 's/^\([a-z][a-z -]*\):.*/\1/p' Makefile >"$T/targets"
    try "Sub-commands that guides name are in --help" unknown_commands
    try "Options that guides name are in --help or the man page" unknown_options
    try "Targets of make that guides name are in the Makefile" unknown_targets
    echo print-nothing >"$T/word"
    fails "A word that is not in --help is found" unknown_to "$T/commands" <"$T/word"
    [ "$(typed 'canon-printer-app [a-z][a-z-]+' | wc -l)" -gt 20 ]
    ok $? "There are such words"
else
    skip "the program is not built"
fi
tap_done
