// SPDX-License-Identifier: Apache-2.0
package import Store

/// How one service works; read once, where it starts.
package struct WorkerSettings: Sendable {
    /// The service's name, as operators see it: `script-svc`.
    package var service: String
    /// This process among its equals, never twice.
    package var instance: String
    /// The routing key of the queue it works on.
    package var routingKey: String
    /// Tasks at once; the prefetch too, since a message that waits here unworked runs into the broker's
    /// acknowledgement timeout.
    package var slots: Int
    package var renewInterval = Duration.seconds(15)
    package var rescueInterval = Duration.seconds(15)
    package var reconcileInterval = Duration.seconds(60)
    package var sweepInterval = Duration.seconds(300)
    /// From the signal to stop until running tasks are handed back.
    package var drainTime = Duration.seconds(25)
    /// How long a finished task waits for a database that is away, before its message goes back.
    package var databasePatience = Duration.seconds(600)
    /// How long a task may run.
    package var deadlines: [Stage: Duration] = [:]
    package var ladder = RetryLadder()
    /// Rows of finished jobs are kept this long, and objects unused for as long.
    package var retention = Duration.seconds(86_400)
    /// Free bytes of the artifacts' disk below which no new work is taken.
    package var diskFloorBytes: Int64 = 500 << 20
    /// How long nothing is taken, and what the full disk ended rests, until there may be room again.
    package var diskRest = Duration.seconds(5)
    package var outboxBatch = 100
    /// From a publish to its confirm; the database must let the relay's transaction wait longer.
    package var confirmTimeout = Duration.seconds(10)

    package init(service: String, instance: String, routingKey: String, slots: Int) {
        self.service = service
        self.instance = instance
        self.routingKey = routingKey
        self.slots = slots
    }

    /// Defaults after what the stages take: a section or ten seconds of film, many times over.
    package func deadline(of stage: Stage) -> Duration {
        if let deadline = self.deadlines[stage] { return deadline }
        return switch stage {
        case .script, .timeline: .seconds(120)
        case .audio: .seconds(180)
        case .slide: .seconds(60)
        case .render, .assemble: .seconds(900)
        }
    }
}
