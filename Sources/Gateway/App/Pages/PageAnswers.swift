// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

extension PageDesk {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func page(_ html: HTML, _ visitor: Visitor, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .contentLanguage: visitor.language.rawValue,
            .contentSecurityPolicy: self.policy,
        ]
        for cookie in visitor.newCookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html.text)))
    }

    static func redirect(to path: String, _ visitor: Visitor) -> Response {
        var headers: HTTPFields = [.location: path]
        for cookie in visitor.newCookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    /// A page about what went wrong, for a browser that asked for a page.
    static func page(of problem: Problem, _ request: Request) -> Response {
        let visitor = Visitor(request)
        // What passes by itself is asked for again; not a form, whose fields a reload would not send.
        let mayPass = problem.status == .serviceUnavailable && [.get, .head].contains(request.method)
        let page = ErrorPage(problem: problem, language: visitor.language, retrySeconds: mayPass ? 10 : nil)
        var response = self.page(page.html, visitor, status: problem.status)
        response.headers.append(contentsOf: problem.headers)
        return response
    }
}

/// What went wrong, in a sentence, and the way back.
private struct ErrorPage: PagePart {
    let problem: Problem
    let language: Language
    /// After which the browser asks again.
    let retrySeconds: Int?

    var html: HTML {
        let title = self.problem.title[self.language]
        let frame = PageFrame(
            title: "\(title) - \(self.problem.status.code)", language: self.language, path: "/",
            reloadSeconds: self.retrySeconds)
        let again =
            self.retrySeconds.map {
                self.say(" \($0)秒ごとに自動で読み込み直します。", " This page loads again every \($0) seconds.")
            } ?? ""
        return frame.page(
            """
            <h1>\(title)</h1><p>\(self.problem.detail[self.language])\(again)</p>
            <div class="buttons"><a class="button quiet" href="/">\(self.say("トップページに戻る", "Back to the first page"))</a></div>
            <p class="hint">\(self.say("エラー", "Error")) \(Int(self.problem.status.code))</p>
            """)
    }
}
