// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store
internal import Worker

/// Sends each kind of junk once, by itself, while all is quiet, and sees that it ends as it has to.
struct JunkCheck {
    let ledger: Ledger
    let fleet: Fleet
    let address: BrokerAddress

    /// What a service may take for one message, after whatever the run has done to it.
    private static let patience = Duration.seconds(40)

    /// - Returns: What became of each kind; nothing when no task is done that one could be about.
    func ends() async throws -> [JunkEnd] {
        guard let task = try await self.ledger.someDoneTask() else { return [] }
        let before = try await self.ledger.stateHash()
        let publisher = Publisher(to: self.address, name: "chaos-junk")
        var ends: [JunkEnd] = []
        for junk in Junk.allCases { ends.append(try await self.end(of: junk, task, publisher)) }
        await publisher.close()
        if try await self.ledger.stateHash() != before {
            for place in ends.indices {
                ends[place].text += ", and one of all changed a job or task"
                ends[place].isRight = false
            }
        }
        return ends
    }

    private func end(
        of junk: Junk, _ task: TaskReference, _ publisher: Publisher
    ) async throws -> JunkEnd {
        let message = Message(
            messageID: UUID().uuidString.lowercased(), body: Array(junk.body(task).utf8))
        func end(_ text: String, _ isRight: Bool = false) -> JunkEnd {
            JunkEnd(junk: junk, messageID: message.messageID, text: text, isRight: isRight)
        }
        let counted = if case .dropped(let reason) = junk.end { await self.skipped(reason) } else { 0 }
        let outcome = try await publisher.publish(
            message, to: PipelineTopology.jobsExchange, routingKey: task.stage.queue)
        guard outcome == .confirmed else { return end("not sent: \(outcome)") }
        let limit = ContinuousClock.now + Self.patience
        while ContinuousClock.now < limit {
            let letters = try await self.ledger.letters(of: message.messageID)
            switch junk.end {
            case .deadLetter(let words):
                guard let reason = letters.first else { break }
                return end("dead letter: \(reason)", letters.count == 1 && reason.contains(words))
            case .dropped(let reason):
                guard await self.skipped(reason) > counted else { break }
                return end("dropped, counted as \(reason)", letters.isEmpty)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return end("nothing became of it")
    }

    private func skipped(_ reason: String) async -> Int {
        await self.fleet.metric(#"moviegen_skipped_total{reason="\#(reason)""#)
    }
}

struct JunkEnd: Sendable {
    let junk: Junk
    let messageID: String
    var text: String
    var isRight: Bool
}
