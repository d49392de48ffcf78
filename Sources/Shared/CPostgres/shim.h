// SPDX-License-Identifier: Apache-2.0
#include <libpq-fe.h>
#include <sys/eventfd.h>

// An enum of C is a struct in Swift, and its cases are not compile-time patterns: these answer yes or no.

static inline int moviegen_pq_is_success(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// COPY would wait for data that no query of ours brings.
static inline int moviegen_pq_is_copy(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

static inline int moviegen_pq_is_pipeline_end(const PGresult *result) {
    return PQresultStatus(result) == PGRES_PIPELINE_SYNC;
}

static inline int moviegen_pq_is_connected(const PGconn *connection) {
    return PQstatus(connection) == CONNECTION_OK;
}

static inline int moviegen_pq_is_idle(const PGconn *connection) {
    return PQtransactionStatus(connection) == PQTRANS_IDLE;
}

// The codes are character constants in macros, which Swift does not see.

static inline char *moviegen_pq_sql_state(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline char *moviegen_pq_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

static inline char *moviegen_pq_detail(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
}

// Not in Swift's Glibc.
static inline int moviegen_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}
