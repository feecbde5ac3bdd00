# lib-vprinter.sh - helpers of the tests of the virtual printer itself, to be sourced by bash
# after lib.sh: it on any free ports, what it tells, SNMP.
# SPDX-License-Identifier: Apache-2.0

# run_printer NAME OPTION...: on any free ports; $raw_port, $lpd_port, $snmp_port, $log, $printer_pid
run_printer() {
    name=$1
    shift
    log=$T/$name-$RANDOM.log
    "$vprinter" --listen 127.0.0.1:0 --lpd 127.0.0.1:0 --snmp 127.0.0.1:0 --output "$T/$name" "$@" \
        >"$log" 2>"$log.err" &
    printer_pid=$!
    children="$children $printer_pid"
    wait_until 20 grep -q 'SNMP on' "$log" || diag "$(cat "$log" "$log.err")"
    raw_port=$(sed -n 's/^virtual-printer: listening on 127.0.0.1://p' "$log")
    lpd_port=$(sed -n 's/^virtual-printer: LPD on 127.0.0.1://p' "$log")
    snmp_port=$(sed -n 's/^virtual-printer: SNMP on 127.0.0.1://p' "$log")
}
end_printer() {
    kill -TERM "$printer_pid"
    wait "$printer_pid"
    printer_status=$?
}

send() { cat "$1" 2>/dev/null >"/dev/tcp/127.0.0.1/${2:-$raw_port}"; } 2>/dev/null
refused() { ! (: <"/dev/tcp/127.0.0.1/$raw_port") 2>/dev/null; }
taken_again() { ! refused; }
happened() { grep -q -- "$1" "$log"; }
times() { [ "$(grep -c -- "$1" "$log")" -ge "$2" ]; }
# event NAME PATTERN [TIMES]: wait for a line of the printer
event() {
    wait_until 30 times "$2" "${3:-1}" || diag "$(tail -n 20 "$log")"
    times "$2" "${3:-1}"
    result $? "$1"
}
# control LINE...: the control file "faults" from now on
control() {
    printf '%s\n' "$@" >faults.new
    mv faults.new faults
}
# jobs_in FOLDER: all that is in it but the record of the paper
jobs_in() { ls -A "$1" | grep -v '^paper\.log$'; }

# element TAG HEX: with its length, below 128
element() { printf '%s%02x%s' "$1" $((${#2} / 2)) "$2"; }
hex_of() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
# ask_snmp TYPE OID-HEX[,OID-HEX] [VERSION]: hex of the answer; A0 get, A1 get next
ask_snmp() {
    list=
    for oid in ${2//,/ }; do list=$list$(element 30 "$(element 06 "$oid")0500"); done
    pdu=$(element "$1" "020105020100020100$(element 30 "$list")")
    message=$(element 30 "0201$(printf %02x "${3:-0}")$(element 04 "$(hex_of "${community:-public}")")$pdu")
    # shellcheck disable=SC2059 # the format is the message
    printf "$(printf '%s' "$message" | sed 's/../\\x&/g')" >question
    exec 4<>"/dev/udp/127.0.0.1/$snmp_port"
    cat question >&4 # in one datagram
    timeout "${snmp_wait:-10}" dd bs=4096 count=1 <&4 2>/dev/null | od -An -v -tx1 | tr -d ' \n'
    exec 4<&-
}
# oid_hex 1.3.6...: its bytes
oid_hex() {
    local part hex=2b
    for part in $(printf '%s' "${1#1.3.}" | tr . ' '); do
        [ "$part" -lt 128 ] || hex=$hex$(printf %02x $((part >> 7 | 128)))
        hex=$hex$(printf %02x $((part & 127)))
    done
    printf '%s' "$hex"
}
# snmp OID: the value, a number or a text; nothing without an answer
snmp() {
    local hex answer value
    hex=$(oid_hex "$1")
    answer=$(ask_snmp a0 "$hex")
    value=${answer#*"$(element 06 "$hex")"}
    [ "$value" != "$answer" ] || return 1
    case $value in
    04*) printf "$(printf '%s' "${value:4}" | sed 's/../\\x&/g')" ;;
    02??[89a-f]*) echo $((0x${value:4} - (1 << (4 * (${#value} - 4))))) ;;
    *) echo $((0x${value:4})) ;;
    esac
}
snmp_is() { [ "$(snmp "$1")" = "$2" ]; }

printer_mib=1.3.6.1.2.1.43
device_state=1.3.6.1.2.1.25.3.2.1.5.1
printer_state=1.3.6.1.2.1.25.3.5.1.1.1
life=$printer_mib.10.2.1.4.1.1
panel=$printer_mib.16.5.1.2.1.1
descr=2b06010201010100
errors=2b060102011903050102 # hrPrinterDetectedErrorState, its index follows
error_bits() { ask_snmp a0 "${errors}01" | sed 's/.*0401\(..\)$/\1/'; }
error_bits_are() { [ "$(error_bits)" = "$1" ]; }
