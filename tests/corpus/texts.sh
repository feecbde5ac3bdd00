# texts.sh - makers of plain texts, to be sourced after documents.sh. Each make_NAME FOLDER
# writes FOLDER/NAME.txt.
# SPDX-License-Identifier: Apache-2.0

make_letter() {
    printf 'Grüße aus Köln – „façade“, €uro, naïve œuvre\n\nSecond paragraph.\n\tindented by a tab\n' >"$1/letter.txt"
}
# The same in other codes.
make_letter_1252() { make_letter "$1" && iconv -f UTF-8 -t WINDOWS-1252 "$1/letter.txt" >"$1/letter_1252.txt"; }
make_letter_bom() { make_letter "$1" && { printf '\357\273\277' && cat "$1/letter.txt"; } >"$1/letter_bom.txt"; }
make_letter_16() {
    make_letter "$1" && { printf '\377\376' && iconv -f UTF-8 -t UTF-16LE "$1/letter.txt"; } >"$1/letter_16.txt"
}
make_letter_16be() {
    make_letter "$1" && { printf '\376\377' && iconv -f UTF-8 -t UTF-16BE "$1/letter.txt"; } >"$1/letter_16be.txt"
}
make_letter_crlf() { make_letter "$1" && sed 's/$/\r/' "$1/letter.txt" >"$1/letter_crlf.txt"; }
make_letter_cr() { make_letter "$1" && tr '\n' '\r' <"$1/letter.txt" >"$1/letter_cr.txt"; }
# Its tab as the blanks it stands for.
make_letter_blanks() { make_letter "$1" && expand "$1/letter.txt" >"$1/letter_blanks.txt"; }
# As typewriters and old manuals make letters bold and underlined.
make_letter_struck() { # n<BS>n and _<BS>n
    make_letter "$1"
    awk '{ gsub(/paragraph/, "p\bpa\bar\bragr_\baph"); print }' "$1/letter.txt" >"$1/letter_struck.txt"
}

make_cjk() { printf '人人生而自由,在尊严和权利上一律平等。\nすべての人間は、生まれながらにして自由\n' >"$1/cjk.txt"; }
make_arabic() { printf 'يولد جميع الناس أحرارا متساوين\nabc %s 123\n' 'في الكرامة' >"$1/arabic.txt"; }
make_hebrew() { printf 'כל בני האדם נולדו בני חורין\n' >"$1/hebrew.txt"; }

# 200 words in one line; 400 letters without a blank
make_long_lines() {
    { seq -s ' ' 200 && head -c 400 /dev/zero | tr '\0' x && echo; } >"$1/long_lines.txt"
}
make_three_pages() { printf 'one\n\ftwo\n\fthree\n' >"$1/three_pages.txt"; }
make_feed_at_end() { printf 'one\n\f' >"$1/feed_at_end.txt"; }
make_empty() { : >"$1/empty.txt"; }
make_blank_lines() { printf '\n\n\n' >"$1/blank_lines.txt"; }
make_no_end() { printf 'no end of line' >"$1/no_end.txt"; }
# A terminal's colours: no text has ESC.
make_escapes() { printf '\033[31mred\033[0m and plain\n' >"$1/escapes.txt"; }
# A source in PostScript that was sent as a text.
make_code() { printf '%%!PS\n/Helvetica findfont 12 scalefont setfont 72 72 moveto (a) show showpage\n' >"$1/code.txt"; }

make_log() { seq -f 'Jan  1 00:00:00 host program[%g]: something has happened again, and it is told here' 120000 >"$1/log.txt"; }
