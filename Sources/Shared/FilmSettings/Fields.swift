// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Yams

/// One mapping of the file being read: its typed values, with every mistake reported where it stands.
///
/// A value that is absent or `null` reads as nil, silently. A value of the wrong type or out of range is
/// reported and reads as nil too, so that reading goes on and finds the rest.
struct Fields {
    let mapping: Node.Mapping
    /// Where the mapping is, like `video.bgm`; empty at the root.
    let path: String
    let findings: Findings
    /// Where each key is in ``mapping``; a file of a hundred thousand keys is read as fast as it is long.
    private let places: [String: Node.Mapping.Index]

    init(mapping: Node.Mapping, path: String, findings: Findings) {
        self.mapping = mapping
        self.path = path
        self.findings = findings
        // Yams refuses a key written twice; two keys may still read alike, as 1 and "1" do: the first counts.
        self.places = Dictionary(
            mapping.indices.lazy.compactMap { index in mapping[index].key.scalar.map { ($0.string, index) } },
            uniquingKeysWith: { first, _ in first })
    }

    func path(of key: String) -> String { self.path.isEmpty ? key : "\(self.path).\(key)" }

    /// Where `key` is, or where it is missing.
    func line(of key: String) -> Int? { (self.key(key)?.mark ?? self.mapping.mark)?.line }

    /// - Parameter japanese: What follows the field's name and は.
    func problem(_ key: String, _ message: String, ja japanese: String? = nil) {
        self.findings.problem(self.path(of: key), message, ja: japanese, line: self.line(of: key))
    }

    func warning(_ key: String, _ message: String) {
        self.findings.warning(self.path(of: key), message, line: self.line(of: key))
    }

    /// The value of `key`; nil when absent or null.
    func node(_ key: String) -> Node? {
        guard let value = self.places[key].map({ self.mapping[$0].value }) else { return nil }
        return value.isNothing ? nil : value
    }

    /// Whether `key` is written, even with nothing after it.
    func has(_ key: String) -> Bool { self.key(key) != nil }

    private func key(_ key: String) -> Node? {
        self.places[key].map { self.mapping[$0].key }
    }

    func text(_ key: String, maximumLength: Int = 1000) -> String? {
        guard let node = self.node(key) else { return nil }
        guard let scalar = node.scalar else {
            self.problem(key, "expected text, got \(node.kindName)", ja: "文字列にしてください")
            return nil
        }
        guard scalar.string.count <= maximumLength else {
            self.problem(
                key, "the text has \(scalar.string.count) characters; at most \(maximumLength)",
                ja: "\(maximumLength)文字までです（\(scalar.string.count)文字あります）")
            return nil
        }
        return scalar.string.withoutControlCharacters
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let number = self.number(key, in: Double(range.lowerBound)...Double(range.upperBound)) else {
            return nil
        }
        guard let whole = Int(exactly: number) else {
            self.problem(key, "expected a whole number, got \(number)", ja: "整数にしてください")
            return nil
        }
        return whole
    }

    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let node = self.node(key) else { return nil }
        guard let text = node.scalar?.string, let number = Double(text), number.isFinite else {
            self.problem(key, "expected a number, got \(node.shown)", ja: "数にしてください")
            return nil
        }
        guard range.contains(number) else {
            let bounds = "\(range.lowerBound.shortText) to \(range.upperBound.shortText)"
            self.problem(
                key, "must be \(bounds), got \(number.shortText)",
                ja: "\(range.lowerBound.shortText)〜\(range.upperBound.shortText) の数にしてください")
            return nil
        }
        return number
    }

    func flag(_ key: String) -> Bool? {
        guard let node = self.node(key) else { return nil }
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            self.problem(key, "expected true or false, got \(node.shown)", ja: "true か false にしてください")
            return nil
        }
    }

    /// One of `names`; `kind` is what the message calls it, like "transition type".
    func choice(_ key: String, _ kind: String, of names: [String]) -> String? {
        guard let node = self.node(key) else { return nil }
        let given = node.scalar?.string
        if let name = names.first(where: { $0.lowercased() == given?.lowercased() }) { return name }
        let suggestion = given.flatMap { EditDistance.nearest(to: $0, in: names) }
            .map { ". Did you mean '\($0)'?" }
        let list = names.joined(separator: ", ")
        self.problem(
            key, "Invalid \(kind) \(node.shown). Must be one of: \(list)\(suggestion ?? "")",
            ja: "\(list) のどれかにしてください")
        return nil
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ kind: String) -> Value?
    where Value.RawValue == String {
        self.choice(key, kind, of: Value.allCases.map(\.rawValue)).flatMap(Value.init)
    }

    func fields(_ key: String) -> Fields? {
        guard let node = self.node(key) else { return nil }
        guard let mapping = node.mapping else {
            self.problem(
                key, "expected a mapping of keys to values, got \(node.shown)", ja: "キーと値の組にしてください")
            return nil
        }
        return Fields(mapping: mapping, path: self.path(of: key), findings: self.findings)
    }

    func list(_ key: String) -> [Node]? {
        guard let node = self.node(key) else { return nil }
        guard let sequence = node.sequence else {
            self.problem(key, "expected a list, got \(node.shown)", ja: "リストにしてください")
            return nil
        }
        return Array(sequence)
    }
}

extension Node {
    /// `null`, `~` or nothing at all.
    var isNothing: Bool {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    var kindName: String {
        switch self {
        case .scalar: "a single value"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// The value for a message: short, quoted.
    var shown: String {
        guard case .scalar(let scalar) = self else { return self.kindName }
        let text = scalar.string.withoutControlCharacters
        return text.count <= 40 ? "'\(text)'" : "'\(text.prefix(40))…'"
    }
}

extension Double {
    /// Without a fraction when it has none.
    var shortText: String {
        if let whole = Int(exactly: self) { "\(whole)" } else { "\(self)" }
    }
}

extension String {
    /// Without C0 and C1 controls, which no font draws; line breaks and tabs stay.
    var withoutControlCharacters: String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard self.unicodeScalars.contains(where: isControl) else { return self }
        return String(String.UnicodeScalarView(self.unicodeScalars.filter { !isControl($0) }))
    }
}
