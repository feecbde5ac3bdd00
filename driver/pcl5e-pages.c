/*
 * pcl5e-pages.c - see pcl5e-pages.h.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 4 and 5.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pcl5e-pages.h"

#include "text.h"

#include <string.h>

#define ROW_BEGIN  "\033*b"
#define PAGE_END   "\033*rC\f"
#define MAX_NUMBER 99999u

size_t pcl5e_page_head(uint8_t *head, uint32_t x)
{
    struct text t;

    text_init(&t, (char *)head, PCL5E_PAGE_HEAD_MAX);
    text_put(&t, "\033*p");
    text_put_number(&t, x);
    text_put(&t, "x0Y\033*r1A");
    return t.used;
}

size_t pcl5e_row_head(uint8_t *head, uint32_t skipped, int method, size_t n)
{
    struct text t;

    text_init(&t, (char *)head, PCL5E_ROW_HEAD_MAX);
    text_put(&t, ROW_BEGIN);
    if (skipped > 0) {
        text_put_number(&t, skipped);
        text_put(&t, "y");
    }
    if (method >= 0) {
        text_put_number(&t, (uint32_t)method);
        text_put(&t, "m");
    }
    text_put_number(&t, (uint32_t)n);
    text_put(&t, "W");
    return t.used;
}

void pcl5e_page_end(uint8_t *end)
{
    memcpy(end, PAGE_END, PCL5E_PAGE_END);
}

/* ---- following ---- */

/* Whether the head, as far as it goes, begins as the text does. */
static bool begins(const struct pcl5e_follower *f, const void *text, size_t n)
{
    return f->num_head <= n && memcmp(f->head, text, f->num_head) == 0;
}

/* The numbers of a row's head. False: it is none of ours. */
static bool read_row(const struct pcl5e_follower *f, uint32_t *skipped, uint32_t *n)
{
    uint32_t number = 0;

    *skipped = 0;
    for (size_t i = sizeof ROW_BEGIN - 1; i < f->num_head; i++) {
        uint8_t byte = f->head[i];

        if (byte >= '0' && byte <= '9') {
            number = number * 10 + (uint32_t)(byte - '0');
            if (number > MAX_NUMBER)
                return false;
            continue;
        }
        if (byte == 'y')
            *skipped = number;
        else if (byte == 'W')
            *n = number;
        else if (byte != 'm')
            return false;
        number = 0;
    }
    return true;
}

static bool begin_row(struct pcl5e_follower *f)
{
    uint32_t skipped, n = 0;

    if (!read_row(f, &skipped, &n) || skipped >= f->height - f->rows)
        return false;
    f->rows += skipped + 1;
    f->data_left = n;
    f->num_head = 0;
    return true;
}

/* A byte more of the head between pages. */
static bool take_page_head(struct pcl5e_follower *f)
{
    uint8_t wanted[PCL5E_PAGE_HEAD_MAX];
    size_t n = pcl5e_page_head(wanted, f->x);

    if (!begins(f, wanted, n))
        return false;
    if (f->num_head < n)
        return true;
    f->state = PCL5E_PAGE;
    f->rows = 0;
    f->num_head = 0;
    return true;
}

/* A byte more of the head of a row, or of the page's end. */
static bool take_element_head(struct pcl5e_follower *f)
{
    if (begins(f, PAGE_END, PCL5E_PAGE_END)) {
        if (f->num_head == PCL5E_PAGE_END) {
            f->state = PCL5E_BETWEEN;
            f->num_head = 0;
        }
        return true;
    }
    if (f->num_head < sizeof ROW_BEGIN)
        return begins(f, ROW_BEGIN, sizeof ROW_BEGIN - 1);
    if (memcmp(f->head, ROW_BEGIN, sizeof ROW_BEGIN - 1) != 0)
        return false;
    if (f->head[f->num_head - 1] == 'W')
        return begin_row(f);
    return f->num_head < sizeof f->head;
}

/* Bytes into the open head. */
static size_t follow_head(struct pcl5e_follower *f, const uint8_t *bytes, size_t n)
{
    size_t used = 0;
    bool ours = true;

    do {
        f->head[f->num_head++] = bytes[used++];
        ours = f->state == PCL5E_BETWEEN ? take_page_head(f) : take_element_head(f);
    } while (ours && f->num_head > 0 && used < n);
    if (!ours)
        f->state = PCL5E_LOST;
    return used;
}

size_t pcl5e_follow(struct pcl5e_follower *f, const uint8_t *bytes, size_t n)
{
    size_t used = 0, data;

    if (n > 0 && f->state != PCL5E_LOST && f->data_left == 0)
        used = follow_head(f, bytes, n);
    if (f->state == PCL5E_LOST)
        return n;
    data = f->data_left < n - used ? f->data_left : n - used;
    f->data_left -= data;
    return used + data;
}

bool pcl5e_follow_can_end(const struct pcl5e_follower *f)
{
    return f->state == PCL5E_PAGE && f->data_left == 0 && f->num_head == 0;
}
