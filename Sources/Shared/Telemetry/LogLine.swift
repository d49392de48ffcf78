// SPDX-License-Identifier: Apache-2.0
internal import Logging

/// One log line: a JSON object and a newline, never more than 16 KiB, so that a collector never splits it.
struct LogLine {
    static let maximumBytes = 16 * 1024
    private static let maximumMessageBytes = 4096
    private static let maximumValueBytes = 2048
    private static let maximumKeyBytes = 128
    private static let maximumDepth = 8
    /// What must stay free for `,"log.truncated":true}` and the newline.
    private static let reserve = 32

    private var text = JSONText()
    private var isTruncated = false

    /// The whole line. `fields` come first and in their order, then the metadata by key.
    static func bytes(
        fields: [(name: String, value: String)], metadata: Logger.Metadata
    ) -> [UInt8] {
        var line = LogLine()
        line.text.append(raw: "{")
        for (index, field) in fields.enumerated() {
            if index > 0 { line.text.append(raw: ",") }
            line.text.append(string: field.name, limit: Self.maximumKeyBytes)
            line.text.append(raw: ":")
            line.text.append(string: field.value, limit: Self.maximumMessageBytes)
        }
        let taken = Set(fields.map(\.name))
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.append(value, forKey: taken.contains(key) ? "metadata.\(key)" : key)
        }
        if line.isTruncated { line.text.append(raw: ",\"log.truncated\":true") }
        line.text.append(raw: "}\n")
        return line.text.bytes
    }

    /// Appends the entry, or nothing of it when the line has no room left.
    private mutating func append(_ value: Logger.MetadataValue, forKey key: String) {
        var longer = self.text
        longer.append(raw: ",")
        longer.append(string: key, limit: Self.maximumKeyBytes)
        longer.append(raw: ":")
        guard Self.append(value, to: &longer, depth: 0) else { return self.isTruncated = true }
        self.text = longer
    }

    /// False as soon as there is no room.
    private static func append(
        _ value: Logger.MetadataValue, to text: inout JSONText, depth: Int
    ) -> Bool {
        switch value {
        case .dictionary(let entries) where depth < self.maximumDepth:
            text.append(raw: "{")
            for (index, entry) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text.append(raw: ",") }
                text.append(string: entry.key, limit: self.maximumKeyBytes)
                text.append(raw: ":")
                guard self.append(entry.value, to: &text, depth: depth + 1) else { return false }
            }
            text.append(raw: "}")
        case .array(let values) where depth < self.maximumDepth:
            text.append(raw: "[")
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(raw: ",") }
                guard self.append(value, to: &text, depth: depth + 1) else { return false }
            }
            text.append(raw: "]")
        case .string(let string): text.append(string: string, limit: self.maximumValueBytes)
        case .stringConvertible(let value): text.append(string: "\(value)", limit: self.maximumValueBytes)
        case .dictionary, .array: text.append(raw: "\"…\"")
        }
        return text.bytes.count <= self.maximumBytes - self.reserve
    }
}
