// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Why a request was not done: `application/problem+json` (RFC 9457) with a code that never changes.
struct Problem: Error {
    let code: String
    let status: HTTPResponse.Status
    /// The same for every occurrence.
    let title: Localized
    /// What to tell this one's sender.
    let detail: Localized
    /// The member of the request that is wrong.
    var field: String?
    var headers: HTTPFields = [:]

    init(_ kind: ProblemKind, headers: HTTPFields = [:]) {
        self.code = kind.rawValue
        self.status = kind.status
        self.title = kind.title
        self.detail = kind.detail
        self.headers = headers
    }

    init(_ kind: ProblemKind, field: String? = nil, ja: String, en: String, headers: HTTPFields = [:]) {
        self.code = kind.rawValue
        self.status = kind.status
        self.title = kind.title
        self.detail = Localized(ja: ja, en: en)
        self.field = field
        self.headers = headers
    }

    /// What is wrong with what a job is to be made of.
    init(_ failure: JobFailure, field: String? = nil) {
        self.code = failure.code.rawValue
        self.status = .unprocessableContent
        self.title = ProblemKind.requestInvalid.title
        self.detail = Localized(
            ja: failure.visitorMessage(in: .japanese), en: failure.visitorMessage(in: .english))
        self.field = field
    }

    func response(in language: Language, path: String) -> Response {
        var headers = self.headers
        headers[.contentType] = "application/problem+json; charset=utf-8"
        headers[.contentLanguage] = language.rawValue
        headers[.vary] = "Accept-Language"
        headers[.cacheControl] = "no-store"
        let body = Body(
            type: "urn:moviegen:problem:\(self.code)", title: self.title[language],
            status: self.status.code, detail: self.detail[language], instance: path, code: self.code,
            field: self.field)
        return Response(status: self.status, headers: headers, body: .json(body))
    }

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let instance: String
        let code: String
        let field: String?
    }
}

extension ResponseBody {
    static func json(_ value: some Encodable) -> ResponseBody {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Our own values, of texts and numbers that JSON has.
        let bytes = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }
}
