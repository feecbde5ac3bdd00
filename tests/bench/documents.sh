# documents.sh - the parts "document" and "pages" of run-bench.sh, to be sourced after lib.sh:
# documents that are rendered here, beside Ghostscript alone.
# SPDX-License-Identifier: Apache-2.0

T=$work
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh

# times_of COUNT WORD: COUNT times
times_of() { for _ in $(seq "$1"); do printf '%s ' "$2"; done; }

# text_pdf COUNT FILE: pages of running text
text_pdf() {
    # shellcheck disable=SC2046 # words
    gs_run -sDEVICE=pdfwrite -dDEVICEWIDTHPOINTS=595 -dDEVICEHEIGHTPOINTS=842 -sOutputFile="$2" \
        $(times_of "$1" tests/bench/text.ps)
}

# picture_pages COUNT 'ENTRIES' FILE <DATA: pages that a picture fills
picture_pages() {
    pdf_begin "$3"
    pdf_stream 3 "/Type /XObject /Subtype /Image $2"
    for page in $(seq "$1"); do
        echo 'q 595.28 0 0 841.89 0 0 cm /Im Do Q' |
            pdf_page $((2 + 2 * page)) '/Resources << /XObject << /Im 3 0 R >> >>'
    done
    pdf_end
}

# make_documents COUNT FOLDER
make_documents() {
    text_pdf "$1" "$2/text.pdf"
    scan_g4 | picture_pages "$1" "$scan_size /Filter /CCITTFaxDecode /DecodeParms << /K -1
        /Columns $scan_columns /Rows $scan_rows /BlackIs1 false >>" "$2/scan.pdf"
    "$build/make-picture" jpeg 2480 3508 | picture_pages "$1" '/Width 2480 /Height 3508
        /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode' "$2/photo.pdf"
    { echo '%!PS' && for _ in $(seq "$1"); do cat tests/bench/text.ps; done; } >"$2/text.ps"
    seq $(($1 * 57)) | sed 's/$/ lines of a text, as logs and sources have them, not too long/' >"$2/text.txt"
    "$build/canon-text-pdf" --paper 21000x29700 <"$2/text.txt" >"$2/text.txt.pdf"
}

# floor_of FILE: ms that Ghostscript takes for its pages alone, least of 3
floor_of() {
    for _ in 1 2 3; do
        begun=$(date +%s%N)
        gs_run -sDEVICE=pgmraw -r600 -dDEVICEWIDTHPOINTS=595 -dDEVICEHEIGHTPOINTS=842 \
            -sOutputFile=/dev/null "$1" >/dev/null 2>&1
        echo $((($(date +%s%N) - begun) / 1000000))
    done | least_of
}

document() {
    count=${DOCUMENT_PAGES:-20}
    echo "== Document: $count pages of A4, rendered here, ms; floor: Ghostscript alone, 600 dpi gray"
    echo "   to /dev/null; a text's is that of its PDF. Median of $rounds"
    echo
    row='  %-9s %9s %10s %10s %10s %9s %9s %9s %10s\n'
    # shellcheck disable=SC2059
    printf "$row" '' accepted 'first byte' 'page byte' 'last byte' 'a page' floor ratio 'KiB a page'
    mkdir -p "$work/documents"
    make_documents "$count" "$work/documents" || return 1
    start_server error
    for each in text.pdf:application/pdf scan.pdf:application/pdf photo.pdf:application/pdf \
        text.ps:application/postscript text.txt:text/plain; do
        file=$work/documents/${each%%:*}
        accepted='' firsts='' page_bytes='' lasts=''
        for _ in $(seq "$rounds"); do
            figures=$("$build/bench/bench-document" "127.0.0.1:$port" /ipp/print/bench "$sink" \
                "${each#*:}" "$file") || return 1
            take_figures "$figures"
            accepted="$accepted $value_accepted" firsts="$firsts $value_first"
            page_bytes="$page_bytes $value_page" lasts="$lasts $value_last"
        done
        least=$(floor_of "$([ -f "$file.pdf" ] && echo "$file.pdf" || echo "$file")")
        # shellcheck disable=SC2086
        last=$(median_of $lasts)
        # shellcheck disable=SC2059,SC2086
        printf "$row" "${each%%:*}" "$(median_of $accepted)" "$(median_of $firsts)" \
            "$(median_of $page_bytes)" "$last" "$(calculate %.1f "$last / $count")" \
            "$(calculate %.1f "$least / $count")" "$(calculate %.2f "$last / $least")" \
            "$(calculate %.0f "$value_out / 1024 / $count")"
    done
    end_server
    echo
}

# Until the file $1 is there: the most memory of a child of the server, KiB, and the most the
# spool took of the disk, KiB, into $2.
watch_server() {
    most_child=0 most_spool=0
    until [ -e "$1" ]; do
        for child in $(pgrep -P "$server_pid"); do
            peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$child/status" 2>/dev/null)
            [ "${peak:-0}" -le $most_child ] || most_child=$peak
        done
        spool=$(du -sk "$folder/spool" 2>/dev/null | cut -f 1)
        [ "${spool:-0}" -le $most_spool ] || most_spool=$spool
        sleep 0.2
    done
    echo "$most_child $most_spool" >"$2"
}

pages() {
    most=${PAGES:-1000}
    echo "== Pages: what a long document takes, each from a fresh server"
    echo
    row='  %-8s %12s %12s %12s %14s %12s\n'
    # shellcheck disable=SC2059
    printf "$row" pages 'server MiB' 'child MiB' 'spool KiB' 'KiB a page' 'pages/s'
    for count in 100 "$most"; do
        text_pdf "$count" "$work/long.pdf" || return 1
        start_server error
        rm -f "$work/ended"
        watch_server "$work/ended" "$work/watched" &
        watcher=$!
        figures=$("$build/bench/bench-document" "127.0.0.1:$port" /ipp/print/bench "$sink" \
            application/pdf "$work/long.pdf")
        good=$?
        : >"$work/ended"
        wait $watcher
        [ $good -eq 0 ] || return 1
        take_figures "$figures"
        read -r child spool <"$work/watched"
        # shellcheck disable=SC2059
        printf "$row" "$count" "$(calculate %.1f "$(peak_kib) / 1024")" \
            "$(calculate %.1f "$child / 1024")" "$spool" "$(calculate %.1f "$spool / $count")" \
            "$(calculate %.1f "$count / ($value_last / 1000)")"
        end_server
    done
    # shellcheck disable=SC2059
    printf "$row" goal 'the same' 'the same' '' '' ''
    echo
}
