#!/bin/sh
# check-clang.sh - clang builds everything without a warning.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}

no_warnings() {
    ${MAKE:-make} --no-print-directory -s -j"$(nproc)" CC=clang BUILD="$build/clang" all tools tests-built \
        benches 2>&1 || return 1
}
if command -v clang >/dev/null; then
    output=$(no_warnings)
    status=$?
    printf '%s\n' "$output" | tail -60 | sed 's/^/# /'
    ok $status "clang builds all programs and tests"
    ! printf '%s\n' "$output" | grep -q 'warning:'
    ok $? "clang has nothing to warn about"
else
    skip "clang is not installed"
fi
tap_done
