// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Broker
internal import Domain
internal import Foundation
internal import Store

/// Looks at everything a cluster needs, and says what to do about what is wrong.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything a cluster needs, and say what to do.",
        discussion: """
            Exit code 0 when nothing is wrong (warnings may be there), 69 when a server or a stage is away, 75 for other trouble.
            Nothing is changed, and no message is touched; queues that are there are declared again as they must be, which
            RabbitMQ answers by naming what differs.
            """)

    @OptionGroup var options: OperatorOptions

    func run() async throws {
        let access = try self.options.cluster.access()
        // All of them, so that one run names all that is wrong.
        async let database = DatabaseChecks(queue: access.queue).run()
        async let broker = BrokerChecks(access: access).run()
        async let voices = VoiceChecks(access: access).run()
        let (inDatabase, inBroker) = await (database, broker)
        let findings =
            inDatabase.findings + inBroker.findings
            + StageChecks(workers: inDatabase.workers, consumers: inBroker.consumers, now: inDatabase.now)
            .run()
            + [DiskCheck(access: access).run()] + (await voices)
        self.options.print(findings, findings.map(\.line).joined())
        let problems = findings.filter { $0.level == .problem }
        guard !problems.isEmpty else { return }
        throw OperatorFailure(
            problems.contains(where: \.isOutage) ? .clusterUnavailable : .clusterTroubled, "doctor",
            detail: "\(problems.count)")
    }
}
