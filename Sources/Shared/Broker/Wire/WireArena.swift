// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ

/// Memory that the C structures of one call point into; reused for the next call.
struct WireArena: ~Copyable {
    /// Holds the largest header table that passes ``Message``'s bounds: 2 048 entries of 40 bytes, and the texts.
    private static let capacityBytes = 160 << 10

    private let base = UnsafeMutableRawPointer.allocate(byteCount: Self.capacityBytes, alignment: 16)
    private var usedBytes = 0

    init() {}

    deinit { self.base.deallocate() }

    mutating func reset() { self.usedBytes = 0 }

    mutating func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { source in
            guard let start = source.baseAddress, source.count > 0 else {
                return amqp_bytes_t(len: 0, bytes: nil)
            }
            let copy = self.take(source.count, alignment: 1)
            copy.copyMemory(from: start, byteCount: source.count)
            return amqp_bytes_t(len: source.count, bytes: copy)
        }
    }

    mutating func table(_ fields: [String: FieldValue]) -> amqp_table_t {
        guard !fields.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
        let stride = MemoryLayout<amqp_table_entry_t>.stride
        let entries = self.take(stride * fields.count, alignment: MemoryLayout<amqp_table_entry_t>.alignment)
            .bindMemory(to: amqp_table_entry_t.self, capacity: fields.count)
        for (index, field) in fields.enumerated() {
            entries[index] = amqp_table_entry_t(key: self.bytes(field.key), value: self.value(field.value))
        }
        return amqp_table_t(num_entries: Int32(fields.count), entries: entries)
    }

    private mutating func value(_ value: FieldValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .text(let text):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = self.bytes(text)
        case .integer(let number):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = number
        case .boolean(let flag):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = flag ? 1 : 0
        case .other: field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        }
        return field
    }

    private mutating func take(_ count: Int, alignment: Int) -> UnsafeMutableRawPointer {
        let start = (self.usedBytes + alignment - 1) / alignment * alignment
        precondition(
            start + count <= Self.capacityBytes, "WireArena: the bounds of a message were not checked.")
        self.usedBytes = start + count
        return self.base + start
    }
}
