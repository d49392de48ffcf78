// SPDX-License-Identifier: Apache-2.0
internal import OwnerThread

/// How a queue stands, asked without touching what is in it.
package struct QueueCounts: Hashable, Sendable {
    /// Messages that no consumer has.
    package let readyCount: Int
    package let consumerCount: Int
}

extension BrokerAddress {
    /// Counts of these queues, on a connection of its own; nil for a queue that is not there.
    ///
    /// - Parameter name: What RabbitMQ's management shows for the connection.
    package func counts(of queues: [String], name: String) async throws -> [String: QueueCounts] {
        let thread = OwnerThread(name: "amqp-probe")
        defer { thread.stop() }
        return try await thread.run {
            var counts: [String: QueueCounts] = [:]
            for queue in queues {
                do {
                    // RabbitMQ closes the channel, and we the connection, when a queue is missing.
                    var connection = try Connection.open(self, name: name)
                    counts[queue] = try connection.counts(of: queue)
                    connection.close()
                } catch let error as BrokerError where error.code == .notFound {
                    continue
                }
            }
            return counts
        }
    }
}
