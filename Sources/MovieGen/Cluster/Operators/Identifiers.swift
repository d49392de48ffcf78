// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store

extension UUID {
    /// As it is printed everywhere.
    var id: String { self.uuidString.lowercased() }
    /// Enough of it for a person: the first 8 digits.
    var short: String { String(self.id.prefix(8)) }
}

extension JobQueue {
    /// The job that a person means.
    ///
    /// - Parameter text: Its id, or its first 8 or more digits.
    /// - Throws: ``OperatorFailure`` with `idUnreadable`, `jobUnknown` or `idAmbiguous`.
    func job(named text: String) async throws -> UUID {
        try await self.only(text, .jobUnknown) { try await self.jobs(in: $0) }
    }

    /// Like ``job(named:)``, with `letterUnknown`.
    func letter(named text: String) async throws -> UUID {
        try await self.only(text, .letterUnknown) { try await self.deadLetters(in: $0) }
    }

    private func only(
        _ text: String, _ unknown: OperatorFailure.Code, _ find: (IDRange) async throws -> [UUID]
    ) async throws -> UUID {
        guard let range = IDRange(beginning: text) else { throw OperatorFailure(.idUnreadable, text) }
        let found = try await find(range)
        guard let id = found.first else { throw OperatorFailure(unknown, text) }
        guard found.count == 1 else { throw OperatorFailure(.idAmbiguous, text) }
        return id
    }
}
