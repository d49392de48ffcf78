// SPDX-License-Identifier: Apache-2.0

/// Why the database did not do what was asked.
///
/// `description` names no value of a row or parameter; `detail` may, and belongs in a debug log only.
package struct StoreError: Error, Hashable, Sendable {
    package enum Code: Sendable {
        /// No connection could be opened: server down, wrong credentials, unknown database.
        case unreachable
        /// The connection broke before a COMMIT was sent: nothing was changed.
        case connectionLost
        /// The connection broke while a COMMIT, or a statement outside a transaction, was under way:
        /// it may have happened or not.
        case outcomeUnknown
        /// The caller's task was cancelled, and the server told to stop.
        case cancelled
        /// `statement_timeout`: the server stopped the statement.
        case timedOut
        /// `lock_timeout`: another transaction kept a lock.
        case lockTimedOut
        /// 40001 or 40P01, still so after the last attempt.
        case conflict
        /// A unique, foreign key, check, exclusion or not-null constraint refused a row (class 23).
        case constraint
        /// More callers wait for a connection than the pool's limit.
        case busy
        /// A value cannot be sent: a NUL in a text.
        case valueInvalid
        /// A row has not the column or type that was asked of it.
        case rowUnexpected
        /// A migration that ran in this schema is not the one this program knows.
        case migrationChanged
        /// Everything else the server refuses; `sqlState` says what.
        case server
    }

    package let code: Code
    /// Five characters, or nil where the server said nothing.
    package let sqlState: String?
    /// The server's own sentence, without its detail.
    package let message: String
    package let detail: String

    package init(_ code: Code, sqlState: String? = nil, _ message: String, detail: String = "") {
        self.code = code
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
    }

    /// True when the whole transaction may simply be tried again.
    package var isRetryable: Bool { self.code == .conflict || self.code == .connectionLost }
}

extension StoreError {
    /// - Parameter wasCancelled: The caller asked for the stop, so 57014 is its own doing and no time-out.
    static func server(sqlState: String, message: String, detail: String, wasCancelled: Bool) -> StoreError {
        let code: Code =
            switch sqlState {
            case "40001", "40P01": .conflict
            case "57014": wasCancelled ? .cancelled : .timedOut
            case "55P03": .lockTimedOut
            // Shut down or killed by an operator, or idle in a transaction for too long: rolled back.
            case "57P01", "57P02", "57P03", "25P03", "57P05": .connectionLost
            case _ where sqlState.hasPrefix("08"): .connectionLost
            case _ where sqlState.hasPrefix("23"): .constraint
            default: .server
            }
        return StoreError(code, sqlState: sqlState, message, detail: detail)
    }
}

extension StoreError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        self.sqlState.map { "database: \(self.message) (\($0))" } ?? "database: \(self.message)"
    }

    package var debugDescription: String {
        self.detail.isEmpty ? self.description : "\(self.description): \(self.detail)"
    }
}
