// SPDX-License-Identifier: Apache-2.0

/// What other sessions `NOTIFY` on some channels, on a connection of its own that comes back when it breaks.
///
/// Ends when the iterating task is cancelled. Nothing is buffered here: what is not read yet waits in the server.
package struct Notifications: AsyncSequence, Sendable {
    package enum Event: Hashable, Sendable {
        /// Listening has begun, or begun again: what was sent before is lost, so look for yourself now.
        case listening
        case notified(DatabaseNotification)
    }

    let endpoint: Endpoint
    let channels: [String]

    package func makeAsyncIterator() -> Iterator {
        Iterator(session: Session(self.endpoint, name: "pg-listen"), channels: self.channels)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let session: Session
        let channels: [String]
        private var isListening = false
        private var failureCount = 0

        init(session: Session, channels: [String]) {
            self.session = session
            self.channels = channels
        }

        /// - Throws: ``StoreError`` for what another attempt will not mend.
        package mutating func next() async throws -> Event? {
            while !Task.isCancelled {
                do {
                    return try await self.attempt()
                } catch let error as StoreError {
                    self.isListening = false
                    switch error.code {
                    case .cancelled: return nil
                    case .connectionLost, .unreachable: await self.backOff()
                    default: throw error
                    }
                }
            }
            return nil
        }

        private mutating func attempt() async throws -> Event {
            let (session, channels) = (self.session, self.channels)
            guard self.isListening else {
                try await session.interruptible { try await session.listen(channels, interrupt: $0) }
                self.isListening = true
                self.failureCount = 0
                return .listening
            }
            return .notified(
                try await session.interruptible { try await session.waitForNotification(interrupt: $0) })
        }

        /// At once the first time, then 0.1 s doubled up to 10 s.
        private mutating func backOff() async {
            self.failureCount += 1
            guard self.failureCount > 1 else { return }
            let milliseconds = Swift.min(10_000, 100 << Swift.min(self.failureCount - 2, 7))
            // Cancelled: the loop sees it.
            try? await Task.sleep(for: .milliseconds(milliseconds))
        }
    }
}

extension Store {
    /// - Parameter channels: Names as given to `NOTIFY`; at most 63 bytes each.
    package func notifications(on channels: String...) -> Notifications {
        Notifications(endpoint: self.endpoint, channels: channels)
    }
}
