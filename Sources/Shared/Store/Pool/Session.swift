// SPDX-License-Identifier: Apache-2.0
internal import OwnerThread

/// A connection that comes back: opened on first use, and again after it broke.
///
/// Only one caller may have a session at a time (the pool sees to it), since a transaction may span calls.
package actor Session {
    /// Kept here because `UnownedSerialExecutor` does not keep it.
    private let thread: OwnerThread
    private let endpoint: Endpoint
    private let wakeup = Wakeup()
    private var connection: Connection?
    /// Set between ``begin(_:interrupt:_:)`` and ``end(interrupt:_:)``.
    private var isInTransaction = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    init(_ endpoint: Endpoint, name: String) {
        self.endpoint = endpoint
        // libpq recurses nowhere: a small stack does.
        self.thread = OwnerThread(name: name, stackBytes: 1 << 20)
    }

    /// Runs `body` with an interrupt that the caller's cancellation fires.
    nonisolated func interruptible<Value: Sendable>(
        _ body: (Interrupt) async throws -> Value
    ) async throws -> Value {
        let interrupt = Interrupt(self.wakeup)
        return try await withTaskCancellationHandler {
            try await body(interrupt)
        } onCancel: {
            interrupt.fire()
        }
    }

    func rows(_ query: Query, interrupt: Interrupt) throws -> Rows {
        let connection = try self.ready()
        connection.expectAnswers(within: nil)
        return try connection.rows(query, interrupt: interrupt)
    }

    func transaction<Value: Sendable>(
        _ options: TransactionOptions, interrupt: Interrupt,
        _ body: @Sendable (Transaction) throws -> Value
    ) throws -> (value: Value, last: Row?) {
        let connection = try self.ready()
        self.open(options, on: connection)
        let transaction = Transaction(connection, interrupt: interrupt)
        let value: Value
        do {
            value = try body(transaction)
            if let failure = transaction.failure { throw failure }
            if interrupt.isFired && !transaction.isAbandoned {
                throw StoreError(.cancelled, "cancelled before the commit")
            }
        } catch {
            self.rollBack(connection)
            throw error
        }
        if transaction.isAbandoned {
            self.rollBack(connection)
            return (value, nil)
        }
        do {
            return (value, try self.commit(connection, interrupt: interrupt))
        } catch {
            // A statement that travelled with COMMIT failed, and COMMIT was skipped.
            if error.code != .outcomeUnknown { self.rollBack(connection) }
            throw error
        }
    }

    /// Opens a transaction that stays open while its owner awaits something; ends it on an error.
    func begin<Value: Sendable>(
        _ options: TransactionOptions, interrupt: Interrupt,
        _ body: @Sendable (Transaction) throws -> Value
    ) throws -> Value {
        let connection = try self.ready()
        self.open(options, on: connection)
        self.isInTransaction = true
        do {
            return try body(Transaction(connection, interrupt: interrupt))
        } catch {
            self.settle()
            throw error
        }
    }

    /// The second half of a transaction that ``begin(_:interrupt:_:)`` opened, and its COMMIT.
    func end<Value: Sendable>(
        interrupt: Interrupt, _ body: @Sendable (Transaction) throws -> Value
    ) throws -> Value {
        precondition(self.isInTransaction, "Session.end without begin")
        guard let connection = self.connection else {
            self.isInTransaction = false
            throw StoreError(.connectionLost, "the connection was lost")
        }
        do {
            let value = try body(Transaction(connection, interrupt: interrupt))
            try self.commit(connection, interrupt: interrupt)
            self.isInTransaction = false
            return value
        } catch {
            self.settle()
            throw error
        }
    }

    /// Rolls back what was left open. A connection that will not is given up.
    func settle() {
        if self.isInTransaction, let connection = self.connection { self.rollBack(connection) }
        self.isInTransaction = false
    }

    /// LISTEN on each channel, on a fresh connection if need be.
    func listen(_ channels: [String], interrupt: Interrupt) throws {
        let connection = try self.ready()
        for channel in channels {
            let quoted = channel.replacing("\"", with: "\"\"")
            try connection.script("LISTEN \"\(quoted)\"", interrupt: interrupt)
        }
    }

    /// Takes a worker's lock, shared: an older connection of the same worker that the server still keeps holds up none.
    func holdPresence(of instance: String, interrupt: Interrupt) throws {
        _ = try self.ready().rows(
            """
            SELECT pg_advisory_lock_shared(
                hashtextextended('moviegen.presence.' || current_schema() || '.' || \(instance), 0))
            """, interrupt: interrupt)
    }

    /// Blocks the thread until a notification comes.
    func waitForNotification(interrupt: Interrupt) throws -> DatabaseNotification {
        guard let connection = self.connection, !connection.isBroken else {
            throw StoreError(.connectionLost, "the connection was lost")
        }
        return try connection.waitForNotification(interrupt: interrupt)
    }

    private func ready() throws -> Connection {
        if let connection = self.connection, connection.isAlive() { return connection }
        self.connection = nil
        self.isInTransaction = false
        let connection = try Connection(self.endpoint, wakeup: self.wakeup)
        self.connection = connection
        return connection
    }

    /// BEGIN travels with the first statement: it is not worth a round trip of its own.
    private func open(_ options: TransactionOptions, on connection: Connection) {
        connection.expectAnswers(within: options.statementTimeout)
        for text in options.beginTexts { connection.later(.text(text)) }
    }

    /// What waits to be sent goes in the same round trip: the server does not come to COMMIT after one that fails.
    ///
    /// - Returns: The first row of the last of them.
    @discardableResult
    private func commit(_ connection: Connection, interrupt: Interrupt) throws(StoreError) -> Row? {
        let statements = connection.takeDeferred() + [.text("COMMIT")]
        do {
            if statements.count == 1 {
                try connection.script("COMMIT", interrupt: Interrupt(self.wakeup))
                return nil
            }
            return try connection.together(statements, interrupt: interrupt).dropLast().last?.first
        } catch  where error.code == .connectionLost || connection.isBroken {
            throw StoreError(
                .outcomeUnknown, sqlState: error.sqlState, "the connection was lost during COMMIT",
                detail: error.detail)
        }
    }

    private func rollBack(_ connection: Connection) {
        _ = connection.takeDeferred()
        connection.expectAnswersAtOnce()
        do {
            try connection.script("ROLLBACK", interrupt: Interrupt(self.wakeup))
        } catch {
            // The server rolls back when the connection ends: closing it says the same.
            self.connection = nil
        }
    }
}
