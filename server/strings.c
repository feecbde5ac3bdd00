/*
 * strings.c - see strings.h.
 *
 * The files are resources/strings/, made into bytes by the Makefile.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "strings.h"

#include <stdbool.h>
#include <string.h>

/* clang-format off */
static const unsigned char ar[] = {
#include "strings/ar.strings.h"
    0};
static const unsigned char de[] = {
#include "strings/de.strings.h"
    0};
static const unsigned char en[] = {
#include "strings/en.strings.h"
    0};
static const unsigned char es[] = {
#include "strings/es.strings.h"
    0};
static const unsigned char fr[] = {
#include "strings/fr.strings.h"
    0};
static const unsigned char it[] = {
#include "strings/it.strings.h"
    0};
static const unsigned char ja[] = {
#include "strings/ja.strings.h"
    0};
static const unsigned char pl[] = {
#include "strings/pl.strings.h"
    0};
static const unsigned char pt[] = {
#include "strings/pt.strings.h"
    0};
static const unsigned char zh[] = {
#include "strings/zh.strings.h"
    0};
#define ROW(language) {#language, (const char *)(language), sizeof(language) - 1}
/* clang-format on */

static const struct strings_file files[] = {
    ROW(ar), ROW(de), ROW(en), ROW(es), ROW(fr), ROW(it), ROW(ja), ROW(pl), ROW(pt), ROW(zh),
};
enum { ENGLISH = 2, NUM_FILES = sizeof(files) / sizeof(files[0]) };

static const char *const languages[] = {
    "ar", "de", "en", "es", "fr", "it", "ja", "pl", "pt", "zh",
};
_Static_assert(sizeof(languages) / sizeof(languages[0]) == NUM_FILES, "one file each");

const char *const *strings_languages(size_t *n)
{
    *n = NUM_FILES;
    return languages;
}

/* "de" is the language of "de", "DE-at" and "de_CH.UTF-8", not that of "den". Letters are
 * folded here: those of a locale are not the tag's. */
static bool is_language(const char *tag, const char *language)
{
    for (; *language != '\0'; tag++, language++) {
        int c = *tag >= 'A' && *tag <= 'Z' ? *tag - 'A' + 'a' : *tag;

        if (c != *language)
            return false;
    }
    return strchr("-_.@", *tag) != NULL; /* the end of tag, too */
}

const struct strings_file *strings_find(const char *language)
{
    for (size_t i = 0; language != NULL && i < NUM_FILES; i++)
        if (is_language(language, files[i].language))
            return &files[i];
    return &files[ENGLISH];
}
