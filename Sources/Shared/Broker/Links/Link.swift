// SPDX-License-Identifier: Apache-2.0

/// What a publisher and a consumer do with their connection. Called on the link's thread only.
protocol LinkRole: AnyObject {
    /// Makes a fresh connection ready.
    func prepare(_ connection: inout Connection) throws(BrokerError)
    func receive(_ inbound: Inbound, on board: StatusBoard) throws(BrokerError)
    /// One turn of writing, of few messages, so that reads stay frequent.
    /// - Returns: Whether more could be written at once.
    func write(_ connection: inout Connection, at now: ContinuousClock.Instant) throws(BrokerError) -> Bool
    /// What has to happen by the clock, connected or not.
    func expire(at now: ContinuousClock.Instant) throws(BrokerError)
    var nextDeadline: ContinuousClock.Instant? { get }
    /// Whether a write waits for the socket to take it.
    var wantsWrite: Bool { get }
    /// The connection is gone, with everything that was under way on it.
    func lost(_ error: BrokerError)
    /// Closing, and nothing left to do for it.
    func isFinished(whileConnected: Bool) -> Bool
    /// Nothing comes after it.
    func end()
}

/// The loop of one connection: connects, serves, and after a loss connects again, until its role is finished.
struct Link<Role: LinkRole> {
    let address: BrokerAddress
    let name: String
    let role: Role
    let wake: EventFlag
    let board: StatusBoard
    var schedule = ReconnectSchedule()
    /// Heartbeats are served only inside the library's calls, so no sleep is longer.
    private var longestSleep: Duration { .milliseconds(self.address.heartbeatSeconds * 1000 / 4) }

    init(_ address: BrokerAddress, name: String, role: Role, wake: EventFlag, board: StatusBoard) {
        self.address = address
        self.name = name
        self.role = role
        self.wake = wake
        self.board = board
    }

    mutating func run() {
        while !self.role.isFinished(whileConnected: false) {
            switch self.schedule.next(at: .now) {
            case .connect, .serve: self.serveOnce()
            case .wait(let moment): self.sleep(until: moment)
            case .end: return
            }
        }
        self.schedule.close()
        self.role.end()
        self.board.set(.closed)
    }

    private mutating func serveOnce() {
        self.board.set(.connecting)
        do {
            var connection = try Connection.open(self.address, name: self.name)
            try self.role.prepare(&connection)
            self.schedule.opened(at: .now)
            self.board.set(.open(serverVersion: connection.serverVersion))
            try self.serve(&connection)
            connection.close()
        } catch {
            self.role.lost(error)
            self.schedule.failed(at: .now, jitter: .random(in: 0...1))
            self.board.set(.down(error))
        }
    }

    private func serve(_ connection: inout Connection) throws(BrokerError) {
        while !self.role.isFinished(whileConnected: true) {
            while let inbound = try connection.readInbound() {
                try self.role.receive(inbound, on: self.board)
            }
            try self.role.expire(at: .now)
            guard try !self.role.write(&connection, at: .now) else { continue }
            guard !self.role.isFinished(whileConnected: true) else { return }
            let latest = ContinuousClock.now + self.longestSleep
            let deadline = min(self.role.nextDeadline ?? latest, latest)
            connection.wait(for: self.wake, wantsWrite: self.role.wantsWrite, until: deadline)
        }
    }

    /// Without a connection: what waits to be sent still runs out of time.
    private func sleep(until moment: ContinuousClock.Instant) {
        self.wake.wait(until: min(self.role.nextDeadline ?? moment, moment))
        // Nothing is on a wire, so nothing of it can be overdue there.
        try? self.role.expire(at: .now)
    }
}
