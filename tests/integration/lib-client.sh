# lib-client.sh - helpers of the tests that speak as clients do, to be sourced after lib.sh: IPP
# requests of any operation with their attributes in a given order, and pages compared with what
# was asked.
# SPDX-License-Identifier: Apache-2.0

# say OPERATION [LINE...]: a request, its answer in $T/said, its status in $said. Each LINE is one
# of ipptool, such as "ATTR integer job-id 3", in the order of the wire; it begins in the operation's
# attributes. $say_queue is the queue, $ipp_version the version, $say_scheme ipp or ipps,
# $transfer auto, chunked or length.
say_queue=office
say() {
    say_operation=$1
    shift
    {
        echo "{ VERSION ${ipp_version:-2.0}"
        echo "TRANSFER ${transfer:-auto}"
        echo "OPERATION $say_operation
            GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8
            ATTR naturalLanguage attributes-natural-language ${language:-en-us}
            ATTR uri printer-uri \$uri"
        for line in "$@"; do echo "$line"; done
        echo "}"
    } >"$T/say.test"
    ipptool -tv -T 60 "${say_scheme:-ipp}://127.0.0.1:$server_port/ipp/print/$say_queue" \
        "$T/say.test" >"$T/said" 2>&1
    said=$(sed -n 's/.*status-code = \([^ ]*\).*/\1/p' "$T/said" | head -n 1)
}
# said_value ATTRIBUTE: of the last answer
said_value() { sed -n "s/^ *$1 ([^)]*) = //p" "$T/said" | tail -n 1; }
# was STATUS [NAME]: the last request was answered so
was() {
    [ "$said" = "$1" ] || diag "$(cat "$T/said")"
    is "${2:-$say_operation}" "$said" "$1"
}
# has_values ATTRIBUTE...: the last answer has all of them
has_values() {
    for attribute in "$@"; do
        grep -q "^ *$attribute (" "$T/said" || { echo "no $attribute"; return 1; }
    done
}
# takes FORMAT: it is in document-format-supported
takes() {
    ipptool -tv "$(uri_of $say_queue)" get-printer-attributes.test 2>/dev/null |
        grep 'document-format-supported' | grep -q "[ ,]$1\(,\|\$\)"
}

# polled: Get-Job-Attributes of $job until it ended, as clients ask; its state then
polled_once() {
    say Get-Job-Attributes "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        'ATTR keyword requested-attributes job-state,job-state-reasons,job-impressions-completed,job-media-sheets-completed'
    case $(said_value job-state) in completed | aborted | canceled) ;; *) return 1 ;; esac
}
polled() {
    wait_until 60 polled_once
    said_value job-state
}

# The machine's n-th job, and what its ticket says.
n=0
next_paper() {
    n=$((n + 1))
    wait_until 30 printed vp $n || return 1
    ticket=$T/vp/job-$(printf %04d $n)/ticket.json
}
asked() { sed -n "s/.*\"$1\" *: *\"*\([^\",}]*\).*/\1/p" "$ticket" | head -n 1; }
# all_right PAGES [OPTION...]: the last job's pages, in each set of them, are those of $T/wanted.pwg,
# see compare-page
all_right() {
    of=$1 count=$(pages vp $n)
    shift
    [ "$count" -gt 0 ] && [ $((count % of)) -eq 0 ] || { echo "$count pages"; return 1; }
    for page in $(seq 1 "$count"); do
        "$build/compare-page" "$@" -p $(((page - 1) % of + 1)) "$T/wanted.pwg" \
            "$(page_file vp $n "$page")" || return 1
    done
}
# sets: how many times each page comes out, whoever makes the copies of a job of $1 pages
sets() { echo $(($(asked copies) * $(pages vp $n) / $1)); }
