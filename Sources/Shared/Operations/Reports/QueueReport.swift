// SPDX-License-Identifier: Apache-2.0
package import Broker
package import Store
internal import Worker

/// One queue, as the database and the broker have it, for programs.
package struct QueueReport: Codable, Sendable {
    package struct BrokerSide: Codable, Sendable {
        package let name: String
        package let ready: Int
        package let unacked: Int
        /// From the database's running tasks: nobody asked the broker.
        package let isUnackedEstimated: Bool
        package let consumers: Int
        package let deadReady: Int
    }

    package let queue: String
    package let database: QueueDepth
    /// Nil when the queue is not there, or the broker is away.
    package let broker: BrokerSide?

    /// - Parameters:
    ///   - counts: By the broker's names; nil when it is away.
    ///   - unacked: What its management told, by the same names.
    package init(_ depth: QueueDepth, counts: [String: QueueCounts]?, unacked: [String: Int]? = nil) {
        let name = PipelineTopology.workQueue(depth.queue)
        self.queue = depth.queue
        self.database = depth
        self.broker = counts?[name].map { count in
            BrokerSide(
                name: name, ready: count.readyCount, unacked: unacked?[name] ?? depth.runningCount,
                isUnackedEstimated: unacked?[name] == nil, consumers: count.consumerCount,
                deadReady: counts?[PipelineTopology.deadQueue(depth.queue)]?.readyCount ?? 0)
        }
    }
}
