// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Broker
internal import Domain
internal import Foundation
internal import Operations
internal import Store
internal import Worker

struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "See the queues, as the database and the broker have them.",
        subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the queues, database and broker side by side.",
            discussion: """
                WAIT may run now, RETRY rests after a failure, OLDEST is how long the first of them has waited, OUTBOX is not
                published yet. READY, UNACKED, USERS (consumers) and DEAD (its dead-letter queue) are the broker's; UNACKED is
                the database's RUN, with a ~, when the broker's management is not known. No message is touched.
                """)

        @OptionGroup var options: OperatorOptions

        func run() async throws {
            let access = try self.options.cluster.access()
            let depths = try await access.queue.queueDepths()
            let language = Messages.language
            do {
                let rows = try await Self.reports(depths, access)
                self.options.print(rows, QueueTable.text(rows, in: language))
            } catch let failure where failure is BrokerError || failure is JobFailure {
                // Half an answer is better than none, and the exit code says that it is half.
                let rows = depths.map { QueueReport($0, counts: nil) }
                self.options.print(rows, QueueTable.text(rows, in: language))
                FileHandle.standardError.write(Data("⚠ \(OperatorMessages.brokerAway[language])\n".utf8))
                throw failure
            }
        }

        private static func reports(_ depths: [QueueDepth], _ access: ClusterAccess) async throws
            -> [QueueReport]
        {
            let address = try access.brokerAddress()
            let names = depths.flatMap {
                [PipelineTopology.workQueue($0.queue), PipelineTopology.deadQueue($0.queue)]
            }
            let counts = try await address.counts(of: names, name: "moviegen")
            let unacked = try await access.management.asyncMap {
                try await BrokerManagement($0).unacknowledged(in: address.virtualHost)
            }
            return depths.map { QueueReport($0, counts: counts, unacked: unacked) }
        }
    }
}

private enum QueueTable {
    private static let columns = [
        Table.Column(title: Localized(ja: "キュー", en: "QUEUE")),
        Table.Column(title: Localized(ja: "待ち", en: "WAIT"), isNumber: true),
        Table.Column(title: Localized(ja: "再試行待ち", en: "RETRY"), isNumber: true),
        Table.Column(title: Localized(ja: "実行中", en: "RUN"), isNumber: true),
        Table.Column(title: Localized(ja: "失敗", en: "FAILED"), isNumber: true),
        Table.Column(title: Localized(ja: "最古", en: "OLDEST"), isNumber: true),
        Table.Column(title: Localized(ja: "未送信", en: "OUTBOX"), isNumber: true),
        Table.Column(title: Localized(ja: "│", en: "│")),
        Table.Column(title: Localized(ja: "配送待ち", en: "READY"), isNumber: true),
        Table.Column(title: Localized(ja: "未確認", en: "UNACKED"), isNumber: true),
        Table.Column(title: Localized(ja: "受信者", en: "USERS"), isNumber: true),
        Table.Column(title: Localized(ja: "失敗キュー", en: "DEAD"), isNumber: true),
    ]

    static func text(_ rows: [QueueReport], in language: Language) -> String {
        var table = Table(Self.columns)
        for row in rows {
            let (database, broker) = (row.database, row.broker)
            table.rows.append([
                row.queue, "\(database.dueCount)", "\(database.waitingForRetryCount)",
                "\(database.runningCount)", "\(database.deadCount)",
                database.oldestDueSeconds.map(Clock.age) ?? "-", "\(database.outboxCount)", "│",
                broker.map { "\($0.ready)" } ?? "?",
                broker.map { "\($0.isUnackedEstimated ? "~" : "")\($0.unacked)" } ?? "?",
                broker.map { "\($0.consumers)" } ?? "?", broker.map { "\($0.deadReady)" } ?? "?",
            ])
        }
        return table.text(in: language)
    }
}

extension Optional where Wrapped: Sendable {
    func asyncMap<Value: Sendable>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let value = self else { return nil }
        return try await body(value)
    }
}
