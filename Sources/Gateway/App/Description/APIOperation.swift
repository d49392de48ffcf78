// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes

/// What can be done with one path of the API, told once: the OpenAPI document and the page of the API are made of it.
struct APIOperation: Sendable {
    enum Topic: String, CaseIterable, Sendable { case jobs, films, service, administration }

    let method: HTTPRequest.Method
    /// With its parameters in braces.
    let path: String
    /// Its name in programs that are generated from the document.
    let id: String
    let topic: Topic
    let summary: Localized
    var detail: Localized?
    var parameters: [APIParameter] = []
    var body: APIContent?
    let answers: [APIAnswer]
    /// Why it may be refused.
    var problems: [ProblemKind] = []
    /// What may be wrong with the article or the script.
    var failures: [JobFailure.Code] = []

    /// Whether it wants the administration's token.
    var wantsToken: Bool { self.topic == .administration }

    /// What may be wrong, by the status of the answer.
    var refusals: [(status: HTTPResponse.Status, codes: [String], headers: [APIHeader])] {
        var kinds = Dictionary(grouping: self.problems, by: \.status.code)
        let failures = self.failures.map(\.rawValue)
        if !failures.isEmpty, kinds[422] == nil { kinds[422] = [] }
        return kinds.sorted { $0.key < $1.key }.map { code, kinds in
            let failures = code == 422 ? failures : []
            var headers: [APIHeader] = []
            for var header in kinds.flatMap(\.headers)
            where !headers.contains(where: { $0.name == header.name }) {
                let isOfAll = failures.isEmpty && kinds.allSatisfy { $0.headers.contains(header) }
                header.isAlways = header.isAlways && isOfAll
                headers.append(header)
            }
            return (HTTPResponse.Status(code: code), kinds.map(\.rawValue) + failures, headers)
        }
    }
}

/// What a request may say outside of its body.
struct APIParameter: Hashable, Sendable {
    enum Place: String, Sendable { case path, query, header }

    let place: Place
    let name: String
    let text: Localized
    let schema: JSON
    let example: String
    var isRequired = false
}

/// A header of an answer.
struct APIHeader: Hashable, Sendable {
    let name: String
    let text: Localized
    let schema: JSON
    /// Whether every answer of the kind has it.
    var isAlways = true
}

/// A body.
struct APIContent: Hashable, Sendable {
    let type: String
    let schema: JSON
    var examples: [JSON] = []
}

/// An answer that is no refusal.
struct APIAnswer: Hashable, Sendable {
    let status: HTTPResponse.Status
    let text: Localized
    var headers: [APIHeader] = []
    var content: APIContent?
}

extension ProblemKind {
    /// What its answer has beside the problem.
    var headers: [APIHeader] {
        switch self {
        case .filmNotReady, .jobOpen, .queueFull, .diskShort, .databaseUnavailable, .tooManyStreams:
            [.retryAfter]
        case .dailyLimitReached: [.retryAfter] + APIHeader.rateLimit
        case .loginsLimited: [.retryAfter]
        case .tokenInvalid: [.wwwAuthenticate]
        case .mediaTypeUnsupported: [.acceptPost]
        case .rangeUnsatisfiable: [.contentRange]
        case .preconditionFailed: [.entityTag]
        default: []
        }
    }
}
