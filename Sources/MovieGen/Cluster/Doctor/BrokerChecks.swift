// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Domain
internal import Foundation
internal import Worker

struct BrokerChecks: Sendable {
    let access: ClusterAccess

    struct Outcome: Sendable {
        var findings: [Finding] = []
        /// By routing key; nil when the broker is away.
        var consumers: [String: Int]?
    }

    func run() async -> Outcome {
        var outcome = Outcome()
        do {
            let address = try self.access.brokerAddress()
            outcome.findings.append(try await Self.server(address))
            outcome.findings.append(try await Self.topology(address, &outcome.consumers))
            outcome.findings.append(await self.alarms())
        } catch {
            let reason = (error as? BrokerError)?.message ?? (error as? JobFailure)?.detail ?? "\(error)"
            outcome.findings.append(
                .outage(
                    .broker,
                    Localized(ja: "RabbitMQを利用できません（\(reason)）", en: "RabbitMQ cannot be used (\(reason))"),
                    Localized(
                        ja: "起動しているか、RABBITMQ_URLが正しいか確かめてください（手元では make up）。止まっていても受け付けは続き、復旧後に送られます。",
                        en:
                            "Check that it runs and that RABBITMQ_URL is right (here: make up). Jobs are taken meanwhile, and go on afterwards."
                    )))
        }
        return outcome
    }

    private static func server(_ address: BrokerAddress) async throws -> Finding {
        let publisher = Publisher(to: address, name: "moviegen doctor")
        defer { Task { await publisher.close() } }
        for await status in publisher.statusChanges() {
            switch status {
            case .open(let version):
                return .fine(.broker, Localized(ja: "RabbitMQ \(version)", en: "RabbitMQ \(version)"))
            case .down(let error): throw error
            case .connecting, .blocked, .unsubscribed, .closed: continue
            }
        }
        throw BrokerError(.unreachable, "it gave no answer")
    }

    /// - Parameter consumers: Set when the queues could be asked.
    private static func topology(_ address: BrokerAddress, _ consumers: inout [String: Int]?) async throws
        -> Finding
    {
        let topology = PipelineTopology.topology
        let counts = try await address.counts(of: topology.queues.map(\.name), name: "moviegen doctor")
        consumers = [:]
        for key in PipelineTopology.routingKeys {
            consumers?[key] = counts[PipelineTopology.workQueue(key)]?.consumerCount
        }
        let missing = topology.queues.map(\.name).filter { counts[$0] == nil }
        guard missing.isEmpty else {
            return .problem(
                .topology,
                Localized(
                    ja: "キューがありません: \(missing.joined(separator: ", "))",
                    en: "Queues are missing: \(missing.joined(separator: ", "))"),
                Localized(
                    ja: "サービスが起動時に作ります（手元では make up）。失われたメッセージは数分で送り直されます。",
                    en:
                        "A service that starts makes them (here: make up). Lost messages are sent again within minutes."
                ))
        }
        do {
            try await topology.declare(at: address, name: "moviegen doctor")
        } catch let error as BrokerError where error.code == .topologyMismatch {
            return .problem(
                .topology,
                Localized(
                    ja: "キューの引数が違います（\(error.message)）", en: "A queue has other arguments (\(error.message))"),
                Localized(
                    ja: "サービスを止め、空であることを確かめてからそのキューを削除し、起動し直してください。",
                    en: "Stop the services, delete that queue once it is empty, and start them again."))
        }
        return .fine(
            .topology,
            Localized(
                ja: "キュー\(counts.count)個がそろっています", en: "All \(counts.count) queues are there, as they must be"
            ))
    }

    private func alarms() async -> Finding {
        guard let management = self.access.management else {
            return .warning(
                .alarms, Localized(ja: "RabbitMQの警報は調べられません", en: "RabbitMQ's alarms cannot be looked at"),
                Localized(
                    ja: "RABBITMQ_MANAGEMENT_URL を設定してください。", en: "Set RABBITMQ_MANAGEMENT_URL."))
        }
        do {
            let nodes = try await BrokerManagement(management).nodes()
            let alarms = nodes.flatMap { node in
                [
                    (!node.running, "stopped"), (node.mem_alarm == true, "memory"),
                    (node.disk_free_alarm == true, "disk"),
                ]
                .filter(\.0).map { "\(node.name): \($0.1)" }
            }
            guard !alarms.isEmpty else {
                return .fine(.alarms, Localized(ja: "RabbitMQに警報はありません", en: "RabbitMQ has no alarm"))
            }
            return .problem(
                .alarms,
                Localized(
                    ja: "RabbitMQの警報: \(alarms.joined(separator: ", "))",
                    en: "RabbitMQ alarms: \(alarms.joined(separator: ", "))"),
                Localized(
                    ja: "メモリーかディスクを空けてください。それまで送信は待たされ、ジョブは失われません。",
                    en: "Free memory or disk there. Until then publishing waits, and no job is lost."))
        } catch {
            let reason = (error as? JobFailure)?.detail ?? "\(error)"
            return .warning(
                .alarms,
                Localized(
                    ja: "RabbitMQの警報は調べられません（\(reason)）",
                    en: "RabbitMQ's alarms cannot be looked at (\(reason))"),
                Localized(
                    ja: "RABBITMQ_MANAGEMENT_URL を確かめてください。", en: "Check RABBITMQ_MANAGEMENT_URL."))
        }
    }
}
