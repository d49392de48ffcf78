// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Operations
internal import Store

/// A member of the JSON object that an act takes.
struct AdminMember: Sendable {
    enum Kind: Sendable {
        case text
        /// Null is as an empty field of a form.
        case number(ClosedRange<Int>)
    }

    let name: String
    let kind: Kind

    static let limits = KeptLimit.allCases.map { AdminMember(name: $0.name, kind: .number(KeptLimit.values)) }
    static let block = [
        AdminMember(name: "network", kind: .text), AdminMember(name: "reason", kind: .text),
        AdminMember(name: "hours", kind: .number(Self.hours)),
    ]
    /// Ten years.
    static let hours = 1...87_600

    /// As a form would have sent them; one that is absent stays so.
    ///
    /// - Throws: ``Problem`` for what is no such object.
    static func fields(_ members: [AdminMember], of body: Data) throws(Problem) -> [String: String] {
        let given = try JSONFields(body, known: members.map(\.name))
        var fields: [String: String] = [:]
        for member in members where given.has(member.name) {
            switch member.kind {
            case .text: fields[member.name] = try given.text(member.name) ?? ""
            case .number(let range):
                fields[member.name] = try given.integer(member.name, in: range).map { "\($0)" } ?? ""
            }
        }
        return fields
    }
}
