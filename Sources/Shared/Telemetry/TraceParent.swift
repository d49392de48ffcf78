// SPDX-License-Identifier: Apache-2.0
package import Logging

/// A place in a trace, as W3C Trace Context writes it (www.w3.org/TR/trace-context): what a message's header
/// `traceparent` holds and what ties the log lines of several services together.
package struct TraceParent: Hashable, Sendable {
    /// The name of the header, in HTTP and in AMQP.
    package static let headerName = "traceparent"

    /// 32 lower-case hexadecimal digits, not all zero.
    package let traceID: String
    /// 16 lower-case hexadecimal digits, not all zero.
    package let spanID: String
    package let isSampled: Bool

    /// The first span of a new trace.
    package static func makeRoot(isSampled: Bool = true) -> TraceParent {
        TraceParent(
            traceID: Self.makeDigits() + Self.makeDigits(), spanID: Self.makeDigits(), isSampled: isSampled)
    }

    /// A new span of the same trace.
    package func makeChild() -> TraceParent {
        TraceParent(traceID: self.traceID, spanID: Self.makeDigits(), isSampled: self.isSampled)
    }

    /// 16 digits that are not all zero.
    private static func makeDigits() -> String {
        let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension TraceParent {
    /// Reads a header; nil for anything the recommendation tells a receiver to ignore.
    ///
    /// A version above 00 may carry more behind a hyphen; what is known of it is read.
    package init?(_ header: String) {
        let fields = header.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count >= 4, Self.isHexadecimal(fields[0], count: 2), fields[0] != "ff",
            fields[0] != "00" || fields.count == 4,
            Self.isHexadecimal(fields[1], count: 32), fields[1].contains(where: { $0 != "0" }),
            Self.isHexadecimal(fields[2], count: 16), fields[2].contains(where: { $0 != "0" }),
            Self.isHexadecimal(fields[3], count: 2), let flags = UInt8(fields[3], radix: 16)
        else { return nil }
        self.init(traceID: String(fields[1]), spanID: String(fields[2]), isSampled: flags & 1 == 1)
    }

    private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// For the lines of one span.
    package var logMetadata: Logger.Metadata {
        [LogKey.traceID: "\(self.traceID)", LogKey.spanID: "\(self.spanID)"]
    }
}

extension TraceParent: CustomStringConvertible {
    /// The header, version 00.
    package var description: String {
        "00-\(self.traceID)-\(self.spanID)-\(self.isSampled ? "01" : "00")"
    }
}
