/*
 * ppd-read.c - see ppd-read.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ppd-read.h"

#include <string.h>

/* A line "*Keyword Option/Text: value", cut in pieces that point into it. */
struct line {
    const char *keyword, *option, *text, *value;
    size_t keyword_n, option_n, text_n, value_n;
};

/* n characters of a piece, none of them a control character; what does not fit is cut off. */
static void copy(char *to, size_t size, const char *from, size_t n)
{
    size_t used = 0;

    for (size_t i = 0; i < n && used + 1 < size; i++)
        if ((unsigned char)from[i] >= ' ' && from[i] != 0x7F)
            to[used++] = from[i];
    to[used] = '\0';
}

static bool is(const char *piece, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(piece, word, n) == 0;
}

/* Where a character is in n bytes; n: nowhere. */
static size_t find(const char *text, size_t n, char c)
{
    const char *at = n > 0 ? memchr(text, c, n) : NULL;

    return at != NULL ? (size_t)(at - text) : n;
}

static size_t skip_blanks(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && (text[i] == ' ' || text[i] == '\t'))
        i++;
    return i;
}

static size_t trim_end(const char *text, size_t n)
{
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t' || text[n - 1] == '\r'))
        n--;
    return n;
}

/* "value" without its quotes; one that goes on in the next line is cut there. */
static void unquote(struct line *line)
{
    size_t skip = skip_blanks(line->value, line->value_n);

    line->value += skip;
    line->value_n -= skip;
    if (line->value_n > 0 && line->value[0] == '"') {
        line->value++;
        line->value_n--;
        line->value_n = find(line->value, line->value_n, '"');
    }
    line->value_n = trim_end(line->value, line->value_n);
}

/* False: it is a comment or no line of this form. */
static bool cut(const char *at, size_t n, struct line *line)
{
    size_t colon = find(at, n, ':'), blank, slash;

    if (n < 2 || at[0] != '*' || at[1] == '%' || colon == n)
        return false;
    blank = find(at + 1, colon - 1, ' ') + 1;
    line->keyword = at + 1;
    line->keyword_n = blank - 1;
    line->option = at + blank + skip_blanks(at + blank, colon - blank);
    line->option_n = (size_t)(at + colon - line->option);
    slash = find(line->option, line->option_n, '/');
    line->text = line->option + slash + (slash < line->option_n);
    line->text_n = (size_t)(at + colon - line->text);
    line->option_n = trim_end(line->option, slash);
    line->value = at + colon + 1;
    line->value_n = n - colon - 1;
    unquote(line);
    return line->keyword_n > 0;
}

static struct ppd_option *find_option(struct ppd *ppd, const char *keyword, size_t n)
{
    for (size_t i = 0; i < ppd->n; i++)
        if (is(keyword, n, ppd->options[i].keyword))
            return &ppd->options[i];
    return NULL;
}

/* An option that people can set; "*OpenUI *Duplex/Two sides: PickOne". */
static void take_option(struct ppd *ppd, const struct line *line)
{
    const char *keyword = line->option;
    size_t n = line->option_n;

    if (n > 0 && keyword[0] == '*') {
        keyword++;
        n--;
    }
    if (n == 0 || n >= PPD_WORD || ppd->n == PPD_MAX_OPTIONS ||
        find_option(ppd, keyword, n) != NULL)
        return;
    copy(ppd->options[ppd->n].keyword, PPD_WORD, keyword, n);
    copy(ppd->options[ppd->n].text, PPD_TEXT, line->text, line->text_n);
    ppd->n += ppd->options[ppd->n].keyword[0] != '\0';
}

static void take_fact(struct ppd *ppd, const struct line *line)
{
    const struct {
        const char *keyword;
        char *to;
        size_t size;
    } facts[] = {
        {"NickName",     ppd->nickname,  sizeof(ppd->nickname) },
        {"ModelName",    ppd->model,     sizeof(ppd->model)    },
        {"Product",      ppd->product,   sizeof(ppd->product)  },
        {"1284DeviceID", ppd->device_id, sizeof(ppd->device_id)},
    };

    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        if (is(line->keyword, line->keyword_n, facts[i].keyword) && facts[i].to[0] == '\0')
            copy(facts[i].to, facts[i].size, line->value, line->value_n);
    if (is(line->keyword, line->keyword_n, "cupsFilter") ||
        is(line->keyword, line->keyword_n, "cupsFilter2")) {
        size_t used = strlen(ppd->filters);

        if (used + 2 < sizeof(ppd->filters)) {
            copy(ppd->filters + used, sizeof(ppd->filters) - used - 1, line->value,
                 line->value_n);
            memcpy(ppd->filters + strlen(ppd->filters), " ", 2);
        }
    }
    if (is(line->keyword, line->keyword_n, "OpenUI") ||
        is(line->keyword, line->keyword_n, "JCLOpenUI"))
        take_option(ppd, line);
}

/* "*DefaultDuplex: None". */
static void take_default(struct ppd *ppd, const struct line *line)
{
    struct ppd_option *option;

    if (line->keyword_n <= 7 || memcmp(line->keyword, "Default", 7) != 0)
        return;
    option = find_option(ppd, line->keyword + 7, line->keyword_n - 7);
    if (option != NULL && line->value_n < PPD_WORD)
        copy(option->choice, sizeof(option->choice), line->value,
             find(line->value, line->value_n, '/'));
}

/* "*Duplex None/One side: ...": the words for what is set. */
static void take_choice(struct ppd *ppd, const struct line *line)
{
    struct ppd_option *option = find_option(ppd, line->keyword, line->keyword_n);

    if (option != NULL && option->choice[0] != '\0' &&
        is(line->option, line->option_n, option->choice))
        copy(option->choice_text, sizeof(option->choice_text), line->text, line->text_n);
}

/* Options, then what is set, then words: in a file they come in any order. */
static void each_line(struct ppd *ppd, const char *text, size_t n,
                      void (*take)(struct ppd *ppd, const struct line *line))
{
    struct line line;

    for (size_t at = 0; at < n;) {
        size_t length = find(text + at, n - at, '\n');

        if (cut(text + at, length, &line))
            take(ppd, &line);
        at += length + 1;
    }
}

bool ppd_read(const char *text, size_t n, struct ppd *ppd)
{
    static const char head[] = "*PPD-Adobe:";

    memset(ppd, 0, sizeof(*ppd));
    if (n < sizeof(head) - 1 || n > PPD_MAX_BYTES || memcmp(text, head, sizeof(head) - 1) != 0)
        return false;
    each_line(ppd, text, n, take_fact);
    each_line(ppd, text, n, take_default);
    each_line(ppd, text, n, take_choice);
    return true;
}
