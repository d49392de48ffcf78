// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Lets those in together who come while others are being let in: one transaction, and one write to the disk, for all of
/// them (docs/adr/0007). Whoever comes alone waits for nobody.
package final class AdmissionLine: Sendable {
    private enum Turn {
        /// Take these in, yourself first.
        case lead([Place])
        case settled(Result<AdmissionReceipt, any Error>)
    }

    private struct Place: Sendable {
        let request: AdmissionRequest
        let continuation: CheckedContinuation<Turn, Never>
    }

    private struct State {
        var waiting: [Place] = []
        var laneCount: Int
    }

    private let queue: JobQueue
    private let state: Mutex<State>
    private let waiterLimit: Int

    /// Jobs of one transaction: enough that its own cost is small beside theirs.
    private static let batchLimit = 64
    /// Of their requests.
    private static let batchBytes = 1 << 20

    /// - Parameters:
    ///   - lanes: Transactions at once. One makes the largest batches, and with them the most of a processor.
    ///   - waiterLimit: One more gets `busy`.
    package init(_ queue: JobQueue, lanes: Int = 1, waiterLimit: Int = 2_000) {
        self.queue = queue
        self.state = Mutex(State(laneCount: lanes))
        self.waiterLimit = waiterLimit
    }

    /// Like ``JobQueue/admitWithReceipt(_:)``. Cancelling the caller's task changes nothing: others are in the same
    /// transaction.
    package func admit(_ request: AdmissionRequest) async throws -> AdmissionReceipt {
        let turn = await withCheckedContinuation { self.enter(Place(request: request, continuation: $0)) }
        switch turn {
        case .settled(let result): return try result.get()
        case .lead(let batch):
            // A task of its own, for the leader's cancellation is not the others'.
            let results = await Task { await self.admit(batch.map(\.request)) }.value
            for (place, result) in zip(batch, results).dropFirst() {
                place.continuation.resume(returning: .settled(result))
            }
            self.lead(
                self.state.withLock { state in
                    state.laneCount += 1
                    return Self.nextBatch(&state)
                })
            return try results[0].get()
        }
    }

    private func enter(_ place: Place) {
        let (isFull, batch) = self.state.withLock { state in
            guard state.waiting.count < self.waiterLimit else { return (true, [Place]()) }
            state.waiting.append(place)
            return (false, Self.nextBatch(&state))
        }
        if isFull {
            let error = StoreError(.busy, "\(self.waiterLimit) admissions wait already")
            place.continuation.resume(returning: .settled(.failure(error)))
        }
        self.lead(batch)
    }

    private func lead(_ batch: [Place]) { batch.first?.continuation.resume(returning: .lead(batch)) }

    /// Those who go in now, none while all lanes are taken. The second of two with one key comes later: it shall find the
    /// first one's job.
    private static func nextBatch(_ state: inout State) -> [Place] {
        guard state.laneCount > 0, !state.waiting.isEmpty else { return [] }
        state.laneCount -= 1
        var batch: [Place] = []
        var rest: [Place] = []
        var keys: Set<[String]> = []
        var byteCount = 0
        for place in state.waiting {
            let key = place.request.idempotencyKey.map { [place.request.client, $0] }
            byteCount += place.request.request.utf8.count
            let fits = batch.isEmpty || batch.count < Self.batchLimit && byteCount <= Self.batchBytes
            if fits, key.map({ keys.insert($0).inserted }) ?? true {
                batch.append(place)
            } else {
                rest.append(place)
            }
        }
        state.waiting = rest
        return batch
    }

    private func admit(_ requests: [AdmissionRequest]) async -> [Result<AdmissionReceipt, any Error>] {
        do {
            return try await self.queue.admit(requests).map { .success($0) }
        } catch let error as StoreError where requests.count > 1 && error.isOfOneRequest {
            // The others shall not suffer for it.
            var results: [Result<AdmissionReceipt, any Error>] = []
            for request in requests { results.append(contentsOf: await self.admit([request])) }
            return results
        } catch {
            return requests.map { _ in .failure(error) }
        }
    }
}

extension StoreError {
    /// True when one request of several may be the reason.
    fileprivate var isOfOneRequest: Bool {
        switch self.code {
        case .constraint, .valueInvalid, .rowUnexpected, .server, .timedOut: true
        case .unreachable, .connectionLost, .outcomeUnknown, .cancelled, .lockTimedOut, .conflict, .busy,
            .migrationChanged:
            false
        }
    }
}
