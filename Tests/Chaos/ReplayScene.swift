// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import Worker

/// A gateway that dies after it has begun a failed job again and before it says so; whoever asked asks once more.
struct ReplayScene {
    let scene: CrashScene

    func play() async throws -> CrashReport {
        let (_, ledger, artifacts) = try await self.scene.prepare()
        let job = try await self.failedJob(ledger)
        let port = try FreePorts.take(1)[0]
        let variables = ["MOVIEGEN_HTTP_PORT": "\(port)"]
        let dying = try self.scene.start("gateway", artifacts, crashAt: self.scene.point, variables)
        try await self.scene.untilGatewayAnswers(port)
        let began = ContinuousClock.now
        if let status = await self.scene.retry(job, at: port) {
            throw CrashScene.Failure(description: "it did not die, and answered \(status)")
        }
        guard await dying.ending(within: .seconds(20)) == .killed else {
            dying.send(SIGKILL)
            throw CrashScene.Failure(description: "it did not die there")
        }
        var report = CrashReport(point: self.scene.point, faults: [])
        report.leftBehind = try await self.remains(of: job, ledger, &report)
        let next = try self.scene.start("gateway", artifacts, crashAt: nil, variables)
        do {
            try await self.scene.untilGatewayAnswers(port)
            // It is no failed job any more.
            let status = await self.scene.retry(job, at: port)
            if status != 409 { report.faults.append("asked again, it answered \(status ?? 0)") }
            _ = try await self.remains(of: job, ledger, &report)
        } catch {
            await next.stop()
            throw error
        }
        await next.stop()
        report.seconds = (ContinuousClock.now - began) / .seconds(1)
        return report
    }

    private func failedJob(_ ledger: Ledger) async throws -> UUID {
        let admission = AdmissionRequest(client: "chaos", first: NewTask(.script))
        guard case .admitted(let job) = try await ledger.queue.admit(admission),
            case .claimed(let lease) = try await ledger.queue.claim(
                TaskReference(job: job, stage: .script, part: 0, generation: 0), owner: "chaos")
        else { throw CrashScene.Failure(description: "it was not admitted and claimed") }
        let failure = TaskFailure(.permanent, code: "sourceNotArticle", text: "no article")
        _ = try await ledger.queue.fail(lease, failure)
        return job
    }

    private func remains(of job: UUID, _ ledger: Ledger, _ report: inout CrashReport) async throws -> String {
        let generation = try await ledger.count("SELECT generation AS count FROM jobs WHERE id = \(job)")
        let tasks = try await ledger.count("SELECT count(*) AS count FROM tasks WHERE generation = 1")
        if [generation, tasks] != [1, 1] {
            report.faults.append("\(tasks) tasks of generation \(generation), and not one of the first")
        }
        return "\(tasks) tasks of generation \(generation)"
    }
}
