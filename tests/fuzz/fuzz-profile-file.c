/*
 * fuzz-profile-file.c - any text as the file of profiles. What is read of it can be written and
 * read again; a profile that is put into it is there, and nothing else is gone.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/profile-parts.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *ctx, unsigned line, const char *why)
{
    (void)ctx;
    if (line == 0 || why[0] == '\0')
        abort();
}

static void check_name(const struct scan_profile *profile)
{
    struct profile_name_facts facts = {
        .scanner = profile->name, .profile = profile->name, .host = profile->where};
    char name[PROFILE_NAME_SIZE], why[300];

    if (profile->pattern[0] != '\0' && !profile_name_check(profile->pattern, why, sizeof(why)))
        abort();
    profile_name_make(profile->pattern, &facts, 7, name);
    if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL)
        abort();
}

static void check_again(const struct scan_profile *profile)
{
    struct profile_list *list = malloc(sizeof(*list));
    char lines[4000], text[4200], again[4000];

    if (list != NULL && profile_print(profile, lines, sizeof(lines))) {
        snprintf(text, sizeof(text), "[profile %s]\n%s", profile->name, lines);
        profile_file_parse(text, strlen(text), list, ignore, NULL);
        if (list->n != 1 || !profile_print(&list->profiles[0], again, sizeof(again)) ||
            strcmp(again, lines) != 0)
            abort();
    }
    free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct profile_list *list = malloc(sizeof(*list));
    char *fresh = profile_file_edit((const char *)data, size, "Mine", "folder = /srv\n"), *less;
    size_t n;

    if (list == NULL || fresh == NULL) {
        free(list);
        free(fresh);
        return 0;
    }
    profile_file_parse((const char *)data, size, list, ignore, NULL);
    n = list->n;
    for (size_t i = 0; i < n; i++) {
        check_name(&list->profiles[i]);
        check_again(&list->profiles[i]);
    }
    /* a NUL in it ends the text of the edit, which servers never see: files with one are
     * damaged */
    if (memchr(data, '\0', size) == NULL) {
        profile_file_parse(fresh, strlen(fresh), list, ignore, NULL);
        if (list->n < n)
            abort();
        less = profile_file_edit(fresh, strlen(fresh), "Mine", NULL);
        if (less == NULL || strlen(less) > strlen(fresh))
            abort();
        free(less);
    }
    less = profile_file_seal((const char *)data, size);
    free(less);
    free(fresh);
    free(list);
    return 0;
}
