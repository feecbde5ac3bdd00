/*
 * pjl.c - see pjl.h.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pjl.h"

#include "text.h"

#define UEL         "\033%-12345X"
#define END_OF_LINE "\r\n"

/* The bytes of one character that go together: a UTF-8 lead with what continues it, or one. */
static size_t character_size(const char *name)
{
    size_t n = 1;

    if (((unsigned char)name[0] & 0xC0) == 0xC0)
        while (((unsigned char)name[n] & 0xC0) == 0x80)
            n++;
    return n;
}

static char plain(char c)
{
    unsigned char byte = (unsigned char)c;

    if (byte < ' ' || byte == 0x7F)
        return ' ';
    if (byte > 0x7F)
        return '?';
    return (char)(c == '"' ? '\'' : c);
}

size_t pjl_name(const char *name, char *text)
{
    size_t n = 0;

    while (name && *name != '\0' && n < PJL_NAME_MAX) {
        text[n++] = plain(*name);
        name += character_size(name);
    }
    text[n] = '\0';
    return n;
}

/* An attribute with a name in quotes; none where there is no name. */
static void put_name(struct text *t, const char *attribute, const char *name)
{
    char plain_name[PJL_NAME_MAX + 1];

    if (pjl_name(name, plain_name) == 0)
        return;
    text_put(t, attribute);
    text_put(t, "=\"");
    text_put(t, plain_name);
    text_put(t, "\"");
}

static void put_job(struct text *t, const struct job_params *job)
{
    text_put(t, UEL "@PJL JOB");
    put_name(t, " NAME", job->title);
    put_name(t, " DISPLAY", job->title);
    text_put(t, END_OF_LINE);
    if (job->user && job->user[0] != '\0') {
        put_name(t, "@PJL SET USERNAME", job->user);
        text_put(t, END_OF_LINE);
    }
}

static void put_set(struct text *t, const char *variable, const char *value)
{
    text_put(t, "@PJL SET ");
    text_put(t, variable);
    text_put(t, "=");
    text_put(t, value);
    text_put(t, END_OF_LINE);
}

static void put_settings(struct text *t, const struct job_params *job)
{
    put_set(t, "RESOLUTION", "600");
    put_set(t, "DUPLEX", job->sides == SIDES_ONE ? "OFF" : "ON");
    if (job->sides != SIDES_ONE)
        put_set(t, "BINDING", job->sides == SIDES_LONG_EDGE ? "LONGEDGE" : "SHORTEDGE");
    if (job->toner_save != CHOICE_DEVICE)
        put_set(t, "ECONOMODE", job->toner_save == CHOICE_ON ? "ON" : "OFF");
    if (job->refinement != CHOICE_DEVICE)
        put_set(t, "RET", job->refinement == CHOICE_ON ? "MEDIUM" : "OFF");
}

size_t pjl_head(uint8_t *bytes, const struct job_params *job, const char *language)
{
    struct text t;

    text_init(&t, (char *)bytes, PJL_HEAD_MAX);
    put_job(&t, job);
    put_settings(&t, job);
    text_put(&t, "@PJL ENTER LANGUAGE=");
    text_put(&t, language);
    text_put(&t, END_OF_LINE);
    return t.used;
}

size_t pjl_foot(uint8_t *bytes, const struct job_params *job)
{
    struct text t;

    text_init(&t, (char *)bytes, PJL_FOOT_MAX);
    text_put(&t, UEL "@PJL EOJ");
    put_name(&t, " NAME", job->title);
    text_put(&t, END_OF_LINE UEL);
    return t.used;
}
