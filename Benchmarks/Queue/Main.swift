// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Logging
internal import Telemetry

/// `make bench-queue`: publishing, two stages of tasks that do nothing, and the way between them on an idle machine,
/// each beside what else one could use. Rounds are interleaved. Figures are printed, nothing is gated.
///
/// Arguments: rounds (5), then which of `publishing`, `stages`, `idle` (all), and `--ours` to leave the others out.
@main
struct Main {
    static func main() async throws {
        let choice = Choice(CommandLine.arguments.dropFirst())
        signal(SIGPIPE, SIG_IGN)
        // Metrics as a service has them; of the log only what went wrong, for us and for Celery.
        Telemetry.bootstrap(service: "bench-queue", instance: "bench-queue", level: .warning)
        let servers = try await Servers.prepare()
        let celery = choice.includesOthers ? try CeleryPeer(servers) : nil
        var report = Report()
        for round in 1...choice.rounds {
            print("round \(round) of \(choice.rounds)")
            // Also into a file or pipe.
            fflush(nil)
            if choice.parts.contains(.publishing) {
                try await Publishing(servers).measure(into: &report, withOthers: choice.includesOthers)
            }
            if choice.parts.contains(.stages) {
                try await Pipeline(servers).measureThroughput(into: &report)
                try await celery?.measureThroughput(into: &report)
            }
            if choice.parts.contains(.idle) {
                try await Pipeline(servers).measureHops(into: &report)
                try await celery?.measureHops(into: &report)
            }
        }
        print(try await Machine.description(servers, celery?.version))
        print(report.table)
        try await servers.remove()
    }
}

struct Choice {
    enum Part: String, CaseIterable { case publishing, stages, idle }

    let rounds: Int
    let parts: Set<Part>
    let includesOthers: Bool

    init(_ arguments: ArraySlice<String>) {
        let named = arguments.compactMap(Part.init(rawValue:))
        self.rounds = arguments.lazy.compactMap { Int($0) }.first ?? 5
        self.parts = named.isEmpty ? Set(Part.allCases) : Set(named)
        self.includesOthers = !arguments.contains("--ours")
    }
}
