// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// One fetch from its first address to its page, hop by hop, on the calling thread.
///
/// Redirects are followed here and not by libcurl, so that every hop's address passes ``WebAddress`` like the first.
struct Journey {
    let policy: FetchPolicy
    let admission: Admission
    let maximumBytes: Int
    let accept: String
    let stop: StopFlag

    func run(from first: WebAddress) throws -> FetchedPage {
        do {
            return try self.follow(from: first)
        } catch let failure as JobFailure {
            throw Self.failure(failure, from: first)
        }
    }

    private func follow(from first: WebAddress) throws -> FetchedPage {
        let deadline = ContinuousClock.now + self.policy.timeout
        var headers = [(name: "Accept", value: self.accept)]
        if self.policy.maximumRedirects == 0, let authorization = self.policy.authorization {
            headers.append((name: "Authorization", value: authorization))
        }
        let transfer = try Transfer(
            headers: headers, maximumBytes: self.maximumBytes, admission: self.admission, stop: self.stop)
        var address = first
        for _ in 0...self.policy.maximumRedirects {
            let answer = try transfer.get(address, remaining: deadline - .now)
            switch answer.status {
            case 200..<300: return self.page(of: answer, at: address)
            case 300..<400:
                guard let location = answer.redirect else { fallthrough }
                address = try WebAddress(location, policy: self.policy)
            default: throw JobFailure(.httpStatus, first.url, detail: HTTPStatus.told(answer.status))
            }
        }
        throw JobFailure(
            .tooManyRedirects, first.url,
            detail: Localized(
                ja: "\(self.policy.maximumRedirects)回より多く転送されました",
                en: "more than \(self.policy.maximumRedirects)"))
    }

    /// The person knows the address they gave; the one it led to is the detail.
    private static func failure(_ failure: JobFailure, from first: WebAddress) -> JobFailure {
        guard failure.subject != first.url else { return failure }
        func reason(_ text: String?) -> String { text.map { $0.isEmpty ? "" : ": \($0)" } ?? "" }
        return JobFailure(
            failure.code, first.url,
            detail: Localized(
                ja: "転送先は \(failure.subject)\(reason(failure.japaneseDetail))",
                en: "redirected to \(failure.subject)\(reason(failure.detail))"))
    }

    private func page(of answer: Transfer.Answer, at address: WebAddress) -> FetchedPage {
        let type = answer.contentType.map(MediaType.init(header:))
        return FetchedPage(
            address: address.url, contentType: type?.name, charset: type?.charset, body: answer.body)
    }
}
