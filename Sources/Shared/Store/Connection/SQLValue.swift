// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// A value sent beside a statement, never inside its text, with the type the server shall take it for.
package enum SQLValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    /// Must hold no NUL, which PostgreSQL's text cannot.
    case text(String)
    /// Sent in binary.
    case bytes([UInt8])
    case uuid(UUID)
    /// A JSON text, taken as `jsonb`.
    case json(String)

    /// Object identifiers of `pg_type`, fixed since PostgreSQL 8.3; 0 lets the server infer.
    var typeID: UInt32 {
        switch self {
        case .null: 0
        case .boolean: 16
        case .bytes: 17
        case .integer: 20
        case .text: 25
        case .double: 701
        case .uuid: 2950
        case .json: 3802
        }
    }

    /// The value's bytes as sent, without a terminator; nil for null.
    var encoded: [UInt8]? {
        switch self {
        case .null: nil
        case .boolean(let value): [value ? 0x74 : 0x66]
        case .integer(let value): Array(String(value).utf8)
        case .double(let value): Array(Self.doubleText(value).utf8)
        case .text(let value), .json(let value): Array(value.utf8)
        case .bytes(let value): value
        case .uuid(let value): Array(value.uuidString.lowercased().utf8)
        }
    }

    var isBinary: Bool { if case .bytes = self { true } else { false } }

    private static func doubleText(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return String(value)
    }
}

/// What may stand in a ``Query``'s interpolation.
package protocol SQLEncodable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLEncodable {
    package var sqlValue: SQLValue { self }
}

extension Bool: SQLEncodable {
    package var sqlValue: SQLValue { .boolean(self) }
}

extension Int: SQLEncodable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLEncodable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLEncodable {
    package var sqlValue: SQLValue { .double(self) }
}

extension String: SQLEncodable {
    package var sqlValue: SQLValue { .text(self) }
}

extension UUID: SQLEncodable {
    package var sqlValue: SQLValue { .uuid(self) }
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Date: SQLEncodable {
    /// Seconds since 1970, for `to_timestamp(...)`; exact to the microsecond, as PostgreSQL's own.
    package var sqlValue: SQLValue { .double(self.timeIntervalSince1970) }
}

extension Duration: SQLEncodable {
    /// Seconds, for `make_interval(secs => ...)`.
    package var sqlValue: SQLValue { .double(self.inSeconds) }

    var inSeconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}
