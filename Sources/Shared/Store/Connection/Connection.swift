// SPDX-License-Identifier: Apache-2.0
internal import CPostgres
internal import Glibc

/// Owns one `PGconn`: closes it exactly once.
struct Link: ~Copyable {
    let handle: OpaquePointer

    private init(adopting handle: OpaquePointer) { self.handle = handle }

    deinit { PQfinish(self.handle) }

    /// Blocks for at most the endpoint's connect time-out an address.
    static func open(_ endpoint: Endpoint) throws(StoreError) -> Link {
        let parameters = endpoint.parameters
        var names = parameters.map { UnsafePointer(strdup($0.0)) }
        var values = parameters.map { UnsafePointer(strdup($0.1)) }
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        names.append(nil)
        values.append(nil)
        guard let handle = PQconnectdbParams(names, values, 1) else {
            throw StoreError(.unreachable, "out of memory")
        }
        let link = Link(adopting: handle)
        guard moviegen_pq_is_connected(handle) != 0 else {
            throw StoreError(
                .unreachable, "the server cannot be reached or refuses the connection",
                detail: String(cString: PQerrorMessage(handle)))
        }
        // Notices would go to standard error: our statements are silent, and those of a person's own trigger too.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        return link
    }
}

/// One session with the server. Not Sendable: it lives on its ``Session``'s thread, and blocks only that.
package final class Connection {
    let link: Link
    private let wakeup: Wakeup
    private var statements = StatementCache()
    /// Set once the server or network has ended the session; nothing works on it any more.
    private(set) var isBroken = false
    /// Statements that travel with the next one, in their order.
    private var deferred: [Statement] = []
    /// From a statement to its answer: the server's own limit, and then as long as a network may take. A server that
    /// stands still keeps no limit of its own.
    private var answerLimit: Duration
    private let endpoint: Endpoint

    enum Statement {
        /// One, without parameters.
        case text(String)
        case query(Query)
    }

    init(_ endpoint: Endpoint, wakeup: Wakeup) throws(StoreError) {
        self.link = try Link.open(endpoint)
        self.wakeup = wakeup
        self.endpoint = endpoint
        self.answerLimit = endpoint.statementTimeout + endpoint.networkTimeout
    }

    /// Its next answers are not worth waiting for: closing it does as well.
    func expectAnswersAtOnce() { self.answerLimit = .seconds(1) }

    /// - Parameter timeout: What the transaction that begins tells the server; nil for the endpoint's.
    func expectAnswers(within timeout: Duration?) {
        self.answerLimit = (timeout ?? self.endpoint.statementTimeout) + self.endpoint.networkTimeout
    }

    /// False when the server has hung up while nothing was asked of it. Costs one system call.
    func isAlive() -> Bool {
        guard !self.isBroken else { return false }
        var polled = pollfd(fd: PQsocket(self.link.handle), events: Int16(POLLIN), revents: 0)
        if poll(&polled, 1, 0) > 0, PQconsumeInput(self.link.handle) == 0 { self.isBroken = true }
        // Termination by an administrator arrives as a message, and the end of the stream after it.
        if polled.revents & Int16(POLLHUP | POLLERR) != 0 { self.isBroken = true }
        return !self.isBroken && moviegen_pq_is_connected(self.link.handle) != 0
            && moviegen_pq_is_idle(self.link.handle) != 0
    }

    /// Runs one statement, prepared at its first use.
    func rows(_ query: Query, interrupt: Interrupt) throws(StoreError) -> Rows {
        guard self.deferred.isEmpty else { return try self.rows([query], interrupt: interrupt)[0] }
        return try self.alone(query, interrupt: interrupt)
    }

    /// Runs statements in one round trip.
    func rows(_ queries: [Query], interrupt: Interrupt) throws(StoreError) -> [Rows] {
        let deferred = self.takeDeferred()
        return Array(
            try self.together(deferred + queries.map { .query($0) }, interrupt: interrupt).dropFirst(
                deferred.count))
    }

    /// Sends a statement with the next one, in one round trip. Its rows are dropped; when it fails, the next one throws.
    func later(_ statement: Statement) { self.deferred.append(statement) }

    /// What waits to travel, which is not sent any more.
    func takeDeferred() -> [Statement] {
        defer { self.deferred = [] }
        return self.deferred
    }

    /// Sends what waits to travel when nothing comes that it could travel with.
    func flush(interrupt: Interrupt) throws(StoreError) {
        for statement in self.takeDeferred() {
            switch statement {
            case .text(let text): try self.script(text, interrupt: interrupt)
            case .query(let query): _ = try self.alone(query, interrupt: interrupt)
            }
        }
    }

    private func alone(_ query: Query, interrupt: Interrupt) throws(StoreError) -> Rows {
        let name = try self.prepared(query, interrupt: interrupt)
        do {
            return try self.execute(query, name: name, interrupt: interrupt)
        } catch {
            throw self.staleness(of: [query], error)
        }
    }

    /// The statement's name on the server, where it is prepared now if it was not.
    func prepared(_ query: Query, interrupt: Interrupt) throws(StoreError) -> String {
        let (name, isNew, evicted) = self.statements.name(for: query.preparationKey)
        if let evicted { try self.script("DEALLOCATE \(evicted)", interrupt: interrupt) }
        if isNew {
            do {
                try self.prepare(query, name: name, interrupt: interrupt)
            } catch {
                self.statements.forget(query.preparationKey)
                throw error
            }
        }
        return name
    }

    /// A migration changed the plan's columns, or a pooler forgot it: prepared anew, it works.
    func staleness(of queries: [Query], _ error: StoreError) -> StoreError {
        guard let state = error.sqlState, ["0A000", "26000"].contains(state) else { return error }
        for query in queries { self.statements.forget(query.preparationKey) }
        return StoreError(.conflict, sqlState: state, error.message, detail: error.detail)
    }

    /// Runs statements without parameters, `;` between them, in one implicit transaction.
    func script(_ text: String, interrupt: Interrupt) throws(StoreError) {
        try self.flush(interrupt: interrupt)
        try self.begin(interrupt)
        try self.sent(PQsendQuery(self.link.handle, text))
        _ = try self.finish(interrupt)
    }

    private func prepare(_ query: Query, name: String, interrupt: Interrupt) throws(StoreError) {
        try self.begin(interrupt)
        let types = query.values.map(\.typeID)
        try self.sent(PQsendPrepare(self.link.handle, name, query.text, Int32(types.count), types))
        _ = try self.finish(interrupt)
    }

    private func execute(_ query: Query, name: String, interrupt: Interrupt) throws(StoreError) -> Rows {
        try self.begin(interrupt)
        try self.sent(try Parameters.send(query.values, statement: name, to: self.link.handle))
        return try self.finish(interrupt)
    }

    func begin(_ interrupt: Interrupt) throws(StoreError) {
        guard !self.isBroken else { throw StoreError(.connectionLost, "the connection is closed") }
        if interrupt.isFired { throw StoreError(.cancelled, "cancelled before it began") }
    }

    func sent(_ status: Int32) throws(StoreError) {
        guard status == 1 else { throw self.lost() }
    }

    func lost() -> StoreError {
        self.isBroken = true
        return StoreError(
            .connectionLost, "the connection was lost",
            detail: String(cString: PQerrorMessage(self.link.handle)))
    }
}

extension Connection {
    /// Waits for the answer and reads all of it; the last result counts, and the first error.
    func finish(_ interrupt: Interrupt) throws(StoreError) -> Rows {
        var wait = self.answerWait()
        var failure: StoreError?
        var rows = Rows(columns: [:], cells: [], affectedCount: 0)
        while true {
            try self.waitForResult(interrupt, &wait)
            guard let result = QueryResult.next(of: self.link.handle) else { break }
            if result.isSuccess {
                rows = result.rows()
            } else if result.isCopy {
                self.isBroken = true
                throw StoreError(.server, "COPY is not spoken here")
            } else if failure == nil {
                failure = result.error(wasCancelled: wait.cancellation != nil)
            }
        }
        // A request that is still on its way could stop the next statement.
        if let cancellation = wait.cancellation, !cancellation.hasEnded(by: wait.end) { self.isBroken = true }
        if moviegen_pq_is_connected(self.link.handle) == 0 { self.isBroken = true }
        if let failure {
            if self.isBroken && failure.code == .server { throw self.lost() }
            throw failure
        }
        return rows
    }

    func answerWait() -> AnswerWait { AnswerWait(end: .now + self.answerLimit) }

    /// Returns when `PQgetResult` will not block.
    func waitForResult(_ interrupt: Interrupt, _ wait: inout AnswerWait) throws(StoreError) {
        while true {
            if interrupt.isFired, wait.cancellation == nil {
                wait.cancellation = CancelRequest.send(self.link)
                wait.end = min(wait.end, .now + AnswerWait.cancelLimit)
            }
            // A broken stream leaves its last words to be read as a result.
            guard PQisBusy(self.link.handle) == 1 else { return }
            let left = wait.millisecondsLeft
            guard left > 0 else {
                self.isBroken = true
                throw StoreError(
                    wait.cancellation == nil ? .connectionLost : .cancelled,
                    "the server does not answer, and is given up")
            }
            let (isReadable, _) = self.waitForInput(milliseconds: left)
            if isReadable, PQconsumeInput(self.link.handle) == 0, PQisBusy(self.link.handle) == 1 {
                throw self.lost()
            }
        }
    }

    /// Blocks until bytes came or someone rang; drains the bell.
    private func waitForInput(milliseconds: Int32) -> (isReadable: Bool, isRung: Bool) {
        // A small statement is sent at once; what the kernel did not take is sent when the socket allows.
        let isFlushed = PQflush(self.link.handle) == 0
        var polled = [
            pollfd(
                fd: PQsocket(self.link.handle), events: Int16(isFlushed ? POLLIN : POLLIN | POLLOUT),
                revents: 0),
            pollfd(fd: self.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, milliseconds) > 0 else { return (false, false) }
        if polled[1].revents != 0 { self.wakeup.drain() }
        return (polled[0].revents & ~Int16(POLLOUT) != 0, polled[1].revents != 0)
    }

    /// Blocks until another session notifies a channel this one listens to.
    ///
    /// - Throws: `cancelled` when the interrupt fires, `connectionLost`.
    func waitForNotification(interrupt: Interrupt) throws(StoreError) -> DatabaseNotification {
        while true {
            try self.begin(interrupt)
            if let notification = PQnotifies(self.link.handle) {
                defer { PQfreemem(notification) }
                return DatabaseNotification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra))
            }
            let (isReadable, _) = self.waitForInput(milliseconds: -1)
            if isReadable, PQconsumeInput(self.link.handle) == 0 { throw self.lost() }
        }
    }
}

/// What `NOTIFY` brought.
package struct DatabaseNotification: Hashable, Sendable {
    package let channel: String
    package let payload: String

    package init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}
