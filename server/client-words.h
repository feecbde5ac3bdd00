/*
 * client-words.h - arguments whose value is words.
 * Effects: memory that lives as long as the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_WORDS_H
#define SERVER_CLIENT_WORDS_H

/*
 * client_quote_words - put quotes round the words of `-o watermark=DO NOT COPY`.
 *
 * The shell has taken the person's own quotes off, and libcups' reader of options, which PAPPL
 * uses too, would take each word for an option. An argument in which another "=" follows is
 * left alone: that is several options in one.
 *
 * argv   those that need it are replaced
 */
void client_quote_words(int argc, char *argv[]);

#endif
