# pdf-writer.sh - PDF files written object by object, to be sourced: what no program would write
# can be written, too.
# SPDX-License-Identifier: Apache-2.0
#
#   pdf_begin FILE                    object 1 is the catalogue, 2 the list of pages
#   pdf_object N 'TEXT'               any object
#   pdf_stream N 'ENTRIES' <DATA      a stream; its Length is added
#   pdf_page N 'ENTRIES' <CONTENTS    a page and, as object N + 1, what it shows; A4 unless the
#                                     entries name a MediaBox
#   pdf_end ['CATALOGUE ENTRIES' ['TRAILER ENTRIES']]
#
# What was written where is kept in files beside it until the end: a pipe's shell forgets.

pdf_begin() {
    pdf_file=$1
    printf '%%PDF-1.7\n%%\342\343\317\323\n' >"$pdf_file"
    echo 0:0 >"$pdf_file.places"
    : >"$pdf_file.kids"
}

pdf_object() {
    echo "$1:$(wc -c <"$pdf_file")" >>"$pdf_file.places"
    printf '%s 0 obj\n%s\nendobj\n' "$1" "$2" >>"$pdf_file"
}

pdf_stream() {
    cat >"$pdf_file.data"
    echo "$1:$(wc -c <"$pdf_file")" >>"$pdf_file.places"
    {
        printf '%s 0 obj\n<< %s /Length %d >>\nstream\n' "$1" "$2" "$(wc -c <"$pdf_file.data")"
        cat "$pdf_file.data"
        printf '\nendstream\nendobj\n'
    } >>"$pdf_file"
    rm -f "$pdf_file.data"
}

pdf_page() {
    pdf_stream $(($1 + 1)) ''
    case $2 in
    *MediaBox*) pdf_box='' ;;
    *) pdf_box='/MediaBox [0 0 595.28 841.89]' ;;
    esac
    pdf_object "$1" "<< /Type /Page /Parent 2 0 R $pdf_box /Contents $(($1 + 1)) 0 R $2 >>"
    echo "$1 0 R" >>"$pdf_file.kids"
}

# pdf_finish TRAILER-ENTRIES: the table of what was written
pdf_finish() {
    pdf_start=$(wc -c <"$pdf_file")
    {
        sort -n "$pdf_file.places" | awk -F: '
            BEGIN { print "xref" }
            $1 == 0 { printf "0 1\n%010d 65535 f \n", 0; next }
            { printf "%d 1\n%010d 00000 n \n", $1, $2; last = $1 }
            END { print "trailer"; print "<< /Size " last + 1 }'
        printf '/Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n' "$1" "$pdf_start"
    } >>"$pdf_file"
    rm -f "$pdf_file.places" "$pdf_file.kids"
}

pdf_end() {
    pdf_object 1 "<< /Type /Catalog /Pages 2 0 R ${1:-} >>"
    pdf_object 2 "<< /Type /Pages /Kids [$(cat "$pdf_file.kids")] /Count $(wc -l <"$pdf_file.kids") >>"
    pdf_finish "${2:-}"
}
