/*
 * test-strings.c - which language is found, and that what the program reports has a name.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/strings.h"

#include "driver/media.h"
#include "driver/status.h"
#include "server/jobs.h"
#include "server/printer.h"
#include "tests/unit/tap.h"

#include <string.h>

static bool finds(const char *asked, const char *language)
{
    return strcmp(strings_find(asked)->language, language) == 0;
}

static void test_languages(void)
{
    static const char *const wanted[] = {"ar", "de", "en", "es", "fr",
                                         "it", "ja", "pl", "pt", "zh"};
    size_t n;
    const char *const *languages = strings_languages(&n);
    bool same = n == 10;

    for (size_t i = 0; same && i < n; i++)
        same = strcmp(languages[i], wanted[i]) == 0;
    ok(same, "There are ten languages, by the alphabet");
    for (size_t i = 0; i < 10; i++)
        ok(finds(wanted[i], wanted[i]), "Each language finds its own file: %s", wanted[i]);
    ok(finds("pt-br", "pt") && finds("pt-pt", "pt"), "Portuguese of every country is pt");
    ok(finds("zh-cn", "zh") && finds("zh-hans", "zh") && finds("zh-hans-cn", "zh"),
       "Chinese of every country and writing is zh");
    ok(finds("DE", "de") && finds("Fr-CA", "fr"), "Capitals do not matter");
    ok(finds("de_AT", "de") && finds("de_AT.UTF-8", "de") && finds("de.UTF-8", "de") &&
           finds("de@euro", "de"),
       "Names of locales are taken, too");
    ok(finds("sv", "en") && finds("c", "en") && finds("i-default", "en"),
       "Who asks for a language that is not there gets English");
    ok(finds(NULL, "en") && finds("", "en") && finds("-", "en"), "No language is English");
    ok(finds("den", "en") && finds("d", "en") && finds("deu", "en") && finds("de ", "en"),
       "A language whose name only begins alike is another one");
    ok(finds("\xE4\xBD\xA0", "en") && finds("de\x80", "en"), "Any bytes are borne");
}

/* The text has a line with this key. */
static bool has(const struct strings_file *file, const char *attribute, const char *keyword)
{
    char start[200];
    const char *found;

    snprintf(start, sizeof(start), "\"%s%s%s\" = \"", attribute, keyword[0] != '\0' ? "." : "",
             keyword);
    found = strstr(file->text, start);
    return found != NULL && (found == file->text || found[-1] == '\n');
}

static void test_text(void)
{
    const struct strings_file *de = strings_find("de");
    size_t n;
    const char *const *languages = strings_languages(&n);
    bool whole = true;

    for (size_t i = 0; i < n; i++) {
        const struct strings_file *file = strings_find(languages[i]);

        whole = whole && file->n > 1000 && strlen(file->text) == file->n &&
                file->text[0] == '"' && strcmp(file->text + file->n - 3, "\";\n") == 0;
    }
    ok(whole, "Each text is a whole file, and its size is that without the 0 at its end");
    ok(strstr(de->text, "\n\"media-source.tray-1\" = \"Kassette 1\";\n") != NULL,
       "German is in the German file");
    ok(strstr(strings_find("fr")->text, "\xC3\x89"
                                        "conomie de toner") != NULL,
       "The text is UTF-8");
}

static bool all_options(const struct strings_file *file, const char *const options[])
{
    bool good = true;

    for (size_t i = 0; options[i] != NULL; i++)
        if (!has(file, options[i], "")) {
            diag("%s has no option %s", file->language, options[i]);
            good = false;
        }
    return good;
}

static bool named(const struct strings_file *file, const char *attribute, const char *keyword)
{
    if (has(file, attribute, keyword))
        return true;
    diag("%s has no %s.%s", file->language, attribute, keyword);
    return false;
}

static void test_papers(const struct strings_file *file)
{
    bool good = true;

    for (size_t i = 0; i < num_media_sizes; i++)
        good = named(file, "media", media_sizes[i].name) && good;
    for (size_t i = 0; i < num_media_sources; i++)
        good = named(file, "media-source", media_sources[i].name) && good;
    for (size_t i = 0; i < num_media_types; i++)
        good = named(file, "media-type", media_types[i].name) && good;
    ok(good, "Every size, source and type of paper has a name in %s", file->language);
}

static void test_reasons(const struct strings_file *file)
{
    bool good = true;

    for (unsigned i = 0; i < NUM_REASONS; i++)
        good = named(file, "printer-state-reasons", status_reason_keyword(1u << i)) && good;
    ok(good, "Every state of the machine has a name in %s", file->language);
    good = true;
    for (unsigned i = 0; i < JOB_NUM_REASONS; i++)
        good = named(file, "job-state-reasons", job_reason_keywords[i]) && good;
    ok(good, "Every state of a job has a name in %s", file->language);
}

int main(void)
{
    size_t n;
    const char *const *languages = strings_languages(&n);

    test_languages();
    test_text();
    for (size_t i = 0; i < n; i++) {
        const struct strings_file *file = strings_find(languages[i]);

        ok(all_options(file, printer_vendor_options) &&
               all_options(file, printer_queue_options),
           "Every option of ours has a name in %s", file->language);
        test_papers(file);
        test_reasons(file);
    }
    return tap_done();
}
