// SPDX-License-Identifier: Apache-2.0
internal import OwnerThread

extension Topology {
    /// Declares everything once, on a connection of its own: what a service does before anything else.
    ///
    /// - Throws: ``BrokerError``. `.topologyMismatch` names the argument that differs, and is no reason to try again.
    package func declare(at address: BrokerAddress, name: String) async throws {
        let thread = OwnerThread(name: "amqp-declare")
        defer { thread.stop() }
        try await thread.run {
            var connection = try Connection.open(address, name: name)
            try connection.declare(self)
            connection.close()
        }
    }
}
