#!/bin/sh
# run-tests.sh - run test programs, show what fails, count.
# usage: run-tests.sh [NAME=VALUE | PROGRAM]...
# NAME=VALUE is set in the environment of the programs after it (and shown beside them).
# Each program prints TAP. One that ends with a status but 0, prints no plan, or runs longer than
# its time (TEST_TIMEOUT seconds, 900 unless set) counts as one failure more.
# What failed is told again at the end, in a few lines: the end of a long output is what is kept.
# Ends with the line "N passed, M failed, K skipped"; exit status 1 if M > 0 or N = 0.
# SPDX-License-Identifier: Apache-2.0
set -u
passed=0 failed=0 skipped=0 settings=
# Lines of failures that are told at the end, and failures of each program among them.
most_lines=18 most_each=2
logs=${TEST_LOGS:-${BUILD:-build}/test-logs}
mkdir -p "$logs"
failures=$logs/failures
: >"$failures"
for program in "$@"; do
    case $program in
    *=*)
        export "${program?}"
        settings=" $program"
        continue
        ;;
    esac
    label=$program$settings
    log=$logs/$(printf '%s' "$label" | sed 's,^build/,,; s,^tests/,,; s,[/ =],_,g').log
    start=$(date +%s)
    timeout -k 10 "${TEST_TIMEOUT:-900}" "$program" >"$log" 2>&1 </dev/null
    status=$?
    p=$(grep -c '^ok ' "$log")
    s=$(grep -c '^ok [0-9]* # SKIP' "$log")
    f=$(grep -c '^not ok ' "$log")
    p=$((p - s))
    if ! grep -q '^1\.\.[1-9]' "$log"; then
        echo "not ok - $label ended without a plan (status $status)" >>"$log"
        f=$((f + 1))
    elif [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
        echo "not ok - $label ended with status $status" >>"$log"
        f=$((f + 1))
    elif [ "$((p + f + s))" -ne "$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$log" | tail -1)" ]; then
        echo "not ok - $label planned another number of tests than it ran" >>"$log"
        f=$((f + 1))
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-60s %5d passed %3d failed %3d skipped  %4d s\n' "$label" "$p" "$f" "$s" \
        $(($(date +%s) - start))
    if [ "$f" -gt 0 ]; then
        grep -n '^not ok' "$log" | head -20
        printf '%s: %s failed\n' "$label" "$f" >>"$failures"
        # with what was said just before
        awk -v most=$most_each '/^# / { said = $0; next }
            /^not ok/ && n++ < most { if (said != "") print "    " said; print "    " $0 }
            { said = "" }' "$log" | cut -c 1-200 >>"$failures"
        echo "---- the last lines of $log"
        tail -25 "$log"
        echo "----"
    fi
    grep '^ok [0-9]* # SKIP' "$log" | sed 's/^/  /' | head -5
done
head -$most_lines "$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
