#!/bin/bash
# test-ufr2lt-tool.sh - what people see of `ufr2lt`: its JSON, its pictures, its complaints.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need ufr2lt make-raster
tool=$build/ufr2lt
cd "$T" || exit 1

# run STATUS COMMAND...: output in $T/out, complaints in $T/err
run() {
    want=$1
    shift
    "$@" >out 2>err
    got=$?
    [ $got -eq "$want" ] || diag "status $got: $(cat err)"
    [ $got -eq "$want" ]
}
# complains NAME STATUS PATTERN COMMAND...
complains() {
    name=$1 status=$2 pattern=$3
    shift 3
    run "$status" "$@" && grep -q -- "$pattern" err
    result $? "$name" || diag "$(cat err)"
}
field() { sed -n "s/^  \"$1\": \(.*[^,]\),*\$/\1/p" "${2:-out}"; }
number_of_pages() { grep -c '"number":' "${1:-out}"; }

ok "--help ends well" run 0 "$tool" --help
ok "--version ends well" run 0 "$tool" --version
ok "the models are listed" run 0 "$tool" models
complains "no command is wrong usage" 2 'Try "ufr2lt --help"' "$tool"
complains "an unknown command is wrong usage" 2 'not fold' "$tool" fold
complains "decode wants a file" 2 'one FILE' "$tool" decode
complains "decode of a file that is not there fails" 1 'No such file' "$tool" decode none
complains "decode of an empty file fails" 1 'no job' "$tool" decode /dev/null
complains "encode wants a file" 2 'at least one' "$tool" encode -t x

"$make_raster" -n 3 >three.pwg
"$make_raster" >page.pwg
ok "raster is encoded" run 0 "$tool" encode -t 'Three pages' -u anna three.pwg
mv out three.prn
ok "and decoded to pictures" run 0 "$tool" decode -o three three.prn
is "with the title" "$(field title)" '"Three pages"'
is "and the user" "$(field user)" '"anna"'
is "one copy" "$(field copies)" 1
is "one-sided" "$(field sides)" '"one-sided"'
is "no account" "$(field account)" null
is "all pages" "$(number_of_pages)" 3
is "complete" "$(field complete)" true
like "a page tells its size" "$(cat out)" '"number": 1, "width": 4992, "height": 7016'
is "a picture for each page" "$(ls three-p*.pbm | tr '\n' ' ')" 'three-p1.pbm three-p2.pbm three-p3.pbm '
is "of the page's size" "$(head -n 2 three-p1.pbm | tr '\n' ' ')" 'P4 4992 7016 '
is "of which all bytes are there" "$(stat -c %s three-p1.pbm)" $((13 + 624 * 7016))
is "nothing else is left" "$(ls ./*.part 2>/dev/null)" ''

ok "pictures as large as the page are encoded" run 0 "$tool" encode -t 'Three pages' -u anna three-p?.pbm
ok "dot for dot" cmp out three.prn
cat three-p1.pbm three-p2.pbm three-p3.pbm >all.pbm
ok "several pictures may stand in one file, also on standard input" \
    run 0 sh -c "'$tool' encode -t 'Three pages' -u anna - <all.pbm"
ok "to the same stream" cmp out three.prn
ok "a stream may come on standard input" run 0 sh -c "'$tool' decode - <three.prn"

printf 'P1\n# a comment\n3 2\n1 0 1\n0 1 0\n' >small.pbm
ok "a small plain PBM is taken" run 0 "$tool" encode small.pbm
like "with a note that it is put at the top left" "$(cat err)" 'top left'
mv out small.prn
"$tool" decode -o small small.prn >/dev/null
is "and its dots are there" "$(dot small-p1.pbm 0 0)$(dot small-p1.pbm 1 0)$(dot small-p1.pbm 2 0)$(
    dot small-p1.pbm 0 1)$(dot small-p1.pbm 1 1)$(dot small-p1.pbm 2 1)" 101010
is "without title and user the fields are empty" "$("$tool" decode small.prn | grep -c '": "",')" 2

# every kind of sample: the frame is black, the paper beside it white
for type in sgray_8 black_8 black_1 sgray_1 sgray_16 srgb_8 srgb_16 cmyk_8; do
    "$make_raster" -t $type >type.pwg
    run 0 "$tool" encode type.pwg && cp out type.prn && run 0 "$tool" decode -o type type.prn
    is "raster of $type is printed as it looks" \
        "$(dot type-p1.pbm 248 3500)$(dot type-p1.pbm 225 3500)$(dot type-p1.pbm 270 3500)" 100
done
"$make_raster" -f urf -r 300 -s letter >letter.urf
ok "URF is taken" run 0 "$tool" encode letter.urf
mv out letter.prn
"$tool" decode -o letter letter.prn >json
is "its paper is chosen by the first page" "$(field size json)" '"na_letter_8.5x11in"'
is "and its 300 dpi fill the sheet" \
    "$(dot letter-p1.pbm 248 3300)$(dot letter-p1.pbm 225 3300)$(dot letter-p1.pbm 270 3300)" 100

# option=value field expected
while read -r option name expected; do
    run 0 "$tool" encode -o "$option" small.pbm && "$tool" decode out >json
    is "$option gives $name $expected" "$(field "$name" json)" "$expected"
done <<'END'
media=na_letter_8.5x11in size "na_letter_8.5x11in"
media=na_number-10_4.125x9.5in size "na_number-10_4.125x9.5in"
media-source=tray-2 source "tray-2"
media-source=by-pass-tray source "by-pass-tray"
media-type=cardstock type "cardstock"
sides=two-sided-long-edge sides "two-sided-long-edge"
sides=two-sided-short-edge sides "two-sided-short-edge"
sides=two-sided-short-edge edge "top"
copies=3 copies 3
toner-save=on toner "on"
image-refinement=off refinement "off"
binding-shift=1000 binding-shift 1000
job-account-id=1234567 account {"id": 1234567, "pin": 0}
END
ok "the other model is taken" run 0 "$tool" encode -m canon_ir1018_ufr2lt -o copies=2 \
    -o multiple-document-handling=separate-documents-collated-copies small.pbm
cp out out.prn
is "it makes collated copies by itself" "$("$tool" decode out.prn | tee json | grep -c number) $(
    field copies json)" '1 2'
ok "the first model has them made by the host" run 0 "$tool" encode -o copies=2 \
    -o multiple-document-handling=separate-documents-collated-copies \
    -o sides=two-sided-long-edge three.pwg
mv out copies.prn
"$tool" decode -o copies copies.prn >json
is "an odd set is filled so that the next begins on a new sheet" "$(number_of_pages json)" 7
is "and the machine makes no more of them" "$(field copies json)" 1
cmp -s copies-p1.pbm copies-p5.pbm && cmp -s copies-p3.pbm copies-p7.pbm
result $? "both sets are the same"
is "the page between is white" "$(tail -c +14 copies-p4.pbm | tr -d '\0' | wc -c)" 0

complains "an option that is not known is named" 2 'no option is named colour' \
    "$tool" encode -o colour=red small.pbm
complains "an impossible value is named" 2 'sides cannot be three' \
    "$tool" encode -o sides=three small.pbm
complains "an option without = is refused" 2 'NAME=VALUE' "$tool" encode -o sides small.pbm
complains "an unknown model is refused" 2 'unknown model x' "$tool" encode -m x small.pbm
complains "a file of another kind is refused" 1 'neither' "$tool" encode "$lib_folder/lib.sh"
complains "a file that is not there is named" 1 'none.pbm' "$tool" encode none.pbm
complains "a full disk is told by encode" 1 'cannot write' sh -c "'$tool' encode small.pbm >/dev/full"
complains "and by decode" 1 'cannot write' sh -c "'$tool' decode small.prn >/dev/full"
complains "a place for pictures that is not there is told" 1 'No such file' \
    "$tool" decode -o none/p small.prn

head -c 100000 page.pwg >short.pwg
head -c 3000 page.pwg >shorter.pwg
complains "raster that breaks off is refused" 1 'breaks off' "$tool" encode shorter.pwg
ok "what is out by then is a whole stream all the same" run 0 sh -c \
    "'$tool' encode shorter.pwg 2>/dev/null | '$tool' decode -"
printf 'P4\n100000000 2\n' >huge.pbm
complains "a picture of impossible size is refused" 1 'impossible size' "$tool" encode huge.pbm
printf 'P4\n8 8\nabc' >short.pbm
complains "a picture that breaks off is refused" 1 'breaks off' "$tool" encode short.pbm

title=$(printf 'a"b\\c\td\377\305\202e')
ok "any bytes may be in a title" run 0 "$tool" encode -t "$title" small.pbm
mv out bytes.prn
"$tool" decode bytes.prn >json
is "JSON is ASCII whatever the stream holds" "$(LC_ALL=C tr -d '\n\040-\176' <json | wc -c)" 0
like "quotes are escaped" "$(cat json)" 'a\\"b\\\\c'

# damage
size=$(stat -c %s three.prn)
head -c $((size - 300)) three.prn >cut.prn
rm -f cut-p*
complains "a stream that breaks off tells where" 1 "at offset $((size - 300)): the stream ends inside" \
    "$tool" decode -o cut cut.prn
is "and says so in JSON" "$(field complete)" false
cmp -s cut-p1.pbm three-p1.pbm && cmp -s cut-p2.pbm three-p2.pbm && [ ! -e cut-p4.pbm ] &&
    [ -z "$(ls ./*.part 2>/dev/null)" ]
result $? "complete pages are kept, nothing half-written is"
bad=0
for at in 0 3 4 5 21 40 100 200 300 420 451 500 520 530 545 560 600 700 1000 2000; do
    {
        head -c "$at" small.prn
        printf '\377'
        tail -c +$((at + 2)) small.prn
    } >flip.prn
    "$tool" decode -v -o flip flip.prn >out 2>err
    status=$?
    [ $status -eq 0 ] || { [ $status -eq 1 ] && grep -q 'at offset [0-9]*: ' err; } || bad=$((bad + 1))
done
is "damage anywhere ends with 0 or with 1, an offset and a reason" $bad 0
complains "another file format is refused at once" 1 'at offset 0: no packet begins here' \
    "$tool" decode three-p1.pbm
cat small.prn three.prn >two.prn
rm -f two-p*
ok "several jobs in a file are told one after another" run 0 "$tool" decode -o two two.prn
is "as objects of their own" "$(grep -c '^}' out) $(ls two-p*.pbm | wc -l)" '2 4'
done_testing
