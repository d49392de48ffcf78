// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Yams

/// YAML as its author typed it: parsed without anchors, within limits, with a place for every error.
enum YAMLText {
    /// A script of 50 sections and 10 000 lines stays below it.
    static let maximumBytes = 1 << 20

    /// Why a text is not YAML we read.
    struct Fault: Error {
        var message: String
        var line: Int?
        var column: Int?
    }

    /// The document's root; nil for a text of blanks and comments.
    ///
    /// Nesting is bounded by libyaml (1000 levels).
    /// - Throws: ``Fault`` and nothing else.
    static func parse(_ text: String) throws(Fault) -> Node? {
        guard text.utf8.count <= self.maximumBytes else {
            throw Fault(message: "the file is larger than 1 MiB")
        }
        try self.refuseAliases(in: text)
        let root = try self.compose(text)
        return root?.isNothing == true ? nil : root
    }

    /// Refuses a text that repeats part of itself by alias.
    ///
    /// Ten nested aliases can stand for ten billion values, and Yams hashes the keys of a mapping before we
    /// see them, so the check comes first. It parses a copy in which `&` is a letter that nobody uses: what
    /// was an anchor is then a plain scalar starting with that letter, and what was text stays text.
    private static func refuseAliases(in text: String) throws(Fault) {
        let anchors = self.names(after: "&", in: text)
        guard !anchors.isDisjoint(with: self.names(after: "*", in: text)) else { return }
        let advice = "anchors (&name) and aliases (*name) are not read; write the value out in each place"
        guard let marker = self.unusedScalar(in: text) else { throw Fault(message: advice) }
        let copy: Node?
        do {
            copy = try self.compose(text.replacingOccurrences(of: "&", with: String(marker)))
        } catch {
            throw Fault(message: "\(error.message); \(advice)", line: error.line, column: error.column)
        }
        if let line = copy.flatMap({ self.lineOfAnchor(in: $0, marker: marker) }) {
            throw Fault(message: advice, line: line)
        }
    }

    private static func names(after sign: Character, in text: String) -> Set<Substring> {
        var names: Set<Substring> = []
        for piece in text.split(separator: sign, omittingEmptySubsequences: false).dropFirst() {
            let name = piece.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
            if !name.isEmpty { names.insert(name) }
        }
        return names
    }

    /// A printable scalar that `text` does not contain.
    private static func unusedScalar(in text: String) -> Unicode.Scalar? {
        let used = Set(text.unicodeScalars.lazy.map(\.value).filter { (0xE000...0xF8FF).contains($0) })
        return (UInt32(0xE000)...0xF8FF).first { !used.contains($0) }.flatMap(Unicode.Scalar.init)
    }

    private static func lineOfAnchor(in node: Node, marker: Unicode.Scalar) -> Int? {
        switch node {
        case .scalar(let scalar):
            let startsWithMarker = scalar.style == .plain && scalar.string.unicodeScalars.first == marker
            return startsWithMarker ? scalar.mark?.line ?? 1 : nil
        case .sequence(let sequence):
            return sequence.lazy.compactMap { self.lineOfAnchor(in: $0, marker: marker) }.first
        case .mapping(let mapping):
            return mapping.lazy.compactMap {
                self.lineOfAnchor(in: $0.key, marker: marker)
                    ?? self.lineOfAnchor(in: $0.value, marker: marker)
            }.first
        case .alias:
            return 1
        }
    }

    private static func compose(_ text: String) throws(Fault) -> Node? {
        do {
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw self.fault(of: error, in: text)
        } catch {
            throw Fault(message: "\(error)")
        }
    }

    private static func fault(of error: YamlError, in text: String) -> Fault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Fault(message: problem, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let names, let context):
            let keys = names.map { "'\($0)'" }.joined(separator: ", ")
            return Fault(
                message: "the key \(keys) appears twice", line: context.mark.line, column: context.mark.column
            )
        case .reader(_, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            let column = before.reversed().prefix { !$0.isNewline }.count + 1
            return Fault(
                message: "a control character that YAML does not allow", line: offset == nil ? nil : line,
                column: offset == nil ? nil : column)
        default:
            return Fault(message: "the text could not be read")
        }
    }
}
