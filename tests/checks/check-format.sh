#!/bin/sh
# check-format.sh - every C file looks as .clang-format says, every file names its licence.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
sources=$(find driver server tests -name '*.[ch]' | sort)

if command -v clang-format >/dev/null; then
    try "C files are formatted as .clang-format says" clang-format --dry-run -Werror $sources
else
    skip "clang-format is not installed"
fi

without_licence() {
    found=$(grep -L 'SPDX-License-Identifier: Apache-2.0' $sources Makefile $(find tests .ci -name '*.sh' -o -path '.ci/run'))
    printf '%s\n' "$found" && [ -z "$found" ]
}
try "Each source file names the licence" without_licence
tap_done
