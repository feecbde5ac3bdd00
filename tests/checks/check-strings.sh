#!/bin/sh
# check-strings.sh - the files of names in other languages are whole, alike, and read by clients.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
export LC_ALL=C
folder=resources/strings

# A PPD file has 80 bytes for a text and ends one at a colon; quotes and backslashes would need
# escapes, which not every client undoes. Bytes from 128 on are seen to below.
line='^"[a-z0-9._-]+" = "[^"\\:<>[:cntrl:]]{1,80}";$'
# other_lines FILE: those that are not of the form, or have blanks around the text
other_lines() {
    ! { grep -nvE "$line" "$1" || grep -nE '= " | ";$' "$1"; }
}
keys() { sed -n 's/^"\([^"]*\)" = .*/\1/p' "$1"; }
twice() { found=$(keys "$1" | sort | uniq -d) && printf '%s\n' "$found" && [ -z "$found" ]; }
as_english() {
    keys "$1" | sort >"$T/keys"
    diff "$T/english" "$T/keys"
}
ends_whole() { [ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ]; }

T=$(mktemp -d "${TMPDIR:-/tmp}/canon-check.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT
keys $folder/en.strings | sort >"$T/english"
for language in ar de en es fr it ja pl pt zh; do
    file=$folder/$language.strings
    try "$language: every line is \"name\" = \"text\"; with a text of 1 to 80 bytes" other_lines $file
    try "$language: all of it is UTF-8" iconv -f UTF-8 -t UTF-32 -o "$T/utf-32" $file
    try "$language: no name is given twice" twice $file
    try "$language: it has the names that English has" as_english $file
    try "$language: its last line ends" ends_whole $file
done
is_all() { [ "$(ls $folder | tr '\n' ' ')" = "$(printf '%s.strings ' ar de en es fr it ja pl pt zh)" ]; }
try "There are no other files" is_all
tap_done
