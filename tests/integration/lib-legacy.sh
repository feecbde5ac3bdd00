# lib-legacy.sh - helpers of the tests of old protocols, to be sourced by bash after lib.sh.
# SPDX-License-Identifier: Apache-2.0

# talk PORT: standard input to a port, what comes back on standard output
# talk -l LINES PORT: the same for questions that the other side does not end after
talk() { "$build/talk" "$@"; }

# hex: bytes as one line of hexadecimal digits
hex() { od -An -v -tx1 | tr -d ' \n'; }

# last_job: the number of the job that came last, from the log
jobs_in_log() { sed -n 's/.*\[Job \([0-9]*\)\] Came by.*/\1/p' "$server_log"; }
last_job() { jobs_in_log | tail -n 1; }
came() { [ "$(jobs_in_log | wc -l)" -ge "$1" ]; }

# name_of QUEUE JOB, user_of, copies_of: of a job, by IPP
cat >"$T/all.test" <<'END'
{
    OPERATION Get-Job-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job
    STATUS successful-ok
    DISPLAY job-name
    DISPLAY job-originating-user-name
    DISPLAY copies
    DISPLAY sides
    DISPLAY job-state
    DISPLAY job-impressions-completed
}
END
attribute() { ipptool -tv -d "job=$2" "$(uri_of "$1")" "$T/all.test" | sed -n "s/^ *$3 ([^)]*) = //p" | tail -n 1; }
