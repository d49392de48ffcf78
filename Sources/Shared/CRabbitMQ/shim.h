// SPDX-License-Identifier: Apache-2.0
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>

// Constants that are cast macros in the library, which Swift does not see.
static const uint32_t moviegen_amqp_connection_close = AMQP_CONNECTION_CLOSE_METHOD;
static const uint32_t moviegen_amqp_connection_blocked = AMQP_CONNECTION_BLOCKED_METHOD;
static const uint32_t moviegen_amqp_connection_unblocked = AMQP_CONNECTION_UNBLOCKED_METHOD;
static const uint32_t moviegen_amqp_channel_close = AMQP_CHANNEL_CLOSE_METHOD;
static const uint32_t moviegen_amqp_basic_deliver = AMQP_BASIC_DELIVER_METHOD;
static const uint32_t moviegen_amqp_basic_return = AMQP_BASIC_RETURN_METHOD;
static const uint32_t moviegen_amqp_basic_ack = AMQP_BASIC_ACK_METHOD;
static const uint32_t moviegen_amqp_basic_nack = AMQP_BASIC_NACK_METHOD;
static const uint32_t moviegen_amqp_basic_cancel = AMQP_BASIC_CANCEL_METHOD;
static const uint32_t moviegen_amqp_basic_cancel_ok = AMQP_BASIC_CANCEL_OK_METHOD;
static const uint8_t moviegen_amqp_frame_method = AMQP_FRAME_METHOD;
static const uint8_t moviegen_amqp_frame_header = AMQP_FRAME_HEADER;
static const uint8_t moviegen_amqp_frame_body = AMQP_FRAME_BODY;

// How a call that waits for the broker ended. `text` is always terminated.
typedef struct {
    int kind;  // amqp_response_type_enum
    int status;  // amqp_status_enum, of a library exception
    int code;  // AMQP reply code, of a server exception
    char text[512];
} moviegen_amqp_result;

static inline moviegen_amqp_result moviegen_amqp_describe(amqp_rpc_reply_t reply) {
    moviegen_amqp_result result;
    memset(&result, 0, sizeof result);
    result.kind = reply.reply_type;
    result.status = reply.library_error;
    if (reply.reply_type != AMQP_RESPONSE_SERVER_EXCEPTION) return result;
    amqp_bytes_t text = amqp_empty_bytes;
    if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
        amqp_connection_close_t *method = (amqp_connection_close_t *)reply.reply.decoded;
        result.code = method->reply_code;
        text = method->reply_text;
    } else if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        amqp_channel_close_t *method = (amqp_channel_close_t *)reply.reply.decoded;
        result.code = method->reply_code;
        text = method->reply_text;
    }
    size_t length = text.len < sizeof result.text - 1 ? text.len : sizeof result.text - 1;
    if (length > 0) memcpy(result.text, text.bytes, length);
    return result;
}

// The reply of the call just made; valid only right after it.
static inline moviegen_amqp_result moviegen_amqp_last(amqp_connection_state_t state) {
    return moviegen_amqp_describe(amqp_get_rpc_reply(state));
}

static inline amqp_table_entry_t moviegen_amqp_flag(const char *name) {
    amqp_table_entry_t entry;
    memset(&entry, 0, sizeof entry);
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    entry.value.value.boolean = 1;
    return entry;
}

static inline amqp_table_entry_t moviegen_amqp_text(const char *name, const char *text) {
    amqp_table_entry_t entry;
    memset(&entry, 0, sizeof entry);
    entry.key = amqp_cstring_bytes(name);
    entry.value.kind = AMQP_FIELD_KIND_UTF8;
    entry.value.value.bytes = amqp_cstring_bytes(text);
    return entry;
}

// amqp_login is variadic. The capabilities make RabbitMQ tell of blocked connections and cancelled consumers.
static inline moviegen_amqp_result moviegen_amqp_log_in(
    amqp_connection_state_t state, const char *virtual_host, int frame_max, int heartbeat, const char *name,
    const char *user, const char *password) {
    amqp_table_entry_t capabilities[4] = {
        moviegen_amqp_flag("consumer_cancel_notify"), moviegen_amqp_flag("connection.blocked"),
        moviegen_amqp_flag("basic.nack"), moviegen_amqp_flag("publisher_confirms")};
    amqp_table_entry_t properties[3] = {
        moviegen_amqp_text("product", "Movie Generator"), moviegen_amqp_text("connection_name", name), {0}};
    properties[2].key = amqp_cstring_bytes("capabilities");
    properties[2].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[2].value.value.table.num_entries = 4;
    properties[2].value.value.table.entries = capabilities;
    amqp_table_t table = {3, properties};
    return moviegen_amqp_describe(amqp_login_with_properties(
        state, virtual_host, 8, frame_max, heartbeat, &table, AMQP_SASL_METHOD_PLAIN, user, password));
}

// Dead peers are noticed by the kernel too, and a write into one ends after 30 s. The send buffer holds what one
// turn may write, so that a socket which poll() calls writable takes a whole message without blocking.
static inline void moviegen_amqp_tune_socket(int descriptor) {
    int on = 1, idle = 30, interval = 10, count = 3, unacknowledged_ms = 30000, send_bytes = 1 << 19;
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms, sizeof unacknowledged_ms);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
}

static inline struct timeval moviegen_time(long milliseconds) {
    struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
    return time;
}
