#!/bin/sh
# test-server-strings.sh - what the server offers and reports has a name in every language.
# The unit test asks the program's tables; here it is what a client is told.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool
strings=$lib_folder/../../resources/strings

# Attributes of jobs that are registered (RFC 8011, PWG 5100): clients have names of their own.
registered='compression copies document-format document-name finishings finishings-col
    ipp-attribute-fidelity job-accounting-user-id job-error-sheet job-hold-until job-hold-until-time
    job-name job-password job-password-encryption job-pages-per-set job-priority job-retain-until
    job-sheets media media-col multiple-document-handling number-up orientation-requested
    output-bin overrides page-delivery page-ranges presentation-direction-number-up
    print-color-mode print-content-optimize print-quality print-rendering-intent print-scaling
    printer-resolution proof-print sides'

# values ATTRIBUTE: one a line, of the answer in $T/answer
values() {
    sed -n "s/^ *$1 ([^)]*) = //p" "$T/answer" | tail -n 1 | tr ',' '\n'
}
# ask QUEUE: its attributes
ask() { ipptool -tv "$(uri_of "$1")" get-printer-attributes.test >"$T/answer"; }

# offered: the keys that the answer asks for, one a line
offered() {
    # the queue's own settings are no attributes of jobs
    {
        values job-creation-attributes-supported
        values printer-settable-attributes-supported | sed -n 's/-default$//p'
    } | sort -u | while read -r option; do
        case " $(echo $registered) " in *" $option "*) continue ;; esac
        echo "$option"
        # numbers and ranges have no names
        grep -q "^ *$option-supported ([^)]*keyword)" "$T/answer" || continue
        values "$option-supported" | sed "s/^/$option./"
    done
    # custom_min and custom_max are limits, no papers
    for name in media media-source media-type output-bin print-content-optimize; do
        values "$name-supported" | grep -v '^custom_m' | sed "s/^/$name./"
    done
    values print-quality-supported |
        sed 's/^draft$/3/; s/^normal$/4/; s/^high$/5/; s/^/print-quality./'
}

# reported ATTRIBUTE: keys of the reasons on standard input
reported() { tr ',' '\n' | grep -v '^none$' | sed "s/^/$1./"; }

# unnamed: which keys of standard input a language has not; true when there are none
unnamed() {
    missing=$(while read -r key; do
        for file in "$strings"/*.strings; do
            grep -qF "\"$key\" = \"" "$file" || echo "$key in ${file##*/}"
        done
    done)
    printf '%s\n' "$missing"
    [ -z "$missing" ]
}
# all_named FILE: it has keys, and all have names
all_named() { [ -s "$1" ] && unnamed <"$1"; }
waits() { ask_job office "$job" job-state-reasons | grep -q printer-stopped; }
# queue_says QUEUE REASON
queue_says() { ask "$1" && values printer-state-reasons | grep -q "$2"; }

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "it is asked what it offers" ask office
offered >"$T/offered"
for option in toner-save image-refinement.device halftone.color-tone binding-edge.top \
    job-account-id job-account-pin toner-pages media-source.tray-1 media-type.stationery-fine \
    output-bin.face-down print-quality.3 print-content-optimize.photo media.jis_b5_182x257mm; do
    ok "$option is offered" grep -qxF "$option" "$T/offered"
done
ok "all that is offered has a name in every language" all_named "$T/offered"
not_ok "what has no name would be found" eval 'echo toner-save.never | unnamed'

"$make_raster" -n 1 >"$T/one.pwg"
on_server pause -d office
ok "the queue is paused" wait_until 20 queue_says office paused
values printer-state-reasons | reported printer-state-reasons >"$T/paused"
ok "that has a name in every language" all_named "$T/paused"
ok "a job comes" send_file office "$T/one.pwg" image/pwg-raster
ok "and waits" wait_until 20 waits
ask_job office "$job" job-state-reasons | reported job-state-reasons >"$T/waiting"
ok "its reasons have names in every language" all_named "$T/waiting"
on_server resume -d office
is "it is printed" "$(end_of office "$job")" completed
ask_job office "$job" job-state-reasons | reported job-state-reasons >"$T/printed"
ok "so have those of its end" all_named "$T/printed"

free_port
ok "a queue is added whose machine is off" add_queue absent "socket://127.0.0.1:$port"
ok "a job for it comes" send_file absent "$T/one.pwg" image/pwg-raster
ok "the queue says so" wait_until 20 queue_says absent offline
values printer-state-reasons | reported printer-state-reasons >"$T/offline"
ok "that, too, has a name in every language" all_named "$T/offline"
done_testing
