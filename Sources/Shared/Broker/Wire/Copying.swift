// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ

// What the library decoded lies in its pools and dies at amqp_maybe_release_buffers: all of it is copied here.

extension amqp_bytes_t {
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: self.bytes, count: self.len) }
    var text: String { String(decoding: self.raw, as: UTF8.self) }
}

extension FieldValue {
    init(copying field: amqp_field_value_t) {
        switch amqp_field_value_kind_t(UInt32(field.kind)) {
        case AMQP_FIELD_KIND_UTF8: self = .text(field.value.bytes.text)
        case AMQP_FIELD_KIND_BOOLEAN: self = .boolean(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = .integer(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8: self = .integer(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16: self = .integer(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16: self = .integer(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32: self = .integer(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32: self = .integer(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64: self = .integer(field.value.i64)
        default: self = .other(kind: field.kind)
        }
    }
}

extension ReceivedProperties {
    init(copying properties: amqp_basic_properties_t) {
        self.init()
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
            properties._flags & UInt32(flag) != 0 ? bytes.text : nil
        }
        self.messageID = text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id)
        self.correlationID = text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id)
        self.type = text(AMQP_BASIC_TYPE_FLAG, properties.type)
        self.contentType = text(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.content_type)
        self.applicationID = text(AMQP_BASIC_APP_ID_FLAG, properties.app_id)
        if properties._flags & UInt32(AMQP_BASIC_TIMESTAMP_FLAG) != 0 {
            self.timestamp = properties.timestamp
        }
        guard properties._flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0 else { return }
        let table = properties.headers
        for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
            self.headers[entry.key.text] = FieldValue(copying: entry.value)
        }
    }
}
