// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import Store

extension Run {
    func judge(
        _ schedule: Schedule, _ load: Load, _ injector: Injector, _ fleet: Fleet, _ ledger: Ledger,
        _ objects: DirectoryStore, watch: Watch, quiet: Duration?, silent: [String]
    ) async throws -> Verdict {
        var verdict = Verdict()
        let counts = load.counts
        let ends = await fleet.ends
        let died = ends.filter { $0.ending == .killed }
        verdict.count("jobs asked for (with repetitions)", counts.submitted)
        verdict.count("jobs accepted", counts.ids.count)
        verdict.count("asked again, answered with the same job", counts.existing)
        verdict.count("calls made again for want of an answer", counts.retriedCalls)
        verdict.count("cancelled by their client", counts.cancelled)
        verdict.count("messages repeated", counts.repeatedMessages)
        verdict.count("messages of junk", counts.junkMessages)
        let done = await injector.done
        verdict.count("faults", done.count)
        for (name, count) in Dictionary(grouping: done, by: { $0.fault.name }).mapValues(\.count).sorted(by: {
            $0.key < $1.key
        }) {
            verdict.count("  \(name)", count)
        }
        verdict.count("processes ended by SIGKILL", died.count)
        verdict.count("processes that drained", ends.count { $0.ending == .drained })

        var outcomes = Outcomes(ledger: ledger, objects: objects)
        try await outcomes.compare(schedule.jobs, accepted: Set(counts.ids.keys))
        for (name, count) in outcomes.ends.sorted(by: { $0.key < $1.key }) {
            verdict.count("ended: \(name)", count)
        }
        for (name, count) in try self.logged() { verdict.count("logged: \(name)", count) }
        try await self.countTasks(&verdict, ledger)
        verdict.none("LOST: accepted and not at its end", outcomes.lost)
        verdict.none("ended otherwise than it had to", outcomes.unexpected)
        verdict.none("results with other bytes", outcomes.foreignBytes)
        verdict.none("keys with two jobs", counts.ids.filter { $0.value.count > 1 }.map(\.key))
        let refused = schedule.jobs.filter { counts.ids[$0.key] == nil }.map(\.key)
        verdict.none("jobs that were never accepted", refused)
        verdict.none(
            "rules of the design broken on the way", watch.violations.map { "\($0.key) \($0.value)" })
        let left = try await ledger.queue.invariantViolations().filter { $0.value > 0 }
        verdict.none("rules of the design broken at the end", left.map { "\($0.key) \($0.value)" })
        verdict.none("services that do not answer", silent)
        verdict.none("services that did not stop in time", await fleet.slowStops)
        verdict.none(
            "processes that ended otherwise",
            ends.filter { $0.ending != .killed && $0.ending != .drained }
                .map { "\($0.instance): \($0.ending.isSignal ? "signal" : "code") \($0.ending.status)" })
        verdict.none("faults that could not be made", await injector.failures)
        verdict.must(quiet != nil, "it was not quiet within two minutes of the last fault")
        verdict.count("seconds until it was quiet", quiet.map { Self.seconds($0 / .seconds(1)) } ?? "never")
        verdict.count("looks at the rules", watch.lookCount)
        verdict.count("largest process, MB", watch.largestMegabytes)
        try await self.recovery(&verdict, done, ledger)
        return verdict
    }

    private func countTasks(_ verdict: inout Verdict, _ ledger: Ledger) async throws {
        verdict.count(
            "tasks completed", try await ledger.count("SELECT count(*) AS count FROM chaos_commits"))
        verdict.count("attempts", try await ledger.count("SELECT count(*) AS count FROM chaos_claims"))
        let doubled = try await ledger.store.rows(
            """
            SELECT concat_ws('/', job_id, stage, part, generation) AS task FROM chaos_commits
            GROUP BY job_id, stage, part, generation HAVING count(*) > 1
            """)
        verdict.none("DOUBLED: tasks with two completing commits", try doubled.map { try $0.get("task") })
        let letters = try await ledger.store.rows(
            """
            SELECT concat_ws(' ', d.reason, d.source, d.job_id, d.stage, d.part) AS letter FROM dead_letters d
            WHERE resolved_at IS NULL AND encode(d.body, 'escape') NOT LIKE 'junk%' AND NOT EXISTS (
                SELECT FROM tasks t WHERE t.job_id = d.job_id AND t.stage = d.stage AND t.part = d.part
                    AND t.generation = d.generation AND t.state = 'dead')
            """)
        verdict.none("dead letters that should not be", try letters.map { try $0.get("letter") })
        verdict.count(
            "dead letters kept", try await ledger.count("SELECT count(*) AS count FROM dead_letters"))
    }

    /// From the end of a fault to the next task that was completed, of faults that came while there was work.
    private func recovery(_ verdict: inout Verdict, _ done: [Injector.Done], _ ledger: Ledger) async throws {
        var times: [(seconds: Double, fault: Fault)] = []
        for each in done {
            guard let seconds = try await ledger.recovery(from: each.ended) else { continue }
            times.append((seconds, each.fault))
        }
        times.sort { $0.seconds < $1.seconds }
        guard let longest = times.last else { return }
        verdict.count("recovery, median seconds", Self.seconds(times[times.count / 2].seconds))
        verdict.count(
            "recovery, longest seconds", "\(Self.seconds(longest.seconds)) after \(longest.fault.name)")
        verdict.must(longest.seconds < 30, "a recovery took \(Self.seconds(longest.seconds)) s")
    }

    private static func seconds(_ value: Double) -> String {
        value.formatted(.number.precision(.fractionLength(1)))
    }

    /// Lines of the services' logs that tell of repairs.
    private func logged() throws -> [(String, Int)] {
        let sentences = [
            "Task discarded", "Task handed back", "Tasks were taken from dead workers",
            "The broker had lost messages", "Job begun again", "A message goes back to its queue",
            "Messages were not taken by the broker", "A message is no task",
        ]
        var counts = [String: Int]()
        for name in try FileManager.default.contentsOfDirectory(atPath: self.folder.path)
        where name.hasSuffix(".log") {
            let text = String(
                decoding: try Data(contentsOf: self.folder.appending(path: name)), as: UTF8.self)
            for line in text.split(separator: "\n") {
                for sentence in sentences where line.contains(sentence) { counts[sentence, default: 0] += 1 }
            }
        }
        return sentences.map { ($0, counts[$0] ?? 0) }
    }
}

extension Fault {
    /// Its kind.
    var name: String { String("\(self)".prefix { $0 != "(" }) }
}
