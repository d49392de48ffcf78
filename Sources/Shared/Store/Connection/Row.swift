// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// What a statement gave: rows in the server's order, copied out of libpq's memory.
package struct Rows: Sendable, RandomAccessCollection {
    let columns: [String: Int]
    let cells: [[String?]]
    /// Rows inserted, updated, deleted or selected, as the server counts them.
    package let affectedCount: Int

    package var startIndex: Int { 0 }
    package var endIndex: Int { self.cells.count }
    package subscript(position: Int) -> Row { Row(columns: self.columns, cells: self.cells[position]) }
}

/// One row; its values are read by column name and type.
package struct Row: Sendable {
    let columns: [String: Int]
    let cells: [String?]

    /// - Throws: ``StoreError/Code/rowUnexpected`` for a missing column, a null, or a text that is no such value.
    package func get<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    )
        throws(StoreError) -> Value
    {
        guard let value = try self.find(column, as: type) else {
            throw StoreError(.rowUnexpected, "column \(column) is null")
        }
        return value
    }

    /// Like ``get(_:as:)``, and nil for a null.
    package func find<Value: SQLDecodable>(
        _ column: String, as type: Value.Type = Value.self
    )
        throws(StoreError) -> Value?
    {
        guard let index = self.columns[column] else {
            throw StoreError(.rowUnexpected, "there is no column \(column)")
        }
        guard let text = self.cells[index] else { return nil }
        guard let value = Value(sqlText: text) else {
            throw StoreError(.rowUnexpected, "column \(column) is not of type \(type)")
        }
        return value
    }
}

/// What a column's text form can be read as.
package protocol SQLDecodable {
    init?(sqlText: String)
}

extension Bool: SQLDecodable {
    package init?(sqlText: String) {
        guard sqlText == "t" || sqlText == "f" else { return nil }
        self = sqlText == "t"
    }
}

extension Int: SQLDecodable {
    package init?(sqlText: String) { self.init(sqlText) }
}

extension Int64: SQLDecodable {
    package init?(sqlText: String) { self.init(sqlText) }
}

extension Double: SQLDecodable {
    package init?(sqlText: String) { self.init(sqlText) }
}

extension String: SQLDecodable {
    package init?(sqlText: String) { self = sqlText }
}

extension UUID: SQLDecodable {
    package init?(sqlText: String) { self.init(uuidString: sqlText) }
}

extension Date: SQLDecodable {
    /// Seconds, of `extract(epoch FROM ...)`: the one form that no session's settings change.
    package init?(sqlText: String) {
        guard let seconds = Double(sqlText) else { return nil }
        self.init(timeIntervalSince1970: seconds)
    }
}

extension Array: SQLDecodable where Element == UInt8 {
    /// `bytea_output = hex`: `\x` and two digits a byte.
    package init?(sqlText: String) {
        let digits = Array(sqlText.utf8)
        guard digits.starts(with: [0x5C, 0x78]), digits.count.isMultiple(of: 2) else { return nil }
        self = []
        self.reserveCapacity(digits.count / 2 - 1)
        for index in stride(from: 2, to: digits.count, by: 2) {
            guard let high = Character(UnicodeScalar(digits[index])).hexDigitValue,
                let low = Character(UnicodeScalar(digits[index + 1])).hexDigitValue
            else { return nil }
            self.append(UInt8(high << 4 | low))
        }
    }
}
