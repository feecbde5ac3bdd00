#!/bin/sh
# check-pure.sh - driver/ is the C language and nothing else, by its objects and its includes.
# Effects: reads $BUILD/obj/driver, compiles one small file as a counter-proof.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}

# What string.h offers, what the compiler itself calls, and what it asks the processor with. And
# two of our own functions, server/jbig.c's: the library behind it takes memory.
allowed='memcpy memmove memset memcmp memchr strlen strcmp strncmp strchr strrchr strstr strspn
strcspn __memcpy_chk __memmove_chk __memset_chk __stack_chk_fail _GLOBAL_OFFSET_TABLE_ __cpu_model
__cpu_indicator_init __cpu_features2 __getauxval jbig_encode_page jbig_encode_band'
headers='stdbool.h stddef.h stdint.h limits.h string.h immintrin.h emmintrin.h arm_neon.h'

# Symbols that the objects need and neither define themselves nor may have.
foreign_symbols() {
    scratch=$(mktemp -d) || return 1
    nm --defined-only "$@" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$scratch/defined"
    printf '%s\n' $allowed | sort -u >>"$scratch/defined"
    sort -u -o "$scratch/defined" "$scratch/defined"
    nm -u "$@" | awk '$1 == "U" { print $2 }' | sort -u | comm -23 - "$scratch/defined"
    rm -r "$scratch"
}

# .data and .bss hold what can change; relocated constants lie in .data.rel.ro.
mutable_sections() {
    for object in "$@"; do
        size -A "$object" | awk -v o="$object" \
            '($1 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $1 !~ /^\.data\.rel\.ro/) && $2 > 0 { print o, $1, $2 }'
    done
}

no_foreign_symbols() { found=$(foreign_symbols "$@") && printf '%s\n' "$found" && [ -z "$found" ]; }
no_mutable_data() { found=$(mutable_sections "$@") && printf '%s\n' "$found" && [ -z "$found" ]; }
no_foreign_headers() {
    found=$(grep -hno '^ *# *include *<[^>]*>' "$@" | sed 's/.*<\(.*\)>/\1/' | sort -u)
    for header in $found; do
        case " $(echo $headers) " in
        *" $header "*) ;;
        *) echo "$header" && return 1 ;;
        esac
    done
}

set -- "$build"/obj/driver/*.o
[ -e "$1" ]
ok $? "driver/ was compiled"
[ "$#" -eq "$(ls driver/*.c | wc -l)" ]
ok $? "All files of driver/ are looked at"
try "driver/ calls the C library's memory and string functions only" no_foreign_symbols "$@"
try "driver/ has no data that can change" no_mutable_data "$@"
try "driver/ includes no header of an operating system or library" no_foreign_headers driver/*.[ch]

# The checks can fail: a file that does what driver/ must not.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cat >"$work/impure.c" <<'END'
#include <stdio.h>
int count;
int impure(void) { return puts("x") + count++; }
END
"${CC:-cc}" -c -o "$work/impure.o" "$work/impure.c"
fails "A call of puts is found" no_foreign_symbols "$work/impure.o"
fails "A global variable is found" no_mutable_data "$work/impure.o"
fails "An include of stdio.h is found" no_foreign_headers "$work/impure.c"
tap_done
