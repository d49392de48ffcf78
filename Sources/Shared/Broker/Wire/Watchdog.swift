// SPDX-License-Identifier: Apache-2.0
internal import Glibc
internal import OwnerThread
internal import Synchronization

/// Ends C calls that hang.
///
/// `amqp_basic_publish` of librabbitmq 0.11 has no time limit and can wait for ever on a frozen peer. Shutting the
/// socket down from another thread makes it return. That is done on a duplicate of the descriptor, since the library
/// closes its own on some errors and the number may be another file's by then.
final class Watchdog: Sendable {
    static let shared = Watchdog()
    private static let interval = Duration.milliseconds(250)

    private let watched = Mutex<[ObjectIdentifier: Watch]>([:])
    private let wake = EventFlag()
    private let thread = OwnerThread(name: "amqp-watchdog", stackBytes: 256 << 10)

    private init() {
        self.thread.perform { [self] in self.patrol() }
    }

    func add(_ watch: Watch) {
        self.watched.withLock { $0[ObjectIdentifier(watch)] = watch }
        self.wake.raise()
    }

    func remove(_ watch: Watch) {
        _ = self.watched.withLock { $0.removeValue(forKey: ObjectIdentifier(watch)) }
    }

    /// For the process's whole life; sleeps without a time limit while nothing is watched.
    private func patrol() -> Never {
        while true {
            let watches = self.watched.withLock { Array($0.values) }
            for watch in watches { watch.endIfOver() }
            self.wake.wait(until: watches.isEmpty ? nil : ContinuousClock.now + Self.interval)
        }
    }
}

/// One connection as the watchdog sees it. The owner's thread enters and leaves; the watchdog's only reads.
final class Watch: Sendable {
    enum Call: UInt8, Sendable {
        case none, open, login, topology, read, publish, settle, close

        /// Calls with a time limit of their own in the library get somewhat more than it.
        var limit: Duration {
            switch self {
            case .open, .login: .seconds(65)
            case .topology: .seconds(12)
            case .none, .read, .publish, .settle, .close: .seconds(10)
            }
        }
    }

    /// A duplicate of the socket; -1 when there is none.
    private let descriptor = Mutex<Int32>(-1)
    private let call = Atomic<UInt8>(0)
    /// CLOCK_MONOTONIC nanoseconds at which the call was entered; 0 outside of calls.
    private let entered = Atomic<UInt64>(0)
    private let hung = Atomic<UInt8>(0)

    /// Keeps a duplicate of `descriptor`.
    func adopt(_ descriptor: Int32) {
        self.descriptor.withLock { held in
            if held >= 0 { Glibc.close(held) }
            held = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        }
    }

    deinit {
        let held = self.descriptor.withLock { $0 }
        if held >= 0 { Glibc.close(held) }
    }

    @inline(__always)
    func during<Value>(_ call: Call, _ body: () -> Value) -> Value {
        self.call.store(call.rawValue, ordering: .relaxed)
        self.entered.store(Self.now(), ordering: .releasing)
        defer { self.entered.store(0, ordering: .releasing) }
        return body()
    }

    /// The call that was ended for hanging, if one was.
    var hungCall: Call? {
        let value = self.hung.load(ordering: .acquiring)
        return value == 0 ? nil : Call(rawValue: value)
    }

    func endIfOver() {
        let entered = self.entered.load(ordering: .acquiring)
        let now = Self.now()
        let call = Call(rawValue: self.call.load(ordering: .relaxed)) ?? .none
        guard entered > 0, now > entered, Duration.nanoseconds(now - entered) > call.limit else { return }
        self.hung.store(call.rawValue, ordering: .releasing)
        self.descriptor.withLock { held in
            if held >= 0 { shutdown(held, Int32(SHUT_RDWR)) }
        }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
