// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// The ids that begin with some hexadecimal digits: what a person typed of one.
package struct IDRange: Hashable, Sendable {
    package let lowest: UUID
    package let highest: UUID

    /// Nil for fewer than 8 digits, and for what begins no id.
    package init?(beginning text: String) {
        let digits = text.filter { $0 != "-" }
        guard (8...32).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let lowest = Self.id(digits, filled: "0"), let highest = Self.id(digits, filled: "f")
        else { return nil }
        self.lowest = lowest
        self.highest = highest
    }

    private static func id(_ digits: String, filled with: Character) -> UUID? {
        var text = digits + String(repeating: with, count: 32 - digits.count)
        for offset in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: offset)) }
        return UUID(uuidString: text)
    }
}

extension JobQueue {
    /// Jobs of these ids, in their order; two are enough to know that a person has to type more.
    package func jobs(in range: IDRange, limit: Int = 2) async throws -> [UUID] {
        try await self.store.rows(
            """
            SELECT id FROM jobs WHERE id BETWEEN \(range.lowest) AND \(range.highest)
            ORDER BY id LIMIT \(limit)
            """
        ).map { try $0.get("id") }
    }

    package func deadLetters(in range: IDRange, limit: Int = 2) async throws -> [UUID] {
        try await self.store.rows(
            """
            SELECT id FROM dead_letters WHERE id BETWEEN \(range.lowest) AND \(range.highest)
            ORDER BY id LIMIT \(limit)
            """
        ).map { try $0.get("id") }
    }
}
