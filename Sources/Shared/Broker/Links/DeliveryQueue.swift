// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// Deliveries between the consumer's thread and their reader.
///
/// Never more than the prefetch of them: the broker sends no more without a settlement, and those of a lost connection
/// are thrown away.
final class DeliveryQueue: Sendable {
    private struct State {
        var waiting = Deck<Delivery>()
        var readers: [UInt64: CheckedContinuation<Delivery?, Never>] = [:]
        var nextReader: UInt64 = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    func add(_ delivery: Delivery) {
        let reader = self.state.withLock { state -> CheckedContinuation<Delivery?, Never>? in
            if let number = state.readers.keys.min() { return state.readers.removeValue(forKey: number) }
            if !state.isFinished { state.waiting.append(delivery) }
            return nil
        }
        reader?.resume(returning: delivery)
    }

    /// Forgets what nobody has taken. What is still settleable goes back to the queue as it is dropped.
    func clear() {
        let dropped = self.state.withLock { state in
            defer { state.waiting = Deck() }
            return state.waiting
        }
        // Dropped outside of the lock: a delivery's end takes the desk's.
        _ = consume dropped
    }

    func finish() {
        let readers = self.state.withLock { state in
            state.isFinished = true
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        self.clear()
        for reader in readers { reader.resume(returning: nil) }
    }

    func next() async -> Delivery? {
        let number = self.state.withLock { state in
            state.nextReader += 1
            return state.nextReader
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                let taken = self.state.withLock { state -> Delivery?? in
                    if let delivery = state.waiting.popFirst() { return .some(delivery) }
                    if state.isFinished || Task.isCancelled { return .some(nil) }
                    state.readers[number] = reader
                    return nil
                }
                if let taken { reader.resume(returning: taken) }
            }
        } onCancel: {
            self.state.withLock { $0.readers.removeValue(forKey: number) }?.resume(returning: nil)
        }
    }
}

/// What a consumer receives. Several tasks may read it; each delivery reaches one of them.
///
/// It ends when the consumer is cancelled or closed, or the reading task is cancelled.
package struct Deliveries: AsyncSequence, Sendable {
    package struct AsyncIterator: AsyncIteratorProtocol {
        let queue: DeliveryQueue

        package mutating func next() async -> Delivery? { await self.queue.next() }
    }

    let queue: DeliveryQueue

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(queue: self.queue) }
}
