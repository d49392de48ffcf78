// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation

/// The members of a JSON object that a stranger sent, read one by one; each mistake names its field.
struct JSONFields {
    private let members: [String: JSONValue]

    /// - Throws: ``Problem`` for what is no JSON object, and for a member that is not `known`: a misspelt option that is
    ///   silently left out makes the wrong film.
    init(_ bytes: Data, known: [String]) throws(Problem) {
        // Foundation's parser refuses what is nested more than 512 deep.
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: bytes) else {
            throw Problem(.bodyInvalid)
        }
        for name in members.keys.sorted() where !known.contains(name) {
            let near = EditDistance.nearest(to: name, in: known)
            let shown = String(name.prefix(64))
            throw Problem(
                .requestInvalid, field: shown,
                ja: "\(shown) という項目はありません\(near.map { "。\($0) のことですか" } ?? "")",
                en: "There is no field \(shown)\(near.map { "; did you mean \($0)?" } ?? "")")
        }
        self.members = members
    }

    /// Whether it was sent, be it null.
    func has(_ name: String) -> Bool { self.members[name] != nil }

    /// Nil when it is absent or null.
    func text(_ name: String) throws(Problem) -> String? {
        switch self.members[name] {
        case nil, .null: return nil
        // PostgreSQL's JSON holds no NUL.
        case .text(let text) where !text.utf8.contains(0): return text
        default:
            throw Problem(
                .requestInvalid, field: name, ja: "\(name) は文字列にしてください", en: "\(name) must be a text")
        }
    }

    /// Nil when it is absent or null.
    func texts(_ name: String) throws(Problem) -> [String]? {
        switch self.members[name] {
        case nil, .null: return nil
        case .list(let values):
            let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }
            if texts.count == values.count { return texts }
        default: break
        }
        throw Problem(
            .requestInvalid, field: name, ja: "\(name) は文字列の配列にしてください", en: "\(name) must be a list of texts")
    }

    func integer<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>
    ) throws(Problem) -> Number? {
        switch self.members[name] {
        case nil, .null: return nil
        case .integer(let number):
            if let value = Number(exactly: number), range.contains(value) { return value }
        default: break
        }
        throw Problem(
            .requestInvalid, field: name, ja: "\(name) は \(range.lowerBound)〜\(range.upperBound) の整数にしてください",
            en: "\(name) must be a whole number, \(range.lowerBound) to \(range.upperBound)")
    }
}

/// A JSON value, as far as our requests have any.
private enum JSONValue: Decodable {
    case null, other
    case text(String)
    case integer(Int128)
    case list([JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(Int128(number))
        } else if let number = try? container.decode(UInt64.self) {
            self = .integer(Int128(number))
        } else if let values = try? container.decode([JSONValue].self) {
            self = .list(values)
        } else {
            self = .other
        }
    }
}
