// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Foundation
internal import Store
internal import Worker

/// Has a real service die at each crash point, by its name, and looks who repairs what it leaves behind. All points at
/// once, each in a virtual host and a schema of its own.
struct CrashPointRun {
    let programs: URL
    let folder: URL
    let servers: (broker: String, database: String)

    func verdict() async -> Verdict {
        var verdict = Verdict()
        let reports = await withTaskGroup { group in
            for point in CrashPoint.allCases {
                group.addTask {
                    do { return try await self.play(point) } catch {
                        return CrashReport(point: point, faults: ["\(error)"])
                    }
                }
            }
            return await group.reduce(into: [CrashPoint: CrashReport]()) { $0[$1.point] = $1 }
        }
        for point in CrashPoint.allCases {
            guard let report = reports[point] else { continue }
            verdict.count("\(point)", report.text)
            verdict.must(report.faults.isEmpty, "\(point): \(report.faults.joined(separator: "; "))")
        }
        return verdict
    }

    private func play(_ point: CrashPoint) async throws -> CrashReport {
        let scene = CrashScene(
            point: point, programs: self.programs, folder: self.folder, servers: self.servers)
        return switch point {
        case .duringAdmit, .afterAdmit: try await AdmissionScene(scene: scene).play()
        case .afterReplay: try await ReplayScene(scene: scene).play()
        default: try await scene.play()
        }
    }
}

/// What became of a point.
struct CrashReport: Sendable {
    let point: CrashPoint
    var faults: [String]
    /// The task in whose run it died, right after.
    var leftBehind = ""
    var attempts = 0
    var rescues = 0
    var seconds = 0.0

    var text: String {
        guard self.faults.isEmpty else { return "NOT REPAIRED" }
        return
            "left \(self.leftBehind); repaired \(self.seconds.formatted(.number.precision(.fractionLength(1)))) s after, "
            + "\(self.attempts) attempts, \(self.rescues) rescued"
    }
}
