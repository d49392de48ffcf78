// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Begins the detached thread behind an ``OwnerThread``.
enum ThreadStart {
    private final class Context {
        let line: WorkLine
        let name: String

        init(line: WorkLine, name: String) {
            self.line = line
            self.name = name
        }
    }

    static func begin(_ line: WorkLine, name: String, stackBytes: Int) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let stackStatus = pthread_attr_setstacksize(&attributes, stackBytes)
        precondition(
            stackStatus == 0, "OwnerThread \(name): no stack of \(stackBytes) bytes: \(stackStatus).")
        // Retained here once, taken by the thread once.
        let context = Unmanaged.passRetained(Context(line: line, name: name)).toOpaque()
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, { ThreadStart.main($0) }, context)
        precondition(status == 0, "OwnerThread \(name): the system gives no thread: \(status).")
    }

    private static func main(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let pointer else { return nil }
        let context = Unmanaged<Context>.fromOpaque(pointer).takeRetainedValue()
        Self.setName(context.name)
        context.line.runUntilClosed()
        return nil
    }

    /// For tools only, so a system without /proc does without it. The kernel keeps 15 bytes.
    private static func setName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let bytes = Array(name.utf8.prefix(15))
        _ = write(file, bytes, bytes.count)
        close(file)
    }
}
