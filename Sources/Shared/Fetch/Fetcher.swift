// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation
internal import Synchronization

/// Gets pages over HTTP, only from where ``FetchPolicy`` allows.
///
/// A fetch occupies one thread of its own for as long as it runs, since libcurl blocks; how many run at once is for
/// the caller to bound. Nothing is kept between fetches: no cookie, no connection, no credential.
package struct Fetcher: Sendable {
    private let policy: FetchPolicy
    private let admission: Admission

    package init(policy: FetchPolicy) {
        self.init(policy: policy, admission: policy.allowsPrivateAddresses ? .anywhere : .publicOnly)
    }

    /// - Parameter admission: Judges each address connected to, in place of the policy's own rule.
    package init(policy: FetchPolicy, admission: Admission) {
        self.policy = policy
        self.admission = admission
    }

    /// Gets a page, following redirects.
    ///
    /// - Parameters:
    ///   - maximumBytes: The largest body accepted, counted after decompression.
    ///   - accept: The Accept header's value.
    /// - Throws: `JobFailure` of a reading code, or `CancellationError` within about a second of being cancelled.
    package func get(_ address: String, maximumBytes: Int, accept: String) async throws -> FetchedPage {
        let first = try WebAddress(address, policy: self.policy)
        let (policy, admission) = (self.policy, self.admission)
        return try await Self.onOwnThread { stop in
            try Journey(
                policy: policy, admission: admission, maximumBytes: maximumBytes, accept: accept, stop: stop
            ).run(from: first)
        }
    }

    /// Sends bytes; a redirect is an answer, and nothing is sent on.
    ///
    /// - Returns: The answer's status.
    /// - Throws: As ``get(_:maximumBytes:accept:)``, but not for a status.
    package func post(_ address: String, body: Data, headers: [(name: String, value: String)]) async throws
        -> Int
    {
        try await self.ask(address, body: body, headers: headers, maximumBytes: Self.answerLimit).status
    }

    /// Sends bytes, and hands over what is answered, whatever its status; a redirect is an answer too.
    ///
    /// - Throws: As ``get(_:maximumBytes:accept:)``, but not for a status.
    package func ask(
        _ address: String, body: Data, headers: [(name: String, value: String)], maximumBytes: Int
    ) async throws -> (status: Int, body: Data) {
        let address = try WebAddress(address, policy: self.policy)
        let (policy, admission) = (self.policy, self.admission)
        return try await Self.onOwnThread { stop in
            let transfer = try Transfer(
                headers: headers, maximumBytes: maximumBytes, admission: admission, stop: stop)
            let answer = try transfer.post(body, to: address, remaining: policy.timeout)
            return (answer.status, answer.body)
        }
    }

    /// Of an answer whose body nobody reads.
    private static let answerLimit = 1 << 20

    private static func onOwnThread<Value: Sendable>(
        _ work: @escaping @Sendable (StopFlag) throws -> Value
    ) async throws -> Value {
        let stop = StopFlag()
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                OwnThread.run(named: "fetch") { continuation.resume(with: Result { try work(stop) }) }
            }
        } onCancel: {
            stop.raise()
        }
    }
}

/// Judges the address and port of a connection about to be made; the reason it must not be, or nil.
package struct Admission: Sendable {
    let refusal: @Sendable (_ address: [UInt8], _ port: Int) -> Localized?

    package init(_ refusal: @escaping @Sendable (_ address: [UInt8], _ port: Int) -> Localized?) {
        self.refusal = refusal
    }

    package static let anywhere = Admission { _, _ in nil }
    package static let publicOnly = Admission { address, port in
        AddressGuard.refusal(of: address)?.text ?? PortGuard.refusal(of: port)
    }
}

/// Raised by a cancelled task, read by the thread that works for it.
final class StopFlag: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { self.raised.load(ordering: .relaxed) }

    func raise() { self.raised.store(true, ordering: .relaxed) }
}
