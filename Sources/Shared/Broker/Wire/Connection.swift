// SPDX-License-Identifier: Apache-2.0
internal import CRabbitMQ
internal import Glibc

/// One connection with its one channel. It lives on the thread that opened it; any error thrown by it is its end.
struct Connection: ~Copyable {
    static let channel: amqp_channel_t = 1
    private static let frameBytes: Int32 = 131_072

    let state: amqp_connection_state_t
    let watch: Watch
    var assembler = FrameAssembler()
    var arena = WireArena()
    private(set) var serverVersion = ""

    private init(adopting state: amqp_connection_state_t) {
        self.state = state
        self.watch = Watch()
        Watchdog.shared.add(self.watch)
    }

    deinit {
        Watchdog.shared.remove(self.watch)
        amqp_destroy_connection(self.state)
    }

    /// - Parameter name: What RabbitMQ shows for the connection.
    static func open(_ address: BrokerAddress, name: String) throws(BrokerError) -> Connection {
        guard let state = amqp_new_connection() else { throw BrokerError(.unreachable, "No memory is left.") }
        var connection = Connection(adopting: state)
        try connection.openSocket(address)
        try connection.logIn(address, name: name)
        connection.setReplyTimeout(seconds: 10)
        let watch = connection.watch
        let reply = watch.during(.login) {
            _ = amqp_channel_open(state, Self.channel)
            return moviegen_amqp_last(state)
        }
        try Self.check(reply, "opening a channel")
        return connection
    }

    private func openSocket(_ address: BrokerAddress) throws(BrokerError) {
        let made = address.isSecure ? amqp_ssl_socket_new(self.state) : amqp_tcp_socket_new(self.state)
        guard let socket = made else { throw BrokerError(.unreachable, "No memory is left.") }
        if address.isSecure {
            amqp_ssl_socket_set_verify_peer(socket, 1)
            amqp_ssl_socket_set_verify_hostname(socket, 1)
            guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == 0,
                amqp_ssl_socket_set_cacert(socket, address.authoritiesFile) == 0
            else {
                throw BrokerError(.insecure, "The authorities cannot be read: \(address.authoritiesFile)")
            }
        }
        var timeout = Self.time(milliseconds: address.connectionTimeoutMilliseconds)
        let status = self.watch.during(.open) {
            amqp_socket_open_noblock(socket, address.host, Int32(address.port), &timeout)
        }
        guard status == 0 else { throw Self.failure(status, "connecting to \(address)") }
        let descriptor = amqp_get_sockfd(self.state)
        moviegen_amqp_tune_socket(descriptor)
        self.watch.adopt(descriptor)
    }

    private mutating func logIn(_ address: BrokerAddress, name: String) throws(BrokerError) {
        var timeout = Self.time(milliseconds: address.connectionTimeoutMilliseconds)
        amqp_set_handshake_timeout(self.state, &timeout)
        self.setReplyTimeout(seconds: 10)
        let state = self.state
        let reply = self.watch.during(.login) {
            moviegen_amqp_log_in(
                state, address.virtualHost, Self.frameBytes, Int32(address.heartbeatSeconds), name,
                address.user, address.password)
        }
        try Self.check(reply, "logging in to \(address)")
        guard amqp_get_frame_max(state) >= 8192 else {
            throw BrokerError(.protocolViolation, "RabbitMQ wants frames under 8192 bytes.")
        }
        self.serverVersion = self.readServerVersion()
    }

    private func readServerVersion() -> String {
        guard let table = amqp_get_server_properties(self.state)?.pointee else { return "" }
        let entries = UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries))
        return entries.first { $0.key.text == "version" }?.value.value.bytes.text ?? ""
    }

    func setReplyTimeout(seconds: Int) {
        var timeout = moviegen_time(seconds * 1000)
        amqp_set_rpc_timeout(self.state, &timeout)
    }

    /// Says goodbye on a link that is well. A suspect one is only dropped, for closing waits for an answer.
    func close() {
        self.setReplyTimeout(seconds: 2)
        let state = self.state
        _ = self.watch.during(.close) { amqp_connection_close(state, Int32(AMQP_REPLY_SUCCESS)) }
    }

    /// Whether the socket takes a whole message now.
    func isWritable() -> Bool {
        var set = pollfd(fd: amqp_get_sockfd(self.state), events: Int16(POLLOUT), revents: 0)
        return poll(&set, 1, 0) > 0 && set.revents & Int16(POLLOUT) != 0
    }

    /// Sleeps until the broker says something, `wake` is raised, the socket takes a write (if wanted) or `deadline`.
    /// Only after ``readInbound()`` has given nil: the library may hold frames the kernel knows nothing of.
    func wait(for wake: EventFlag, wantsWrite: Bool, until deadline: ContinuousClock.Instant) {
        let events = Int16(POLLIN) | (wantsWrite ? Int16(POLLOUT) : 0)
        var sets = [
            pollfd(fd: amqp_get_sockfd(self.state), events: events, revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        if poll(&sets, 2, PollTime.milliseconds(until: deadline)) > 0, sets[1].revents != 0 { wake.lower() }
    }

    private static func time(milliseconds: Int) -> timeval {
        moviegen_time(milliseconds)
    }
}
