// SPDX-License-Identifier: Apache-2.0
internal import Synchronization

/// How a publisher or consumer stands with the broker.
package enum LinkStatus: Hashable, Sendable {
    case connecting
    case open(serverVersion: String)
    /// RabbitMQ takes no publishes: its memory or disk is short.
    case blocked(reason: String)
    /// The queue was deleted or lost its leader; it is subscribed to again soon.
    case unsubscribed
    /// Tried again soon.
    case down(BrokerError)
    case closed

    package var isOpen: Bool { if case .open = self { true } else { false } }
}

/// The newest status, and who wants to hear of changes.
final class StatusBoard: Sendable {
    private struct State {
        var status = LinkStatus.connecting
        var listeners: [Int: AsyncStream<LinkStatus>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())

    var status: LinkStatus { self.state.withLock { $0.status } }

    func set(_ status: LinkStatus) {
        let listeners = self.state.withLock { state -> [AsyncStream<LinkStatus>.Continuation] in
            guard state.status != status else { return [] }
            state.status = status
            return Array(state.listeners.values)
        }
        for listener in listeners {
            listener.yield(status)
            if status == .closed { listener.finish() }
        }
    }

    /// Begins with the present status. A slow listener misses the oldest of more than 64 changes.
    func changes() -> AsyncStream<LinkStatus> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: LinkStatus.self, bufferingPolicy: .bufferingNewest(64))
        self.state.withLock { state in
            continuation.yield(state.status)
            guard state.status != .closed else { return continuation.finish() }
            let number = state.nextListener
            state.nextListener += 1
            state.listeners[number] = continuation
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.listeners.removeValue(forKey: number) }
            }
        }
        return stream
    }
}
