/*
 * ufr2lt-ticket.c - see ufr2lt-ticket.h.
 * Effects: none of its own.
 * Source: driver/FORMAT-ufr2lt.md sections 3 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ufr2lt-ticket.h"

#include "bytes.h"

#include <string.h>

enum { NAME_MAX_BYTES = 32 }; /* 3.1: of title and user */

/* A ticket being sent. */
struct ticket_writer {
    struct cpca *cpca;
    const struct caps *caps;
    const struct ufr2lt_params *params;
    const struct job_params *job;
    bool whole_sets; /* the copies are sets, not of each page */
    enum result result;
};

bool ufr2lt_is_fine(const struct caps *caps, const struct media *media,
                    const struct media_type *type)
{
    return caps->ufr2lt.two_thirds &&
           (caps_media_more(caps, media).fine || caps_type_more(caps, type).fine);
}

struct ufr2lt_source ufr2lt_source(const struct caps *caps, const struct media_source *source)
{
    for (size_t i = 0; caps->ufr2lt.sources && i < caps->num_sources; i++)
        if (caps->sources[i] == source)
            return caps->ufr2lt.sources[i];
    return (struct ufr2lt_source){.ticket = source->ufr2_ticket, .doc = source->ufr2_doc};
}

static size_t name_length(const char *name)
{
    size_t n = 0;

    while (name && n < NAME_MAX_BYTES && name[n] != '\0')
        n++;
    return n;
}

/* One record of the first packet; returns where the next one goes. */
static uint8_t *put_record(uint8_t *p, unsigned id, const void *data, size_t n)
{
    put_be16(p, id);
    put_be16(p + 2, (uint32_t)n);
    memcpy(p + 4, data, n);
    return p + 4 + n;
}

static uint8_t *put_name(uint8_t *p, unsigned id, const char *name)
{
    uint8_t data[3 + NAME_MAX_BYTES] = {0x00, 0x03};
    size_t n = name_length(name);

    data[2] = (uint8_t)n;
    memcpy(data + 3, name, n);
    return put_record(p, id, data, 3 + n);
}

/* A packet; what went wrong is kept in t->result. */
static void send(struct ticket_writer *t, enum cpca_operation operation, const uint8_t *data,
                 size_t n)
{
    if (t->result == RESULT_OK)
        t->result = cpca_packet(t->cpca, operation, data, n);
}

#define SEND(t, operation, ...)                                                                \
    send(t, operation, (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

static void send_begin_job(struct ticket_writer *t)
{
    uint8_t data[2 + 5 + 7 + 5 + 3 * (4 + 3 + NAME_MAX_BYTES)];
    uint8_t *p = data + 2;
    unsigned count = 3;

    p = put_record(p, 0x00F0, (const uint8_t[]){0x01}, 1);
    p = put_record(p, 0x0130, (const uint8_t[]){0x03, 0x00, 0x00}, 3);
    p = put_record(p, 0x000D, (const uint8_t[]){0x04}, 1);
    if (name_length(t->job->title) > 0) {
        p = put_name(p, 0x0004, t->job->title);
        p = put_name(p, 0x0117, t->job->title);
        count += 2;
    }
    if (name_length(t->job->user) > 0) {
        p = put_name(p, 0x0006, t->job->user);
        count++;
    }
    put_be16(data, count);
    send(t, CPCA_BEGIN_JOB, data, (size_t)(p - data));
}

/* Records of the group that are the same in every job. */
static void send_records(struct ticket_writer *t, const uint8_t *records)
{
    while (records && records[0] != 0) {
        send(t, (enum cpca_operation)records[0], records + 2, records[1]);
        records += 2 + (size_t)records[1];
    }
}

/* Finishing: copies of each page (08) as far as the group knows them, of sets in order (0B), or
 * group (0F), which the machine sorts by pages. */
static uint8_t finishing(const struct ufr2lt_params *params, enum collate collate)
{
    if (collate == COLLATE_COLLATED && params->device_collates)
        return 0x0B;
    if (collate == COLLATE_GROUP)
        return params->no_group ? 0x08 : 0x0F;
    return params->no_uncollated ? 0x0F : 0x08;
}

/* 3.2: who makes the copies, and how. */
static void send_job_attributes(struct ticket_writer *t)
{
    const uint8_t c = finishing(t->params, t->job->collate);
    uint32_t sets;

    t->whole_sets = c != 0x08;
    sets = t->whole_sets ? t->job->copies : 1;
    SEND(t, CPCA_JOB_ATTRIBUTE, 0x07, 0xD7, (uint8_t)(sets >> 8), (uint8_t)sets);
    SEND(t, CPCA_JOB_ATTRIBUTE, 0x07, 0xD9, 0x17, 0x00, 0x00, 0x00, 0x00);
    send_records(t, t->params->before_finishing);
    SEND(t, CPCA_JOB_ATTRIBUTE, 0x07, 0xD8, c);
    send_records(t, t->params->behind_finishing);
}

/* A setting left to the machine has no record. */
static void send_choice(struct ticket_writer *t, uint8_t id, enum choice choice)
{
    if (choice != CHOICE_DEVICE)
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x08, id, choice == CHOICE_ON ? 0x02 : 0x01);
}

static void send_source(struct ticket_writer *t)
{
    const struct ufr2lt_source source = ufr2lt_source(t->caps, t->job->source);
    uint8_t data[5 + 16] = {0x07, 0xEE, 0x02, 0x00};
    size_t n = 0;

    if (!source.name) {
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x08, 0x6E, 0x01, source.ticket, 0x00, 0x00);
        return;
    }
    while (n < 16 && source.name[n] != '\0')
        n++;
    data[4] = (uint8_t)n;
    memcpy(data + 5, source.name, n);
    send(t, CPCA_DOCUMENT_ATTRIBUTE, data, 5 + n);
}

/* The resolution, where it is not the same both ways: class JB400. */
static void send_resolution(struct ticket_writer *t)
{
    if (!t->params->two_thirds)
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x3A, 0x06, 0x00, 0x00, 0x00, 0x00);
    else if (ufr2lt_is_fine(t->caps, t->job->media, t->job->type))
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x3A, 0x08, 0x02, 0x58, 0x02, 0x58);
    else
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x3A, 0x08, 0x02, 0x58, 0x01, 0x90);
}

static void send_sides(struct ticket_writer *t)
{
    const uint8_t two = t->params->two_sided ? t->params->two_sided : 0x04;

    if (!t->params->one_sided)
        SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xDF, t->job->sides == SIDES_ONE ? 0x01 : two);
    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xE0, t->job->binding == BINDING_LEFT ? 0x04 : 0x03);
}

/* 3.3, in the order of the section */
static void send_document_attributes(struct ticket_writer *t)
{
    const struct job_params *job = t->job;
    const uint8_t *last = t->params->last;
    const uint8_t code = caps_type_more(t->caps, job->type).ticket;
    uint32_t copies = t->whole_sets ? 1 : job->copies;
    uint32_t shift = (job->binding_shift_hmm + 5) / 10;
    uint16_t size = job->media->ufr2_ticket;

    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x00, 0x2E, 0x83, 0x00, 0x00);
    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xD7, (uint8_t)(copies >> 8), (uint8_t)copies);
    send_sides(t);
    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x08, 0x90, 0x03);
    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xE1, (uint8_t)(shift >> 24), (uint8_t)(shift >> 16),
         (uint8_t)(shift >> 8), (uint8_t)shift);
    send_source(t);
    send_resolution(t);
    send_choice(t, 0x5A, job->toner_save);
    SEND(t, CPCA_DOCUMENT_ATTRIBUTE, 0x07, 0xED, code ? code : job->type->ufr2_ticket, 0xFE,
         (uint8_t)(size >> 8), (uint8_t)size, 0, 0, 0, 0, 0, 0, 0, 0, 0x03);
    send_records(t, t->params->behind_media);
    if (!t->caps->no_refinement)
        send_choice(t, 0x2D, job->refinement);
    if (job->toner_save != CHOICE_ON && t->params->last_without_toner_save)
        last = t->params->last_without_toner_save;
    send_records(t, last);
}

enum result ufr2lt_send_ticket(struct cpca *cpca, const struct caps *caps,
                               const struct job_params *job)
{
    struct ticket_writer t = {
        .cpca = cpca, .caps = caps, .params = &caps->ufr2lt, .job = job, .result = RESULT_OK};

    send_begin_job(&t);
    SEND(&t, CPCA_BEGIN, 0x00, 0x00, 0x00, 0x00);
    send_job_attributes(&t);
    SEND(&t, CPCA_BEGIN_DOCUMENT, 0x00, 0x00, 0x00, 0x00);
    send_document_attributes(&t);
    return t.result;
}

enum result ufr2lt_send_end(struct cpca *cpca)
{
    struct ticket_writer t = {.cpca = cpca, .result = cpca_end_page_data(cpca)};

    send(&t, CPCA_END_PAGE_DATA, NULL, 0);
    send(&t, CPCA_END, NULL, 0);
    SEND(&t, CPCA_END_JOB, 0x00);
    return t.result;
}
