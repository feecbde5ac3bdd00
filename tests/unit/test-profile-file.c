/*
 * test-profile-file.c - the file of profiles: settings as words, sections, edits, the password.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/profile-parts.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct scan_profile profile;

static bool takes(const char *name, const char *value)
{
    char why[400] = "";

    return profile_parse(&profile, name, value, why, sizeof(why)) && why[0] == '\0';
}

/* With a sentence that has this in it. */
static bool refuses(const char *name, const char *value, const char *within)
{
    char why[400] = "";

    return !profile_parse(&profile, name, value, why, sizeof(why)) &&
           strstr(why, within) != NULL;
}

static void test_settings(void)
{
    const struct scan_settings *s = &profile.settings;

    profile_init(&profile, "x");
    ok(takes("format", "png") && profile.format == PROFILE_PNG && takes("format", "pdf") &&
           refuses("format", "tiff", "pdf, jpeg or png"),
       "A format is one of three");
    ok(takes("input", "auto-duplex") && s->input == SCAN_FEEDER_DUPLEX &&
           profile.glass_if_empty && takes("input", "duplex") && !profile.glass_if_empty &&
           takes("input", "platen") && s->input == SCAN_PLATEN &&
           refuses("input", "tray", "auto"),
       "An input is named");
    ok(takes("color", "bw") && s->color == SCAN_BLACK_AND_WHITE && takes("color", "color") &&
           s->color == SCAN_COLOR && refuses("color", "red", "gray"),
       "So are colours");
    ok(takes("area", "letter") && s->area.width == 2550 && s->area.height == 3300 &&
           takes("area", "a4") && s->area.width == 2480 && s->area.height == 3508 &&
           takes("area", "all") && s->area.width == 0,
       "So are areas");
    ok(takes("resolution", "600") && s->dpi == 600 && refuses("resolution", "9999", "1200") &&
           refuses("resolution", "", "1200") && refuses("resolution", "300dpi", "1200") &&
           refuses("resolution", " 300", "1200"),
       "A resolution is a number within limits");
    ok(takes("brightness", "-100") && s->brightness == -100 && takes("threshold", "auto") &&
           s->threshold == 0 && refuses("threshold", "0", "255") && takes("threshold", "255"),
       "So are tones");
    ok(takes("blank-pages", "drop") && s->drop_blank && takes("straighten", "yes") &&
           s->straighten && takes("searchable", "no") && refuses("searchable", "maybe", "yes"),
       "Switches are words");
    ok(takes("folder", "/tmp") && profile.target == PROFILE_FOLDER &&
           refuses("folder", "tmp", "from the root") &&
           refuses("folder", "/nowhere/at/all", "no folder"),
       "A folder must be there");
    ok(takes("mail", "a@example.org, b.c+d@mail.example.org") &&
           profile.target == PROFILE_MAIL && refuses("mail", "a", "addresses") &&
           refuses("mail", "a@b, ", "addresses") && refuses("mail", "a b@c.d", "addresses") &&
           refuses("mail", "a@b\r\nBcc: c@d", "control") &&
           refuses("mail", "a@b> SIZE=1", "addresses") &&
           refuses("mail", ".a@b", "addresses") && refuses("mail", "a@-b", "addresses") &&
           refuses("mail", "a@b@c", "addresses") && refuses("mail", "\"a\"@b", "addresses"),
       "Addresses have nothing in them that a mail server would take for more");
    ok(takes("command", "/bin/cat") && profile.target == PROFILE_COMMAND &&
           refuses("command", "cat", "from the root") &&
           refuses("command", "/bin/nothing", "not there") &&
           refuses("command", "/tmp", "no program"),
       "A command is one program that is there");
    ok(takes("print", "Office") && profile.target == PROFILE_PRINT &&
           strcmp(profile.where, "Office") == 0 && refuses("print", "", "queue"),
       "A queue is only named");
    ok(takes("name", "%Y %n") && refuses("name", "%q", "means nothing"), "A name is a pattern");
    ok(takes("button", "2") && profile.button == 2 && refuses("button", "99", "button"),
       "A button is a number");
    ok(refuses("colour", "gray", "no setting"), "What is no setting is told");
}

/* ---- files ---- */

static unsigned num_troubles, first_trouble;
static char first_why[400];

static void trouble(void *ctx, unsigned line, const char *why)
{
    (void)ctx;
    if (num_troubles++ == 0) {
        first_trouble = line;
        snprintf(first_why, sizeof(first_why), "%s", why);
    }
}

static struct profile_list list;

static size_t reads(const char *text)
{
    num_troubles = first_trouble = 0;
    first_why[0] = '\0';
    profile_file_parse(text, strlen(text), &list, trouble, NULL);
    return list.n;
}

static const char two[] = "# ours\n"
                          "[mail]\n"
                          "server = smtps://mail.example.org:465\r\n"
                          "user= scanner\n"
                          "password = s e = cret\n"
                          "from =scans@example.org\n"
                          "\n"
                          "[profile Invoices]\n"
                          "button = 1\n"
                          "  folder = /srv/in voices  \n"
                          "# about B\n"
                          "[profile B]\n"
                          "mail = a@example.org\n";

static void test_reading(void)
{
    ok(reads(two) == 2 && num_troubles == 0 && strcmp(list.profiles[0].name, "Invoices") == 0 &&
           list.profiles[0].button == 1 &&
           strcmp(list.profiles[0].where, "/srv/in voices") == 0 &&
           list.profiles[1].target == PROFILE_MAIL,
       "Profiles are read, also for folders that are not there now");
    ok(strcmp(list.mail.server, "smtps://mail.example.org:465") == 0 &&
           strcmp(list.mail.user, "scanner") == 0 &&
           strcmp(list.mail.password, "s e = cret") == 0 && !list.mail.plain,
       "So is how mail is sent, encrypted where nothing else is said");
    ok(reads("") == 0 && reads("\n\n# only\n") == 0 && num_troubles == 0,
       "A file may have nothing in it");
    ok(reads("[profile A]\nfolder=/x\nnonsense\n[profile B]\nfolder=/x") == 1 &&
           first_trouble == 3 && strcmp(list.profiles[0].name, "B") == 0,
       "A profile with a line that makes no sense is left out, and its line told");
    ok(reads("[profile A]\nbutton = 1\n[profile B]\nfolder=/x\n") == 1 && first_trouble == 1 &&
           strstr(first_why, "where to") != NULL,
       "So is one that goes nowhere");
    ok(reads("[profile A]\nfolder=/x\n[profile A]\nfolder=/y\n") == 1 && first_trouble == 3 &&
           strcmp(list.profiles[0].where, "/x") == 0,
       "Of two with one name the first one counts");
    ok(reads("[profile A]\nfolder=/x\n[profil B]\nfolder=/y\ncolor=gray\n") == 1 &&
           num_troubles == 1 && strcmp(list.profiles[0].where, "/x") == 0,
       "Settings under a damaged head belong to nobody");
    ok(reads("folder=/x\n") == 0 && first_trouble == 1, "Nor do those before the first head");
    ok(reads("[mail]\nserver=http://x\n") == 0 && first_trouble == 2 &&
           list.mail.server[0] == '\0' && reads("[mail]\nfrom=a@b,c@d\n") == 0 &&
           num_troubles == 1,
       "A mail server is one, and mail is from one address");
    ok(reads("[profile ]\n[profile a/b]\n[profile]\n[]\n[") == 0 && num_troubles == 5,
       "What is no name of a profile is none");
}

static void test_round_trip(void)
{
    char lines[4000], text[4200], again[4000];
    const struct scan_profile *read = &list.profiles[0];

    profile_init(&profile, "All");
    ok(takes("print", "Office") && profile_print(&profile, lines, sizeof(lines)) &&
           strcmp(lines, "print = Office\n") == 0,
       "What is as usual is not written");
    (void)takes("format", "jpeg");
    (void)takes("input", "duplex");
    (void)takes("color", "bw");
    (void)takes("area", "legal");
    (void)takes("resolution", "150");
    (void)takes("quality", "7");
    (void)takes("brightness", "-3");
    (void)takes("contrast", "9");
    (void)takes("threshold", "99");
    (void)takes("blank-pages", "drop");
    (void)takes("straighten", "yes");
    (void)takes("searchable", "yes");
    (void)takes("scanner", "Ground floor");
    (void)takes("name", "%p %n");
    (void)takes("button", "2");
    ok(profile_print(&profile, lines, sizeof(lines)) &&
           snprintf(text, sizeof(text), "[profile All]\n%s", lines) > 0 && reads(text) == 1 &&
           num_troubles == 0 && profile_print(read, again, sizeof(again)) &&
           strcmp(again, lines) == 0 && read->settings.quality == 7 &&
           read->settings.brightness == -3 && read->settings.threshold == 99 &&
           read->settings.area.height == 4200 && read->searchable && read->button == 2 &&
           strcmp(read->scanner, "Ground floor") == 0,
       "Everything that is written is read again");
    ok(!profile_print(&profile, lines, 20), "What does not fit is no profile");
}

static void edited(const char *text, const char *name, const char *lines, const char *wanted,
                   const char *what)
{
    char *fresh = profile_file_edit(text, strlen(text), name, lines);

    if (!ok(fresh != NULL && strcmp(fresh, wanted) == 0, "%s", what))
        diag("%s", fresh != NULL ? fresh : "nothing");
    free(fresh);
}

static void test_edits(void)
{
    edited("", "A", "folder = /x\n", "[profile A]\nfolder = /x\n", "The first profile");
    edited("# note\n[mail]\nfrom=a@b", "A", "folder = /x\n",
           "# note\n[mail]\nfrom=a@b\n\n[profile A]\nfolder = /x\n",
           "One more comes at the end, after a line without an end too");
    edited("[profile A]\nfolder=/x\n\n# about B\n[profile B]\nfolder=/y\n# end\n", "A",
           "mail = a@b\n",
           "[profile A]\nmail = a@b\n\n# about B\n[profile B]\nfolder=/y\n# end\n",
           "One that is there is replaced in its place; notes stay");
    edited("[profile A]\nfolder=/x\n\n# about B\n[profile B]\nfolder=/y\n# end\n", "B", NULL,
           "[profile A]\nfolder=/x\n\n# about B\n# end\n", "Or removed");
    edited("[profile A]\nfolder=/x\n[oops\nx\n[profile B]\ny", "A", "print = q\n",
           "[profile A]\nprint = q\n[oops\nx\n[profile B]\ny",
           "What makes no sense stays for its writer to mend");
    edited("[profile AB]\nfolder=/x\n", "A", NULL, "[profile AB]\nfolder=/x\n",
           "Another name is another profile");
}

static void test_seal(void)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {1, 2, 3};
    char *sealed, secret[100] = "";

    vault_use(NULL);
    ok(profile_file_seal(two, strlen(two)) == NULL, "Without a key nothing is sealed");
    vault_use(key);
    sealed = profile_file_seal(two, strlen(two));
    ok(sealed != NULL && strstr(sealed, "s e = cret") == NULL && reads(sealed) == 2 &&
           num_troubles == 0 && vault_is_sealed(list.mail.password) &&
           vault_unseal(PROFILE_MAIL_PURPOSE, list.mail.password, secret, sizeof(secret)) &&
           strcmp(secret, "s e = cret") == 0,
       "A password that a person wrote is sealed in its place");
    ok(sealed != NULL && profile_file_seal(sealed, strlen(sealed)) == NULL, "Once");
    free(sealed);
    ok(profile_file_seal("[profile A]\npassword = x\n", 25) == NULL,
       "A line of the same name elsewhere is none");
    vault_use(NULL);
}

int main(void)
{
    test_settings();
    test_reading();
    test_round_trip();
    test_edits();
    test_seal();
    return tap_done();
}
