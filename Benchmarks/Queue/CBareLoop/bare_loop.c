// SPDX-License-Identifier: Apache-2.0
#include "bare_loop.h"

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const amqp_channel_t channel = 1;

static int refuse(char error[256], const char *doing, amqp_rpc_reply_t reply) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return 0;
    const char *reason = reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION
        ? amqp_error_string2(reply.library_error)
        : "refused by the server";
    snprintf(error, 256, "%s: %s", doing, reason);
    return -1;
}

static amqp_connection_state_t open_connection(const moviegen_bare_server *server, char error[256]) {
    amqp_connection_state_t state = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(state);
    int status = amqp_socket_open(socket, server->host, server->port);
    if (status != AMQP_STATUS_OK) {
        snprintf(error, 256, "connecting: %s", amqp_error_string2(status));
        amqp_destroy_connection(state);
        return NULL;
    }
    amqp_rpc_reply_t reply = amqp_login(
        state, server->virtual_host, 8, AMQP_DEFAULT_FRAME_SIZE, 0, AMQP_SASL_METHOD_PLAIN, server->user,
        server->password);
    if (refuse(error, "logging in", reply) == 0) {
        amqp_channel_open(state, channel);
        if (refuse(error, "opening a channel", amqp_get_rpc_reply(state)) == 0) return state;
    }
    amqp_destroy_connection(state);
    return NULL;
}

static void close_connection(amqp_connection_state_t state) {
    amqp_connection_close(state, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(state);
}

int moviegen_bare_declare(const moviegen_bare_server *server, const char *queue, char error[256]) {
    amqp_connection_state_t state = open_connection(server, error);
    if (state == NULL) return -1;
    amqp_table_entry_t type = {0};
    type.key = amqp_cstring_bytes("x-queue-type");
    type.value.kind = AMQP_FIELD_KIND_UTF8;
    type.value.value.bytes = amqp_cstring_bytes("quorum");
    amqp_table_t arguments = {1, &type};
    amqp_queue_declare(state, channel, amqp_cstring_bytes(queue), 0, 1, 0, 0, arguments);
    int status = refuse(error, "declaring the queue", amqp_get_rpc_reply(state));
    close_connection(state);
    return status;
}

int moviegen_bare_delete(const moviegen_bare_server *server, const char *queue, char error[256]) {
    amqp_connection_state_t state = open_connection(server, error);
    if (state == NULL) return -1;
    amqp_queue_delete(state, channel, amqp_cstring_bytes(queue), 0, 0);
    int status = refuse(error, "deleting the queue", amqp_get_rpc_reply(state));
    close_connection(state);
    return status;
}

// The next answer of the broker; `confirmed` grows by the publishes it answers. A return or a nack is a failure here.
static int read_answer(amqp_connection_state_t state, int *confirmed, char error[256]) {
    amqp_frame_t frame;
    int status = amqp_simple_wait_frame(state, &frame);
    if (status != AMQP_STATUS_OK) {
        snprintf(error, 256, "reading: %s", amqp_error_string2(status));
        return -1;
    }
    if (frame.frame_type == AMQP_FRAME_METHOD) {
        if (frame.payload.method.id != AMQP_BASIC_ACK_METHOD) {
            snprintf(error, 256, "the broker answered %s", amqp_method_name(frame.payload.method.id));
            return -1;
        }
        amqp_basic_ack_t *ack = (amqp_basic_ack_t *)frame.payload.method.decoded;
        // One queue confirms in order, so a tag stands for all before it.
        if ((int)ack->delivery_tag > *confirmed) *confirmed = (int)ack->delivery_tag;
    }
    amqp_maybe_release_buffers(state);
    return 0;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int publish_all(
    amqp_connection_state_t state, const char *queue, int message_count, int window, amqp_bytes_t body,
    char error[256]) {
    amqp_basic_properties_t properties = {0};
    properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG;
    properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    int sent = 0, confirmed = 0;
    while (confirmed < message_count) {
        while (sent < message_count && sent - confirmed < window) {
            int status = amqp_basic_publish(
                state, channel, amqp_empty_bytes, amqp_cstring_bytes(queue), 1, 0, &properties, body);
            if (status != AMQP_STATUS_OK) {
                snprintf(error, 256, "publishing: %s", amqp_error_string2(status));
                return -1;
            }
            sent++;
        }
        if (read_answer(state, &confirmed, error) != 0) return -1;
    }
    return 0;
}

int moviegen_bare_publish(
    const moviegen_bare_server *server, const char *queue, int message_count, int window, int body_bytes,
    double *seconds, char error[256]) {
    amqp_connection_state_t state = open_connection(server, error);
    if (state == NULL) return -1;
    amqp_confirm_select(state, channel);
    int status = refuse(error, "asking for confirms", amqp_get_rpc_reply(state));
    if (status == 0) {
        amqp_bytes_t body = {(size_t)body_bytes, calloc(1, (size_t)body_bytes)};
        double began = now();
        status = publish_all(state, queue, message_count, window, body, error);
        *seconds = now() - began;
        free(body.bytes);
    }
    close_connection(state);
    return status;
}

const char *moviegen_bare_library_version(void) { return amqp_version(); }
