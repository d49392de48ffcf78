// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import TestServers

/// A PostgreSQL whose clock the test sets.
enum MidnightServer {
    private static let name = "midnight"

    /// - Parameter body: Gets the address of an empty database.
    static func withDatabase(_ body: (String) async throws -> Void) async throws {
        // One that a killed run left.
        try await ServerScript.run("postgres.sh", "remove", self.name)
        try await ServerScript.run("postgres.sh", "clock", self.name, "0")
        let result: Result<Void, any Error>
        do {
            try await ServerScript.run("postgres.sh", "start", self.name)
            let variables = try ServerScript.variables(in: ".local/servers/postgres-\(self.name).env")
            try await body(variables["DATABASE_URL"] ?? "")
            result = .success(())
        } catch { result = .failure(error) }
        try await ServerScript.run("postgres.sh", "remove", self.name)
        try result.get()
    }

    /// Sets its clock to so long before the midnight UTC after tomorrow.
    static func setClock(secondsToMidnight seconds: Int) async throws {
        let now = Int(Date().timeIntervalSince1970)
        let ahead = 2 * 86_400 - now % 86_400 - seconds
        try await ServerScript.run("postgres.sh", "clock", self.name, "\(ahead)")
    }
}
