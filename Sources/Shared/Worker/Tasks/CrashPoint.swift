// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Synchronization

/// Places where a service may be told to die, so that tests can see what is left behind and who repairs it.
///
/// `MOVIEGEN_CRASH_AT` names one as `afterClaim`, or with a probability as `afterClaim-0.1`. Without it, a point costs one
/// lock that nobody else holds.
package enum CrashPoint: String, CaseIterable, Sendable {
    /// The gateway has counted a job's quota and not committed (cp1).
    case duringAdmit
    /// The gateway has let a job in, and its client has no answer (cp2).
    case afterAdmit
    /// The gateway has begun a failed job again, and whoever asked has no answer (cp15).
    case afterReplay
    /// The relay has locked rows and published nothing (cp3).
    case beforePublish
    /// A message is on the wire, its confirm has not been read (cp4).
    case afterPublish
    /// Published and confirmed, the rows not yet deleted (cp5).
    case afterConfirm
    /// The rows are deleted.
    case afterRelay
    /// A message has arrived, its task is not claimed (cp6).
    case beforeClaim
    /// The claim is committed, nothing has run (cp7).
    case afterClaim
    /// An object is stored, the index does not know it (cp8).
    case afterObject
    /// Everything is made, nothing is recorded (cp9).
    case beforeComplete
    /// Inside the transaction that records it, between two of its statements (cp10).
    case duringComplete
    /// Recorded, the relay not told (cp11) and the message not acknowledged (cp12).
    case afterComplete
    /// A dead letter is in the table and still in its queue (cp13).
    case afterKeeping
    /// A task was handed back and its message not acknowledged (cp14).
    case afterHandBack

    /// Whether the gateway passes it, and not a stage's service.
    package var isOfGateway: Bool { [.duringAdmit, .afterAdmit, .afterReplay].contains(self) }

    package static func reached(_ point: CrashPoint) {
        guard let wish = self.wish.withLock({ $0 }), wish.point == point,
            Double.random(in: 0..<1) < wish.probability
        else { return }
        kill(getpid(), SIGKILL)
        // The signal ends the process before this thread runs again, or soon after.
        while true { sleep(1) }
    }

    private static let wish = Mutex<(point: CrashPoint, probability: Double)?>(nil)

    /// - Parameter text: A point's name, or `name-probability`; empty arms nothing.
    /// - Returns: False for a name that no point has, and for a probability outside 0...1.
    @discardableResult
    package static func arm(_ text: String?) -> Bool {
        guard let text, !text.isEmpty else { return true }
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let point = CrashPoint(rawValue: String(parts[0])),
            let probability = parts.count > 1 ? Double(parts[1]) : 1, (0...1).contains(probability)
        else { return false }
        self.wish.withLock { $0 = (point, probability) }
        return true
    }
}
