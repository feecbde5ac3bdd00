#!/bin/sh
# check-supported.sh - the table of machines in the guide is what the models say.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}
guide=resources/guides/SUPPORTED.md
vectors=tests/unit/test-vectors-encode.c
T=$(mktemp -d "${TMPDIR:-/tmp}/canon-check.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT

if ! [ -x "$build/supported-models" ] || ! [ -x "$build/canon-printer-app" ]; then
    skip "the program is not built"
    tap_done
fi

# same GUIDE: it has the table that the models make; else what differs, and how to mend it
same() {
    "$build/supported-models" "$1" >"$T/guide" && cmp -s "$1" "$T/guide" && return 0
    diff "$1" "$T/guide"
    echo "make supported writes it"
    return 1
}
try "The guide's table is that of the models" same $guide

# Names of the rows: by the table, by the program, by what the tests compare with.
names() { sed -n 's/^| [^|]* | `\([a-z0-9_]*\)` | .*/\1/p'; }
"$build/supported-models" >"$T/table"
names <"$T/table" | sort >"$T/rows"
"$build/canon-printer-app" drivers | sed 's/ .*//' | sort >"$T/drivers"
try "It has the rows of canon-printer-app drivers, and no others" diff "$T/drivers" "$T/rows"
grep '| streams compared |' "$T/table" | names | sort >"$T/said"
grep -o '"canon_[a-z0-9_]*"' $vectors | tr -d '"' | sort -u >"$T/compared"
try "Streams are said to be compared of just those models of which the tests compare them" \
    diff "$T/compared" "$T/said"
only_known() { ! grep 'by SANE' "$T/table" | grep -v '^| Canon iR10[0-9/]* ('; }
try "Scanners are claimed of the two groups that SANE's list has, and no others" only_known

sed 's/| yes |/| no |/' $guide >"$T/changed.md"
fails "A guide that says otherwise is found" same "$T/changed.md"
grep -v 'canon_ir1018_ufr2lt' $guide >"$T/changed.md"
fails "So is one that lacks a row" same "$T/changed.md"
grep -v '^<!-- table -->' $guide >"$T/changed.md"
fails "And one without a place for the table" same "$T/changed.md"
tap_done
