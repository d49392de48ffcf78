// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

/// Values that more than one part of the file uses, and sizes.
extension Fields {
    /// `#RRGGBB` in upper case, from `#RRGGBB` or `#RGB`.
    func color(_ key: String) -> String? {
        guard self.has(key) else { return nil }
        guard let node = self.node(key) else {
            self.problem(key, "is empty; put a colour in quotes, since # starts a comment: \"#F2A03D\"")
            return nil
        }
        let digits = node.scalar.map { Array($0.string.uppercased()) } ?? []
        guard digits.first == "#", digits.count == 4 || digits.count == 7,
            digits.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit })
        else {
            self.problem(key, "Invalid colour \(node.shown). Expected \"#RRGGBB\" or \"#RGB\"")
            return nil
        }
        let pairs = digits.count == 7 ? digits.dropFirst() : digits.dropFirst().flatMap { [$0, $0] }[...]
        return "#" + String(pairs)
    }

    /// Every value is a seed of its own, so it is read exactly.
    func seed(_ key: String) -> UInt64? {
        guard let node = self.node(key) else { return nil }
        guard let seed = node.scalar.flatMap({ UInt64($0.string) }) else {
            self.problem(key, "expected a whole number from 0 to \(UInt64.max), got \(node.shown)")
            return nil
        }
        return seed
    }

    /// A voice engine; the reference's is replaced by the local one, with a warning.
    func engine(_ key: String) -> Voice.Engine? {
        guard let node = self.node(key) else { return nil }
        let name = node.scalar?.string.lowercased()
        if let engine = name.flatMap(Voice.Engine.init) { return engine }
        let names = Voice.Engine.allCases.map(\.rawValue).joined(separator: ", ")
        self.problem(key, "Unsupported synthesizer engine: \(node.shown). Must be one of: \(names)")
        return nil
    }

    /// `720p`, `1080p` or `WIDTHxHEIGHT`.
    func frameSize(_ key: String) -> FrameSize? {
        guard let node = self.node(key) else { return nil }
        guard let size = node.scalar.flatMap({ FrameSize($0.string) }) else {
            self.problem(
                key, "Invalid size \(node.shown). Expected 720p, 1080p or WIDTHxHEIGHT, \(Self.sizeBounds)")
            return nil
        }
        return size
    }

    /// The reference's `[width, height]`; what ``frameSize(_:)`` reads is accepted too.
    func resolution(_ key: String) -> FrameSize? {
        guard let node = self.node(key) else { return nil }
        guard let sequence = node.sequence else { return self.frameSize(key) }
        let sides = sequence.map { $0.scalar.flatMap { Int($0.string) } }
        guard sides.count == 2, let width = sides[0], let height = sides[1] else {
            self.problem(key, "expected two whole numbers, like [1920, 1080]")
            return nil
        }
        let size = FrameSize(width: width, height: height)
        guard size.isFilmable else {
            self.problem(key, "\(size) cannot be filmed: \(Self.sizeBounds)")
            return nil
        }
        return size
    }

    private static let sizeBounds = "both even, 128 to 4096, at most 4096x2304 pixels in all"
}
