/*
 * test-words.c - what the web pages say: each text is there in every language, with the same
 * values in it, and the sources ask for no others. Reads the sources: to be run where they lie.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/site/words.h"

#include "server/whole-file.h"
#include "tests/unit/tap.h"

#include <ctype.h>
#include <fnmatch.h>
#include <glob.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LITERALS 40000
#define MAX_TEXT     ((size_t)1 << 20)

/* ---- what the sources have between quotes ---- */

struct literals {
    char *list[MAX_LITERALS];
    size_t n;
};

static struct literals site_literals, all_literals;

static void keep_literal(struct literals *literals, const char *text, size_t n)
{
    if (literals->n < MAX_LITERALS && n > 0)
        literals->list[literals->n++] = strndup(text, n);
}

/* Comments become blanks. */
static void drop_comments(char *text)
{
    char quote = '\0';

    for (char *c = text; *c != '\0'; c++) {
        if (quote != '\0') {
            if (*c == '\\' && c[1] != '\0')
                c++;
            else if (*c == quote)
                quote = '\0';
        } else if (*c == '"' || *c == '\'')
            quote = *c;
        else if (c[0] == '/' && c[1] == '*') {
            while (*c != '\0' && !(c[0] == '*' && c[1] == '/'))
                *c++ = ' ';
            if (*c == '\0')
                return;
            c[0] = c[1] = ' ';
        } else if (c[0] == '/' && c[1] == '/')
            while (c[1] != '\0' && c[1] != '\n')
                *c++ = ' ';
    }
}

static void find_literals(const char *text, struct literals *literals)
{
    for (const char *c = text; *c != '\0'; c++) {
        const char *begin = c + 1;

        if (*c == '\'' && c[1] != '\0') { /* '"' */
            c += c[1] == '\\' ? 3 : 2;
            continue;
        }
        if (*c != '"')
            continue;
        for (c++; *c != '"' && *c != '\0'; c++)
            if (*c == '\\' && c[1] != '\0')
                c++;
        keep_literal(literals, begin, (size_t)(c - begin));
        if (*c == '\0')
            return;
    }
}

/* Each source of a pattern, without comments. */
static size_t each_source(const char *pattern, void (*each)(const char *path, char *text))
{
    glob_t found;
    size_t n = 0;

    if (glob(pattern, 0, NULL, &found) != 0)
        return 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t length;
        char *text = whole_file_read(found.gl_pathv[i], MAX_TEXT, &length);

        if (text == NULL)
            continue;
        text[length] = '\0';
        drop_comments(text);
        each(found.gl_pathv[i], text);
        free(text);
        n++;
    }
    globfree(&found);
    return n;
}

static void note_site(const char *path, char *text)
{
    (void)path;
    find_literals(text, &site_literals);
    find_literals(text, &all_literals);
}

static void note_other(const char *path, char *text)
{
    (void)path;
    find_literals(text, &all_literals);
}

/* ---- the texts ---- */

/* "{name}" of a text, each once, in a list that is the same for texts with the same names. */
static void names_of(const char *text, char *names, size_t size)
{
    char found[16][40];
    size_t n = 0;

    for (const char *c = strchr(text, '{'); c != NULL && n < 16; c = strchr(c + 1, '{')) {
        size_t length = strcspn(c, "}"), i = n;

        if (c[length] != '}' || length >= sizeof(found[0]))
            continue;
        while (i > 0 && strncmp(found[i - 1], c + 1, length - 1) > 0)
            i--;
        if (i > 0 && strlen(found[i - 1]) == length - 1 &&
            strncmp(found[i - 1], c + 1, length - 1) == 0)
            continue;
        memmove(found[i + 1 < 16 ? i + 1 : 15], found[i], (n - i) * sizeof(found[0]));
        snprintf(found[i], sizeof(found[i]), "%.*s", (int)(length - 1), c + 1);
        n++;
    }
    names[0] = '\0';
    for (size_t i = 0; i < n; i++)
        snprintf(names + strlen(names), size - strlen(names), "{%s}", found[i]);
}

struct texts_check {
    unsigned keys, missing, different, blank, doubled;
    char last[200];
};

static void check_key(void *ctx, const char *key, const char *const *texts)
{
    struct texts_check *check = ctx;
    char wanted[700] = "", names[700];

    check->keys++;
    if (strcmp(check->last, key) == 0) {
        check->doubled++;
        diag("%s is there twice", key);
    }
    snprintf(check->last, sizeof(check->last), "%s", key);
    if (texts[WORDS_EN] != NULL)
        names_of(texts[WORDS_EN], wanted, sizeof(wanted));
    for (int i = 0; i < WORDS_LANGUAGES; i++) {
        const char *text = texts[i];

        if (text == NULL || text[0] == '\0') {
            check->missing++;
            diag("%s is not there in %s", key, words_tag((enum words_language)i));
            continue;
        }
        names_of(text, names, sizeof(names));
        if (strcmp(names, wanted) != 0) {
            check->different++;
            diag("%s has %s in %s, %s in English", key, names,
                 words_tag((enum words_language)i), wanted);
        }
        if (isspace((unsigned char)text[0]) || isspace((unsigned char)text[strlen(text) - 1])) {
            check->blank++;
            diag("%s has a blank at an end in %s", key, words_tag((enum words_language)i));
        }
    }
}

static void test_texts(void)
{
    struct texts_check check = {0};

    words_each_key(check_key, &check);
    ok(check.keys > 20, "There are texts (%u)", check.keys);
    ok(check.doubled == 0, "Each key is there once");
    ok(check.missing == 0, "Each text is there in every language");
    ok(check.different == 0, "The texts of a key have the same values in every language");
    ok(check.blank == 0, "No text begins or ends with a blank");
}

/* The lines of a file: a key, a text of a language, a comment, nothing. */
static void check_file(const char *path, char *text)
{
    unsigned strange = 0, number = 0;
    enum words_language language;
    char *rest, *line;

    for (line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        char tag[3] = {line[0], line[0] != '\0' ? line[1] : '\0', '\0'};
        size_t n = strlen(line);

        number++;
        if (line[0] == '#' || (line[0] == '[' && line[n - 1] == ']') ||
            (n > 3 && line[2] == ' ' && words_find_language(tag, &language)))
            continue;
        strange++;
        diag("%s: line %u (blank ones are not counted): %s", path, number, line);
    }
    ok(strange == 0, "Every line of %s has a meaning", strrchr(path, '/') + 1);
}

static void test_files(void)
{
    glob_t found;
    size_t length;

    if (glob("resources/words/*.words", 0, NULL, &found) != 0) {
        ok(false, "The texts lie where the test is run");
        return;
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = whole_file_read(found.gl_pathv[i], MAX_TEXT, &length);

        if (text != NULL) {
            text[length] = '\0';
            check_file(found.gl_pathv[i], text);
        }
        free(text);
    }
    globfree(&found);
}

/* ---- what is asked for ---- */

/* Two or more lower-case words with dots between; no name of a file. */
static bool looks_like_key(const char *text)
{
    static const char *const files[] = {".css", ".js", ".png", ".svg", ".txt", ".csv",
                                        ".c",   ".h",  ".ps1", ".sh",  ".bat", ".pdf"};
    const char *dot = strchr(text, '.');

    if (dot == NULL || dot == text || dot[1] == '\0' ||
        text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '\0')
        return false;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (strlen(text) > strlen(files[i]) &&
            strcmp(text + strlen(text) - strlen(files[i]), files[i]) == 0)
            return false;
    return true;
}

struct prefix_search {
    const char *text;
    bool found;
};

static void match_prefix(void *ctx, const char *key, const char *const *texts)
{
    struct prefix_search *search = ctx;
    size_t n = strcspn(key, ".");

    (void)texts;
    if (strncmp(key, search->text, n) == 0 && search->text[n] == '.')
        search->found = true;
}

/* Whether its first word is that of some key. */
static bool is_of_ours(const char *text)
{
    struct prefix_search search = {text, false};

    words_each_key(match_prefix, &search);
    return search.found;
}

static unsigned unknown;

/* What stands in the calls that take a key; \1 is the key. */
static void check_calls(const char *path, char *text)
{
    static const char *const calls[] = {
        "page_say\\(visit, \"([^\"]*)\"",
        "page_begin\\(visit, \"([^\"]*)\"",
        "visit_word\\(visit, \"([^\"]*)\"",
        "word\\(visit->language, \"([^\"]*)\"",
    };
    regmatch_t at[2];
    regex_t regex;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        if (regcomp(&regex, calls[i], REG_EXTENDED) != 0)
            continue;
        for (const char *c = text; regexec(&regex, c, 2, at, 0) == 0; c += at[0].rm_eo) {
            char key[200];

            snprintf(key, sizeof(key), "%.*s", (int)(at[1].rm_eo - at[1].rm_so),
                     c + at[1].rm_so);
            if (!word_exists(key)) {
                unknown++;
                diag("%s asks for %s", path, key);
            }
        }
        regfree(&regex);
    }
}

static unsigned unknown_notices;

static void check_notices(const char *path, char *text)
{
    regmatch_t at[2];
    regex_t regex;

    if (regcomp(&regex, "visit_go\\([^;\"]*(\"[^\";]*\")?[^;\"]*, \"", REG_EXTENDED) != 0)
        return;
    for (const char *c = text; regexec(&regex, c, 2, at, 0) == 0; c += at[0].rm_eo) {
        const char *name = c + at[0].rm_eo;
        size_t n = strcspn(name, "\"");
        char key[200];

        snprintf(key, sizeof(key), "notice.%.*s", (int)n, name);
        if (name[n + 1] == ')' && n > 0 && name[0] != '/' && !word_exists(key)) {
            unknown_notices++;
            diag("%s tells %s", path, key);
        }
    }
    regfree(&regex);
}

static void test_asked(void)
{
    unsigned strange = 0;

    for (size_t i = 0; i < site_literals.n; i++) {
        const char *text = site_literals.list[i];

        if (looks_like_key(text) && is_of_ours(text) && !word_exists(text)) {
            strange++;
            diag("%s is no key", text);
        }
    }
    ok(strange == 0, "What looks like a key in the sources is one");
    ok(each_source("server/site/*.c", check_calls) > 5 && unknown == 0,
       "What the pages ask for is there");
    (void)each_source("server/site/*.c", check_notices);
    ok(unknown_notices == 0, "What a page is to tell after a form is there");
}

/* "state.%s" stands for any key that it may become. */
static bool becomes(const char *format, const char *key)
{
    char pattern[200];
    size_t n = 0;

    if (strchr(format, '%') == NULL || strchr(format, '.') == NULL || format[0] == '%')
        return false;
    for (const char *c = format; *c != '\0' && n < sizeof(pattern) - 1; c++) {
        pattern[n++] = *c == '%' ? '*' : *c;
        if (*c == '%' && c[1] != '\0')
            c++;
    }
    pattern[n] = '\0';
    return strspn(pattern, "abcdefghijklmnopqrstuvwxyz0123456789-.*") == n &&
           fnmatch(pattern, key, 0) == 0;
}

/* A notice is given by its name, or in an address. */
static bool tells(const char *text, const char *name)
{
    const char *at = strstr(text, "notice=");

    return strcmp(text, name) == 0 || (at != NULL && strcmp(at + 7, name) == 0);
}

static bool is_used(const char *key)
{
    bool notice = strncmp(key, "notice.", 7) == 0;

    for (size_t i = 0; i < all_literals.n; i++) {
        const char *text = all_literals.list[i];

        if (strcmp(text, key) == 0 || (notice && tells(text, key + 7)) ||
            (!notice && becomes(text, key)))
            return true;
    }
    return false;
}

static void count_unused(void *ctx, const char *key, const char *const *texts)
{
    unsigned *unused = ctx;

    (void)texts;
    if (!is_used(key)) {
        ++*unused;
        diag("%s is not used", key);
    }
}

static void test_used(void)
{
    unsigned unused = 0;

    words_each_key(count_unused, &unused);
    ok(unused == 0, "Each text is used");
}

/* ---- languages ---- */

static bool accepts(const char *accept, enum words_language language)
{
    enum words_language got = words_accept(accept);

    if (got != language)
        diag("%s gives %s", accept, words_tag(got));
    return got == language;
}

static void test_accept(void)
{
    ok(accepts("de-AT,de;q=0.9,en;q=0.8", WORDS_DE), "The first of a browser's list is taken");
    ok(accepts("sv,pl;q=0.7,en;q=0.3", WORDS_PL), "One that there is not is passed over");
    ok(accepts("en;q=0.2, fr;q=0.9", WORDS_FR), "The better one counts, wherever it stands");
    ok(accepts("fr;q=0.5,it;q=0.5", WORDS_FR), "Of equal ones it is the first");
    ok(accepts("ja;q=0,es;q=0.1", WORDS_ES), "One that is not wanted is not taken");
    ok(accepts("zh-Hans-CN", WORDS_ZH) && accepts("pt_BR", WORDS_PT) &&
           accepts("AR-eg", WORDS_AR),
       "Countries, ways of writing and capitals do not matter");
    ok(accepts("", WORDS_EN) && accepts("*", WORDS_EN) && accepts("sv", WORDS_EN) &&
           accepts("den", WORDS_EN),
       "Who asks for none of ours gets English");
    ok(accepts(",,;q=1, ;;q=,q=q", WORDS_EN) && accepts("de;q=9", WORDS_EN) &&
           accepts("\xff\xfe", WORDS_EN),
       "Nonsense is borne");
}

static void test_word(void)
{
    enum words_language language;

    ok(strcmp(word(WORDS_DE, "nav.status"), "Zustand") == 0, "A text comes in its language");
    ok(strcmp(word(WORDS_EN, "no.such.key"), "no.such.key") == 0 && !word_exists("no.such.key"),
       "What is no key is told as it is");
    ok(words_is_rtl(WORDS_AR) && !words_is_rtl(WORDS_JA),
       "Arabic alone runs from right to left");
    ok(words_find_language("pl", &language) && language == WORDS_PL &&
           !words_find_language("", &language) && !words_find_language("p", &language) &&
           !words_find_language("plx", &language),
       "A language is found by its whole tag");
}

int main(void)
{
    if (each_source("server/site/*.c", note_site) == 0) {
        ok(false, "The sources lie where the test is run");
        return tap_done();
    }
    (void)each_source("server/*.c", note_other);
    (void)each_source("server/scan/*.c", note_other);
    test_texts();
    test_files();
    test_asked();
    test_used();
    test_accept();
    test_word();
    for (size_t i = 0; i < all_literals.n; i++)
        free(all_literals.list[i]);
    for (size_t i = 0; i < site_literals.n; i++)
        free(site_literals.list[i]);
    return tap_done();
}
