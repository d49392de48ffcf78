// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// A file descriptor that takes whole lines.
struct LineSink: Sendable {
    static let standardError = LineSink(fileDescriptor: STDERR_FILENO)

    /// Stays open as long as the process logs.
    let fileDescriptor: Int32

    /// Hands the line over in one write(2), which Linux keeps whole: on a file always, on a pipe up to 4096
    /// bytes and in practice whenever there is room. So no lock is held around a call that can block.
    ///
    /// A line that cannot be written is lost: there is no other place to say so.
    func write(_ line: [UInt8]) {
        var rest = line[...]
        var patience = 20
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(self.fileDescriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written < 0, errno == EAGAIN, patience > 0 {
                // Somebody made the terminal non-blocking; its reader gets a second.
                patience -= 1
                var descriptor = pollfd(fd: self.fileDescriptor, events: Int16(POLLOUT), revents: 0)
                poll(&descriptor, 1, 50)
            } else if written == 0 || errno != EINTR {
                return
            }
        }
    }
}
