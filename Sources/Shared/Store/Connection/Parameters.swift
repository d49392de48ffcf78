// SPDX-License-Identifier: Apache-2.0
internal import CPostgres

/// Lends a statement's values to libpq for one call.
enum Parameters {
    /// - Returns: 1 when the statement is on its way.
    static func send(
        _ values: [SQLValue], statement: String, to connection: OpaquePointer
    ) throws(StoreError) -> Int32 {
        // One buffer for all values: text ends with a NUL, and offsets survive the buffer's growth.
        var bytes: [CChar] = []
        var offsets: [Int?] = []
        var lengths: [Int32] = []
        for value in values {
            guard let encoded = value.encoded else {
                offsets.append(nil)
                lengths.append(0)
                continue
            }
            if !value.isBinary, encoded.contains(0) {
                throw StoreError(.valueInvalid, "a text with a NUL cannot be stored")
            }
            offsets.append(bytes.count)
            lengths.append(Int32(encoded.count))
            bytes.append(contentsOf: encoded.lazy.map(CChar.init(bitPattern:)))
            bytes.append(0)
        }
        let formats = values.map { $0.isBinary ? Int32(1) : 0 }
        return bytes.withUnsafeBufferPointer { buffer in
            let pointers = offsets.map { offset in offset.map { buffer.baseAddress! + $0 } }
            return PQsendQueryPrepared(
                connection, statement, Int32(values.count), pointers, lengths, formats, 0)
        }
    }
}
