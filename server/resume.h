/*
 * resume.h - where to go on after a job of the machine broke off.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RESUME_H
#define SERVER_RESUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of a job of the machine that broke off. Sides are counted from 0 within the
 * part of the document that the job was for; the job began with side `base`, on a front.
 * base <= acknowledged <= taken <= offered. */
struct broken_job {
    unsigned base;
    unsigned total;   /* sides of the part in all, with sets and white ones; 0: not known */
    unsigned taken;   /* sides, from 0, that the channel had taken wholly: the next is it */
    unsigned offered; /* the same, were all taken that was offered */
    unsigned acknowledged; /* the same, as the machine had acknowledged */
    bool begun;            /* the machine has got any byte */
    bool midway;           /* it may have got a part of side `taken` */
    bool takes_parts;      /* it prints what it has (device_takes_parts) */
    bool own_end;          /* this program ended, not the connection: what was taken arrived */
    bool two_sided;
    unsigned copies;    /* sheets the machine makes of each side, 1.. */
    bool whole_sets;    /* it makes them set by set, when the job is complete */
    bool restart_known; /* whether the machine was restarted meanwhile is known; at an own
                         * end it is taken that it was not, unless it is known */
    bool restarted;     /* it was: it forgot what it had not printed */
    int64_t counted;    /* sides that it counted since the job began, of this job and no
                         * other, to the restart if there was one; -1: not known */
    double seconds;     /* since the job began; below 0: not known */
    unsigned pages_per_minute;
};

struct resume {
    unsigned side; /* to begin with */
    /* Sides [twice_from, twice_to) may come out twice, or more often than asked for; equal:
     * none. */
    unsigned twice_from, twice_to;
    /* A part of one of the sides [cut_from, cut_to) may have come out, too; equal: none. */
    unsigned cut_from, cut_to;
};

/*
 * resume_decide - the earliest side that the machine may not have printed.
 *
 * Nothing is lost: where it is not known whether a side was printed it comes again, and the
 * result says so. That a machine had the time to print a side does not mean that it did.
 */
void resume_decide(const struct broken_job *b, struct resume *r);

/* What all breaks of a job may have left on paper, as ranges of pages from 1; 0: none. */
struct resume_sum {
    unsigned times;
    bool own;                      /* at the last one it was this program that ended */
    unsigned page;                 /* with which it went on then; 0: the machine had all */
    unsigned cut_from, cut_to;     /* a part of one of them */
    unsigned twice_from, twice_to; /* two of some of them */
};

/* resume_add - one more break; first and sides as below. */
void resume_add(struct resume_sum *sum, const struct broken_job *b, const struct resume *r,
                unsigned first, unsigned sides);

/* resume_sum_explain - in plain words, at most 250 bytes; "" for no break. */
void resume_sum_explain(const struct resume_sum *sum, char *text, size_t n);

/* resume_explain - what happened and what comes, in plain words; pages counted from 1, `first`
 * the page number of side 0, `sides` in a set. "" when there is nothing to tell. */
void resume_explain(const struct broken_job *b, const struct resume *r, unsigned first,
                    unsigned sides, char *text, size_t n);

#endif
