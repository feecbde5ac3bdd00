/*
 * words.c - see words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "words.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const unsigned char all_words[] = {
#include "words/all.h"
    0};
/* clang-format on */

static const struct {
    char tag[3];
    const char *name;
} languages[WORDS_LANGUAGES] = {
    {"ar", "العربية"},
    {"de", "Deutsch"       },
    {"en", "English"       },
    {"es", "Español"      },
    {"fr", "Français"     },
    {"it", "Italiano"      },
    {"ja", "日本語"     },
    {"pl", "Polski"        },
    {"pt", "Português"    },
    {"zh", "中文"        },
};

struct entry {
    const char *key;
    const char *texts[WORDS_LANGUAGES];
};

/* Made once, then read only; lives until the program's end. */
static struct {
    pthread_once_t once;
    struct entry *entries;
    size_t n;
} catalog = {.once = PTHREAD_ONCE_INIT};

/* ---- languages ---- */

const char *words_tag(enum words_language language)
{
    return languages[language].tag;
}

const char *words_name(enum words_language language)
{
    return languages[language].name;
}

bool words_is_rtl(enum words_language language)
{
    return language == WORDS_AR;
}

static bool tag_is(const char *tag, size_t n, enum words_language language)
{
    return n >= 2 && strncasecmp(tag, languages[language].tag, 2) == 0 &&
           (n == 2 || tag[2] == '-' || tag[2] == '_');
}

static bool find(const char *tag, size_t n, enum words_language *language)
{
    for (int i = 0; i < WORDS_LANGUAGES; i++)
        if (tag_is(tag, n, (enum words_language)i)) {
            *language = (enum words_language)i;
            return true;
        }
    return false;
}

bool words_find_language(const char *tag, enum words_language *language)
{
    return find(tag, strlen(tag), language);
}

/* "q=0.8" of a parameter, in thousandths; 1000 where there is none. */
static unsigned quality(const char *text, size_t n)
{
    char number[8] = "";
    const char *q = memchr(text, ';', n);

    while (q != NULL && q < text + n && *q != 'q')
        q++;
    if (q == NULL || q + 2 >= text + n || q[1] != '=')
        return 1000;
    for (size_t i = 0; i < sizeof(number) - 1 && q + 2 + i < text + n; i++)
        number[i] = q[2 + i];
    return (unsigned)(strtod(number, NULL) * 1000 + 0.5);
}

enum words_language words_accept(const char *accept)
{
    enum words_language best = WORDS_EN, one;
    unsigned most = 0;

    while (*accept != '\0') {
        size_t n, tag;
        unsigned q;

        accept += strspn(accept, " \t,");
        n = strcspn(accept, ",");
        tag = strcspn(accept, ";, \t");
        q = quality(accept, n);
        if (find(accept, tag, &one) && q > most && q <= 1000) {
            best = one;
            most = q;
        }
        accept += n;
    }
    return best;
}

/* ---- the catalog ---- */

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

/* A line of a file; text ends with a NUL. */
static void take_line(char *line, struct entry *entries, size_t *n)
{
    size_t length = strlen(line);
    enum words_language language;

    if (line[0] == '[' && length > 2 && line[length - 1] == ']') {
        line[length - 1] = '\0';
        entries[(*n)++].key = line + 1;
    } else if (*n > 0 && length > 3 && line[2] == ' ' && find(line, 2, &language))
        entries[*n - 1].texts[language] = line + 3;
}

static void make_catalog(void)
{
    char *text = malloc(sizeof(all_words)), *line, *rest;
    size_t keys = 0;

    if (text == NULL)
        return;
    memcpy(text, all_words, sizeof(all_words));
    for (size_t i = 0; i < sizeof(all_words); i++)
        keys += all_words[i] == '[';
    catalog.entries = calloc(keys + 1, sizeof(*catalog.entries));
    if (catalog.entries == NULL) {
        free(text);
        return;
    }
    for (line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        take_line(line, catalog.entries, &catalog.n);
    qsort(catalog.entries, catalog.n, sizeof(*catalog.entries), compare);
}

static const struct entry *entry_of(const char *key)
{
    const struct entry wanted = {.key = key};

    pthread_once(&catalog.once, make_catalog);
    if (catalog.entries == NULL)
        return NULL;
    return bsearch(&wanted, catalog.entries, catalog.n, sizeof(wanted), compare);
}

const char *word(enum words_language language, const char *key)
{
    const struct entry *entry = entry_of(key);

    if (entry == NULL)
        return key;
    if (entry->texts[language] != NULL)
        return entry->texts[language];
    return entry->texts[WORDS_EN] != NULL ? entry->texts[WORDS_EN] : key;
}

bool word_exists(const char *key)
{
    return entry_of(key) != NULL;
}

void words_each_key(void (*each)(void *ctx, const char *key, const char *const *texts),
                    void *ctx)
{
    pthread_once(&catalog.once, make_catalog);
    for (size_t i = 0; i < catalog.n; i++)
        each(ctx, catalog.entries[i].key, catalog.entries[i].texts);
}
