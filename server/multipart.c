/*
 * multipart.c - see multipart.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "multipart.h"

#include "charset.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The value of a parameter of a header, with or without quotes; false: it is not there. */
static bool parameter(const char *header, const char *name, char *value, size_t size)
{
    size_t length = strlen(name);

    for (const char *at = strchr(header, ';'); at != NULL; at = strchr(at, ';')) {
        size_t n = 0;
        bool quoted;

        at += 1 + strspn(at + 1, " \t");
        if (strncasecmp(at, name, length) != 0 || at[length] != '=')
            continue;
        at += length + 1;
        quoted = *at == '"';
        at += quoted;
        while (*at != '\0' && (quoted ? *at != '"' : strchr("; \t", *at) == NULL)) {
            if (n + 1 >= size)
                return false;
            value[n++] = *at++;
        }
        value[n] = '\0';
        return true;
    }
    return false;
}

bool multipart_begin(struct multipart *m, const char *content_type,
                     const struct multipart_taker *taker)
{
    char boundary[72];

    memset(m, 0, sizeof(*m));
    m->taker = taker;
    if (strncasecmp(content_type, "multipart/form-data", 19) != 0 ||
        !parameter(content_type, "boundary", boundary, sizeof(boundary)) ||
        boundary[0] == '\0' || strpbrk(boundary, "\r\n") != NULL)
        return false;
    m->mark_n = (size_t)snprintf(m->mark, sizeof(m->mark), "\r\n--%s", boundary);
    m->matched = 2; /* the first mark may be at the very beginning */
    return true;
}

static bool give(struct multipart *m, const uint8_t *bytes, size_t n)
{
    return m->at != MULTIPART_DATA || n == 0 || m->taker->data(m->taker->ctx, bytes, n);
}

/* Bytes up to a mark. Its only CR is its first byte, so that what did not become one holds no
 * beginning of another. */
static size_t take_data(struct multipart *m, const uint8_t *bytes, size_t n, bool *good)
{
    uint8_t out[4096];
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (used + sizeof(m->mark) >= sizeof(out)) {
            *good = give(m, out, used);
            if (!*good)
                return n;
            used = 0;
        }
        if (bytes[i] != (uint8_t)m->mark[m->matched]) {
            memcpy(out + used, m->mark, m->matched);
            used += m->matched;
            m->matched = 0;
        }
        if (bytes[i] != (uint8_t)m->mark[m->matched])
            out[used++] = bytes[i];
        else if (++m->matched == m->mark_n) {
            *good = give(m, out, used);
            m->at = MULTIPART_MARKED;
            m->matched = m->line_n = 0;
            return i + 1;
        }
    }
    *good = give(m, out, used);
    return n;
}

static bool begin_part(struct multipart *m)
{
    m->at = MULTIPART_DATA;
    m->matched = 0;
    return m->name[0] != '\0' && m->taker->begin(m->taker->ctx, m->name, m->file);
}

/* A line of a part's head, without its end. */
static bool take_head(struct multipart *m)
{
    char value[256];

    if (m->line[0] == '\0')
        return begin_part(m);
    if (strncasecmp(m->line, "Content-Disposition:", 20) != 0)
        return true;
    if (parameter(m->line, "name", value, sizeof(value)))
        charset_tidy((const uint8_t *)value, strlen(value), m->name, sizeof(m->name));
    if (parameter(m->line, "filename", value, sizeof(value)))
        charset_tidy((const uint8_t *)value, strlen(value), m->file, sizeof(m->file));
    return true;
}

/* What is behind a mark: "--" is the end, blanks and a newline begin a part. */
static bool take_marked(struct multipart *m)
{
    if (strncmp(m->line, "--", 2) == 0) {
        m->at = MULTIPART_END;
        return true;
    }
    m->at = MULTIPART_HEAD;
    m->name[0] = m->file[0] = '\0';
    return m->line[strspn(m->line, " \t")] == '\0';
}

static bool take_line_byte(struct multipart *m, uint8_t byte)
{
    if (m->at == MULTIPART_MARKED && m->line_n == 2 && memcmp(m->line, "--", 2) == 0)
        return take_marked(m);
    if (byte == '\n') {
        if (m->line_n > 0 && m->line[m->line_n - 1] == '\r')
            m->line_n--;
        m->line[m->line_n] = '\0';
        m->line_n = 0;
        return m->at == MULTIPART_MARKED ? take_marked(m) : take_head(m);
    }
    if (byte == '\0' || m->line_n == sizeof(m->line) - 1)
        return false;
    m->line[m->line_n++] = (char)byte;
    return true;
}

bool multipart_take(struct multipart *m, const uint8_t *bytes, size_t n)
{
    bool good = true;

    for (size_t at = 0; good && at < n && m->at != MULTIPART_END;) {
        if (m->at == MULTIPART_BEFORE || m->at == MULTIPART_DATA)
            at += take_data(m, bytes + at, n - at, &good);
        else
            good = take_line_byte(m, bytes[at++]);
    }
    return good;
}

bool multipart_ended(const struct multipart *m)
{
    return m->at == MULTIPART_END ||
           (m->at == MULTIPART_MARKED && m->line_n == 2 && memcmp(m->line, "--", 2) == 0);
}
