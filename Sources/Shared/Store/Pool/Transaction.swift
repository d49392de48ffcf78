// SPDX-License-Identifier: Apache-2.0

/// One transaction, lent to a closure that runs on the connection's thread from BEGIN to COMMIT.
///
/// The closure cannot await, so nothing of ours keeps locks while it waits for something else.
/// It may run again from the start after a conflict or a lost connection: it must change nothing outside.
package final class Transaction {
    private let connection: Connection
    private let interrupt: Interrupt
    private(set) var isAbandoned = false
    /// PostgreSQL answers COMMIT of a failed transaction with success and rolls back: this must not look like one.
    private(set) var failure: StoreError?

    init(_ connection: Connection, interrupt: Interrupt) {
        self.connection = connection
        self.interrupt = interrupt
    }

    @discardableResult
    package func rows(_ query: Query) throws(StoreError) -> Rows { try self.rows([query])[0] }

    /// Several, in one round trip.
    func rows(_ queries: [Query]) throws(StoreError) -> [Rows] {
        do {
            return queries.count == 1
                ? [try self.connection.rows(queries[0], interrupt: self.interrupt)]
                : try self.connection.rows(queries, interrupt: self.interrupt)
        } catch {
            self.failure = error
            throw error
        }
    }

    /// Sends a statement with the next one, or before COMMIT, in one round trip. Its rows are dropped; when it fails, the
    /// next one throws.
    func later(_ query: Query) { self.connection.later(.query(query)) }

    /// The first row; nil when there is none.
    package func row(_ query: Query) throws(StoreError) -> Row? {
        try self.rows(query).first
    }

    /// Statements without parameters, `;` between them: what migrations are made of.
    package func script(_ text: String) throws(StoreError) {
        do {
            try self.connection.script(text, interrupt: self.interrupt)
        } catch {
            self.failure = error
            throw error
        }
    }

    /// Lets the closure return its value and yet roll everything back.
    package func abandon() { self.isAbandoned = true }
}

package struct TransactionOptions: Sendable {
    package enum Isolation: String, Sendable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    package var isolation = Isolation.readCommitted
    package var isReadOnly = false
    /// Nil: the endpoint's.
    package var statementTimeout: Duration?
    package var lockTimeout: Duration?
    /// Runs of the whole closure, conflicts and lost connections included; at least 1.
    package var attemptLimit = 3
    /// False: a crash of the server within the second after the COMMIT may undo it whole (`synchronous_commit`).
    package var waitsForDisk = true

    package init(
        isolation: Isolation = .readCommitted, isReadOnly: Bool = false, statementTimeout: Duration? = nil,
        lockTimeout: Duration? = nil, attemptLimit: Int = 3, waitsForDisk: Bool = true
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.attemptLimit = attemptLimit
        self.waitsForDisk = waitsForDisk
    }

    /// What opens it, a statement each, time-outs included.
    var beginTexts: [String] {
        var texts = ["BEGIN ISOLATION LEVEL \(self.isolation.rawValue)\(self.isReadOnly ? " READ ONLY" : "")"]
        if let timeout = self.statementTimeout {
            texts.append("SET LOCAL statement_timeout = \(timeout.wholeMilliseconds)")
        }
        if let timeout = self.lockTimeout {
            texts.append("SET LOCAL lock_timeout = \(timeout.wholeMilliseconds)")
        }
        if !self.waitsForDisk { texts.append("SET LOCAL synchronous_commit = off") }
        return texts
    }
}
