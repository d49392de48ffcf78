// SPDX-License-Identifier: Apache-2.0
#ifndef MOVIEGEN_BARE_LOOP_H
#define MOVIEGEN_BARE_LOOP_H

// What the library alone can do: one thread, one loop, no wrapper. Messages are persistent and mandatory, confirmed
// within a window, and go to one queue through the default exchange.

typedef struct {
    const char *host;
    int port;
    const char *virtual_host;
    const char *user;
    const char *password;
} moviegen_bare_server;

// Each returns 0, or says in `error` what went wrong.

int moviegen_bare_declare(const moviegen_bare_server *server, const char *queue, char error[256]);
int moviegen_bare_delete(const moviegen_bare_server *server, const char *queue, char error[256]);

// `seconds` are from the first publish to the last confirm.
int moviegen_bare_publish(
    const moviegen_bare_server *server, const char *queue, int message_count, int window, int body_bytes,
    double *seconds, char error[256]);

const char *moviegen_bare_library_version(void);

#endif
