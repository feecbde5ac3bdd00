/*
 * report.c - a decoded job as one JSON object, see report.h.
 * Effects: writes to a FILE.
 * Source: RFC 8259, RFC 3629.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/report.h"

#include "tests/decode/words.h"

#include <string.h>

#define REPLACEMENT 0xFFFDu

/* The character at p and, in *n, its bytes; REPLACEMENT and 1 for a byte that is no UTF-8. */
static uint32_t next_character(const uint8_t *p, size_t *n)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    unsigned more = p[0] >= 0xF0 && p[0] < 0xF8   ? 3
                    : p[0] >= 0xE0 && p[0] < 0xF0 ? 2
                    : p[0] >= 0xC0 && p[0] < 0xE0 ? 1
                                                  : 0;
    uint32_t c = more ? p[0] & (0x3Fu >> more) : p[0];
    unsigned i;

    *n = 1;
    if (!more)
        return c < 0x80 ? c : REPLACEMENT;
    for (i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return REPLACEMENT;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return REPLACEMENT;
    *n = more + 1;
    return c;
}

void json_string(FILE *out, const char *text)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t n;

    putc('"', out);
    for (; *p; p += n) {
        uint32_t c = next_character(p, &n);

        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", (int)c);
        else if (c >= 0x20 && c < 0x7F)
            putc((int)c, out);
        else if (c < 0x10000)
            fprintf(out, "\\u%04x", (unsigned)c);
        else
            fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)),
                    (unsigned)(0xDC00 + (c & 0x3FF)));
    }
    putc('"', out);
}

/* "name": "word", or the bare number where there is no word for it. */
static void word_field(FILE *out, const char *name, const char *word, long number)
{
    if (word)
        fprintf(out, "  \"%s\": \"%s\",\n", name, word);
    else
        fprintf(out, "  \"%s\": %ld,\n", name, number);
}

static bool is_utf8(const char *text)
{
    const uint8_t *p = (const uint8_t *)text;
    size_t n;

    for (; *p; p += n)
        if (next_character(p, &n) == REPLACEMENT && n == 1)
            return false;
    return true;
}

/* A text from the stream, and its bytes in hex if the JSON string cannot hold them. */
static void text_field(FILE *out, const char *name, const char *text)
{
    const uint8_t *p;

    fprintf(out, "  \"%s\": ", name);
    json_string(out, text);
    fprintf(out, ",\n");
    if (is_utf8(text))
        return;
    fprintf(out, "  \"%s-bytes\": \"", name);
    for (p = (const uint8_t *)text; *p; p++)
        fprintf(out, "%02x", *p);
    fprintf(out, "\",\n");
}

void report_start(struct report *r, FILE *out)
{
    memset(r, 0, sizeof *r);
    r->out = out;
}

void report_ticket(struct report *r, const struct decode_ticket *t)
{
    FILE *out = r->out;

    r->has_ticket = true;
    fprintf(out, "{\n");
    text_field(out, "title", t->title);
    text_field(out, "user", t->user);
    /* one of the two is always 1: which, depends on the collation */
    fprintf(out, "  \"copies\": %llu,\n",
            (unsigned long long)t->sets * (unsigned long long)t->copies);
    word_field(out, "collate", word_collate(t->finishing), (long)t->finishing);
    word_field(out, "sides", word_sides(t->sides, t->edge), 0);
    word_field(out, "edge", word_edge(t->edge), (long)t->edge);
    fprintf(out, "  \"binding-shift\": %lld,\n", 10 * (long long)t->shift);
    if (t->language[0]) { /* it has words, or says nothing */
        text_field(out, "language", t->language);
        text_field(out, "source", t->source_name);
        text_field(out, "type", t->type_name);
        text_field(out, "size", t->media_name);
    } else {
        word_field(out, "source", word_source(t->source), (long)t->source);
        word_field(out, "type", word_type(t->type), (long)t->type);
        word_field(out, "size", word_size(t->size), (long)t->size);
    }
    word_field(out, "toner", word_choice(t->toner_save), t->toner_save);
    word_field(out, "refinement", word_choice(t->refinement), t->refinement);
    if (t->account)
        fprintf(out, "  \"account\": {\"id\": %lu, \"pin\": %lu},\n",
                (unsigned long)t->department_id, (unsigned long)t->pin);
    else
        fprintf(out, "  \"account\": null,\n");
    fprintf(out,
            "  \"raw\": {\"sets\": %u, \"finishing\": %u, \"copies\": %u, \"sides\": %u, "
            "\"edge\": %u, \"shift\": %ld, \"source\": %u, \"type\": %u, \"size\": %u, "
            "\"toner\": %d, \"refinement\": %d, \"doc-size\": %u, \"doc-duplex\": %u, "
            "\"doc-source\": %u, \"model-id\": [%u, %u]},\n",
            t->sets, t->finishing, t->copies, t->sides, t->edge, (long)t->shift, t->source,
            t->type, t->size, t->toner_save, t->refinement, t->doc_size, t->doc_duplex,
            t->doc_source, t->model_id[0], t->model_id[1]);
    fprintf(out, "  \"pages\": [");
}

void report_page(struct report *r, const struct decode_page *page)
{
    fprintf(r->out,
            "%s\n    {\"number\": %u, \"width\": %lu, \"height\": %lu, \"orientation\": %u, "
            "\"bands\": %u, \"bytes\": %llu",
            r->pages++ ? "," : "", page->number, (unsigned long)page->width,
            (unsigned long)page->height, page->orientation, page->bands,
            (unsigned long long)page->bytes);
    if (page->y_dpi != page->x_dpi)
        fprintf(r->out, ", \"x-dpi\": %lu, \"y-dpi\": %lu", (unsigned long)page->x_dpi,
                (unsigned long)page->y_dpi);
    putc('}', r->out);
}

void report_remark(struct report *r, uint64_t offset, const char *text)
{
    if (r->num_remarks < REPORT_REMARKS)
        snprintf(r->remarks[r->num_remarks], sizeof r->remarks[0], "at %llu: %s",
                 (unsigned long long)offset, text);
    r->num_remarks++;
}

void report_end(struct report *r, const char *error, uint64_t offset)
{
    FILE *out = r->out;
    unsigned i;

    if (!r->has_ticket)
        fprintf(out, "{\n  \"pages\": [");
    fprintf(out, "%s],\n", r->pages ? "\n  " : "");
    if (r->num_remarks) {
        fprintf(out, "  \"remarks\": [");
        for (i = 0; i < r->num_remarks && i < REPORT_REMARKS; i++) {
            fprintf(out, "%s\n    ", i ? "," : "");
            json_string(out, r->remarks[i]);
        }
        fprintf(out, "\n  ],\n");
    }
    if (error && *error) {
        fprintf(out, "  \"error\": ");
        json_string(out, error);
        fprintf(out, ",\n  \"offset\": %llu,\n", (unsigned long long)offset);
    }
    fprintf(out, "  \"complete\": %s\n}\n", error && *error ? "false" : "true");
}
