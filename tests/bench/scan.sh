# scan.sh - the part "scan" of run-bench.sh: A4 through canon-sane, the server and eSCL into a file,
# beside SANE's own scanimage on the same driver without a machine, which does not wait for lamps.
# SPDX-License-Identifier: Apache-2.0

scan_device=fake:04A926E6_0123456789AB

# Milliseconds that a command takes, median of $rounds.
time_of() {
    taken=
    for round in $(seq "$rounds"); do
        began=$(date +%s%N)
        "$@" >>"$work/scan" 2>&1 || return 1
        taken="$taken $((($(date +%s%N) - began) / 1000000))"
    done
    # shellcheck disable=SC2086
    median_of $taken
}

scan_directly() {
    env LD_LIBRARY_PATH="$build/sane" SANE_CONFIG_DIR="$work/sane.d" FAKE_SCANNER="$work/scanner" \
        scanimage -d "$scan_device" --resolution "$1" --mode "$2" --format "$3" -o "$work/direct"
}

scan_through() {
    "$build/canon-printer-app" scan -o "server-port=$port" -d bench -o "resolution=$1" -o "color=$2" \
        -o area=a4 -o "file=$work/through.$3"
}

scan() {
    echo "== Scan: A4 into a file, ms, median of $rounds, beside scanimage on the same driver"
    echo
    command -v scanimage >/dev/null || { echo "  scanimage is not there" && echo && return; }
    mkdir -p "$work/sane.d"
    echo fake >"$work/sane.d/dll.conf"
    echo 'glass ramp' >"$work/scanner"
    start_server error "LD_LIBRARY_PATH=$build/sane SANE_CONFIG_DIR=$work/sane.d FAKE_SCANNER=$work/scanner"
    "$build/canon-printer-app" scanner -o "server-port=$port" -d bench -o "device=$scan_device" \
        >>"$work/scan" 2>&1 || return 1
    row='  %-24s %10s %10s %8s\n'
    # shellcheck disable=SC2059
    printf "$row" '' gateway scanimage ratio
    for kind in '300 gray Gray jpg jpeg' '600 color Color jpg jpeg' '300 gray Gray png png' '600 color Color png png'; do
        # shellcheck disable=SC2086
        set -- $kind
        through=$(time_of scan_through "$1" "$2" "$4") && direct=$(time_of scan_directly "$1" "$3" "$5") ||
            return 1
        # shellcheck disable=SC2059
        printf "$row" "$1 dpi, $2, $5" "$through" "$direct" "$(calculate %.2f "$through / $direct")"
    done
    peak=$(peak_kib)
    end_server
    echo "  peak of the server: $(calculate %.1f "$peak / 1024") MiB; a page of 600 dpi in color has 99 MiB of samples"
    echo
}
