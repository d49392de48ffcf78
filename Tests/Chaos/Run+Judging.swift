// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Foundation
internal import Store

extension Run {
    func judge(
        _ schedule: Schedule, _ load: Load, _ injector: Injector, _ fleet: Fleet, _ ledger: Ledger,
        _ objects: DirectoryStore, watch: Watch, quiet: Duration?, silent: [String],
        _ junkEnds: [JunkEnd]
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
        verdict.count("messages of junk", counts.junk.count)
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
        let logged = try self.logged()
        for (name, count) in logged { verdict.count("logged: \(name)", count) }
        let wasFull = done.contains { if case .fillDisk = $0.fault { true } else { false } }
        verdict.must(
            !wasFull || logged.contains { $0.0 == "The disk is nearly full" && $0.1 > 0 },
            "no service noticed that its disk was full")
        try await self.countTasks(
            &verdict, ledger,
            counts.junk.merging(junkEnds.map { ($0.messageID, $0.junk) }) { first, _ in first })
        for each in junkEnds {
            verdict.count("junk, by itself: \(each.junk)", each.text)
            verdict.must(each.isRight, "junk, \(each.junk): \(each.text)")
        }
        verdict.must(junkEnds.count == Junk.allCases.count, "no junk was sent by itself")
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

    private func countTasks(
        _ verdict: inout Verdict, _ ledger: Ledger, _ junk: [String: Junk]
    ) async throws {
        verdict.count(
            "tasks completed", try await ledger.count("SELECT count(*) AS count FROM chaos_commits"))
        verdict.count("attempts", try await ledger.count("SELECT count(*) AS count FROM chaos_claims"))
        verdict.none("DOUBLED: tasks with two completing commits", try await ledger.doubledTasks())
        let letters = try await ledger.store.rows(
            """
            SELECT concat_ws(' ', d.reason, d.source, d.job_id, d.stage, d.part) AS letter, reason, message_id
            FROM dead_letters d
            WHERE resolved_at IS NULL AND NOT EXISTS (
                SELECT FROM tasks t WHERE t.job_id = d.job_id AND t.stage = d.stage AND t.part = d.part
                    AND t.generation = d.generation AND t.state = 'dead')
            """
        ).filter { row in
            guard let id = try row.find("message_id", as: String.self),
                case .deadLetter(let words)? = junk[id]?.end
            else { return true }
            return try !row.get("reason", as: String.self).contains(words)
        }
        verdict.none("dead letters that should not be", try letters.map { try $0.get("letter") })
        verdict.count(
            "dead letters kept", try await ledger.count("SELECT count(*) AS count FROM dead_letters"))
    }

    /// From the end of a fault until each queue has a task completed again, of those that still had one to come. By kinds of
    /// faults, since each is repaired by another. What the next fault of a server fell into tells of that one.
    private func recovery(_ verdict: inout Verdict, _ done: [Injector.Done], _ ledger: Ledger) async throws {
        var times: [String: [Double]] = [:]
        var ordinary: [Double] = []
        for each in done {
            guard let seconds = try await ledger.recovery(from: each.ended) else { continue }
            let recovered = each.ended + seconds
            let isOvertaken = done.contains {
                $0.fault.isOfServer && $0.ended > each.ended && $0.began < recovered
            }
            guard !isOvertaken else { continue }
            times[each.fault.name, default: []].append(seconds)
            if each.fault.losesMessages {
                verdict.must(
                    seconds < Self.recount, "\(each.fault.name): recovered in \(Self.seconds(seconds)) s")
            } else {
                ordinary.append(seconds)
            }
        }
        for (name, seconds) in times.sorted(by: { $0.key < $1.key }) {
            let sorted = seconds.sorted()
            verdict.count(
                "recovery after \(name), median and longest s",
                "\(Self.seconds(sorted[sorted.count / 2])), \(Self.seconds(sorted[sorted.count - 1]))")
        }
        guard !ordinary.isEmpty else { return }
        ordinary.sort()
        let p95 = ordinary[ordinary.count * 95 / 100]
        verdict.count("recovery, 95th percentile where no message was lost, s", Self.seconds(p95))
        verdict.must(p95 <= Self.takeOver, "a recovery took \(Self.seconds(p95)) s")
    }

    /// The lease, the rescuer's turn and five seconds.
    private static let takeOver = 13.0
    /// Three looks of the reconciler at its slowest, and the same five.
    private static let recount = 23.0

    private static func seconds(_ value: Double) -> String {
        value.formatted(.number.precision(.fractionLength(1)))
    }

    /// Lines of the services' logs that tell of repairs.
    private func logged() throws -> [(String, Int)] {
        let sentences = [
            "Task discarded", "Task handed back", "Tasks were taken from dead workers",
            "The broker had lost messages", "Job begun again", "A message goes back to its queue",
            "Messages were not taken by the broker", "A message is no task", "The disk is nearly full",
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
