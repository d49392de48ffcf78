// SPDX-License-Identifier: Apache-2.0

/// What a Range header asks of a file (RFC 9110, section 14).
enum ByteRange: Hashable {
    /// No range, or one that may be ignored: another unit, several ranges, or a wrong text.
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameter size: Of the file, in bytes.
    init(_ header: String?, size: Int) {
        guard let header, let range = Self.read(header) else {
            self = .whole
            return
        }
        switch range {
        case .last(let count):
            self = count == 0 || size == 0 ? .unsatisfiable : .part(size - min(count, size)...size - 1)
        case .from(let first, let last):
            self = first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
        }
    }

    private enum Specification {
        case last(Int)
        case from(Int, to: Int)
    }

    /// Nil for what is no single range of bytes.
    private static func read(_ header: String) -> Specification? {
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: "-", omittingEmptySubsequences: false).map { end in
            end.filter { $0 != " " && $0 != "\t" }
        }
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        // A number too large for us lies behind every file's end.
        let numbers = ends.map { $0.isEmpty ? nil : Int($0) ?? .max }
        switch (numbers[0], numbers[1]) {
        case (nil, let count?): return .last(count)
        case (let first?, nil): return .from(first, to: .max)
        case (let first?, let last?): return first <= last ? .from(first, to: last) : nil
        case (nil, nil): return nil
        }
    }
}
