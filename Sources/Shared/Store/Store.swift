// SPDX-License-Identifier: Apache-2.0

/// The database: statements and transactions on a pool of sessions.
///
/// Every call throws ``StoreError``. Cancelling the caller's task stops the statement on the server.
package final class Store: Sendable {
    package let endpoint: Endpoint
    let pool: SessionPool

    /// Opens nothing yet: a session connects at its first use, and again when its connection broke.
    ///
    /// - Parameters:
    ///   - sessions: Connections and threads, 1 or more.
    ///   - waiterLimit: Callers that may wait for a session; one more gets `busy`.
    package init(_ endpoint: Endpoint, sessions: Int = 4, waiterLimit: Int = 10_000) {
        self.endpoint = endpoint
        self.pool = SessionPool(endpoint, size: sessions, waiterLimit: waiterLimit)
    }

    /// Runs one statement in a transaction of its own.
    ///
    /// - Throws: `outcomeUnknown` when the connection broke before the answer came.
    @discardableResult
    package func rows(_ query: Query) async throws -> Rows {
        try await self.retrying(limit: 3) { session, interrupt in
            do {
                return try await session.rows(query, interrupt: interrupt)
            } catch let error as StoreError where error.code == .connectionLost && error.sqlState == nil {
                throw StoreError(.outcomeUnknown, error.message, detail: error.detail)
            }
        }
    }

    /// Runs `body` between BEGIN and COMMIT, whole again after 40001, 40P01 or a connection lost before COMMIT.
    ///
    /// What `body` throws rolls back. It runs on a session's thread and blocks only that.
    package func transaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        try await self.retrying(limit: options.attemptLimit) { session, interrupt in
            try await session.transaction(options, interrupt: interrupt, body).value
        }
    }

    /// Like ``transaction(_:_:)``, for one whose last statement, put off by ``Transaction/later(_:)``, says something: it
    /// goes in one round trip with COMMIT.
    ///
    /// - Returns: What `body` returned, and that statement's first row.
    func transactionWithLastRow<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (Transaction) throws -> Value
    ) async throws -> (value: Value, last: Row?) {
        try await self.retrying(limit: options.attemptLimit) { session, interrupt in
            try await session.transaction(options, interrupt: interrupt, body)
        }
    }

    private func retrying<Value: Sendable>(
        limit: Int, _ body: (Session, Interrupt) async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await self.pool.withSession { session in
                    try await session.interruptible { try await body(session, $0) }
                }
            } catch let error as StoreError where error.isRetryable && attempt < limit {
                // Two that met once would meet again: each waits its own while, without a session.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...10) * attempt))
                attempt += 1
            }
        }
    }
}
