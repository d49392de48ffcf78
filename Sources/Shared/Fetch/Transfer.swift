// SPDX-License-Identifier: Apache-2.0
internal import CCurl
internal import Domain
internal import Foundation

/// One libcurl handle: the hops of one fetch, over which it keeps connections and cookies, and nothing after.
final class Transfer {
    struct Answer {
        var status: Int
        var contentType: String?
        var redirect: String?
        var body: Data
    }

    private let handle: UnsafeMutableRawPointer
    private let state: TransferState
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// Set up once a process: since 7.84 libcurl does this safely from any thread.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Parameter headers: Values lose their line breaks.
    init(
        headers: [(name: String, value: String)], maximumBytes: Int, admission: Admission, stop: StopFlag
    ) throws(JobFailure) {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw JobFailure(.internalFailure, "libcurl", detail: "could not be started")
        }
        self.handle = handle
        self.state = TransferState(
            handle: handle, maximumBytes: maximumBytes, admission: admission, stop: stop)
        for (name, value) in headers {
            self.headers = curl_slist_append(self.headers, "\(name): \(value.filter { !$0.isNewline })")
        }
        guard self.configure() else {
            throw JobFailure(.internalFailure, "libcurl", detail: "lacks an option that it must have")
        }
    }

    deinit {
        curl_easy_cleanup(self.handle)
        curl_slist_free_all(self.headers)
    }

    /// - Parameter remaining: What is left of the fetch's time.
    func get(_ address: WebAddress, remaining: Duration) throws -> Answer {
        try self.perform(address, remaining: remaining)
    }

    /// Sends bytes; what comes back is not kept longer than ``get(_:remaining:)`` would.
    func post(_ body: Data, to address: WebAddress, remaining: Duration) throws -> Answer {
        // COPYPOSTFIELDS copies as many bytes as POSTFIELDSIZE says.
        moviegen_curl_set_long(self.handle, CURLOPT_POSTFIELDSIZE, body.count)
        body.withUnsafeBytes {
            _ = moviegen_curl_set_pointer(
                self.handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
        }
        return try self.perform(address, remaining: remaining)
    }

    private func perform(_ address: WebAddress, remaining: Duration) throws -> Answer {
        let milliseconds = Int(remaining / .milliseconds(1))
        guard milliseconds > 0 else { throw JobFailure(.addressTimedOut, address.url) }
        self.state.begin()
        moviegen_curl_set_text(self.handle, CURLOPT_URL, address.url)
        moviegen_curl_set_long(self.handle, CURLOPT_TIMEOUT_MS, milliseconds)
        // A host that does not even accept is given up early, so that its other addresses get their turn.
        moviegen_curl_set_long(self.handle, CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        let code = curl_easy_perform(self.handle)
        if self.state.stop.isRaised { throw CancellationError() }
        switch self.state.ending {
        case .enough: return self.answer()
        case .tooLarge(let limit):
            throw JobFailure(
                .sourceTooLarge, address.url,
                detail: Localized(ja: "\(limit)バイトを超えています", en: "more than \(limit) bytes"))
        case nil: break
        }
        guard code == CURLE_OK else {
            throw Self.failure(for: code, at: address, refusal: self.state.refusal)
        }
        return self.answer()
    }

    private func answer() -> Answer {
        Answer(
            status: self.state.status, contentType: self.text(CURLINFO_CONTENT_TYPE),
            redirect: self.text(CURLINFO_REDIRECT_URL), body: self.state.body)
    }

    private func text(_ info: CURLINFO) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard moviegen_curl_get_text(self.handle, info, &text) == CURLE_OK, let text else { return nil }
        return String(cString: text)
    }

    private static func failure(for code: CURLcode, at address: WebAddress, refusal: Localized?) -> JobFailure
    {
        if let refusal { return JobFailure(.addressRefused, address.url, detail: refusal) }
        let kind: JobFailure.Code =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .addressTimedOut
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .addressInvalid
            case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: .internalFailure
            default: .addressUnreachable
            }
        if let detail = Self.detail(for: code) { return JobFailure(kind, address.url, detail: detail) }
        return JobFailure(kind, address.url, detail: String(cString: curl_easy_strerror(code)))
    }

    /// Nil for what is rare: libcurl has words for it.
    private static func detail(for code: CURLcode) -> Localized? {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: Localized("")
        case CURLE_COULDNT_RESOLVE_HOST: Localized(ja: "その名前のサーバーはありません", en: "no such host")
        case CURLE_COULDNT_CONNECT: Localized(ja: "接続を拒否されました", en: "connection refused")
        case CURLE_PEER_FAILED_VERIFICATION:
            Localized(ja: "証明書を信頼できません", en: "its certificate is not trusted")
        case CURLE_GOT_NOTHING:
            Localized(ja: "応答せずに接続を切られました", en: "it closed the connection without an answer")
        default: nil
        }
    }
}

extension Transfer {
    private func configure() -> Bool {
        let context = Unmanaged.passUnretained(self.state).toOpaque()
        let handle = self.handle
        let results = [
            moviegen_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            moviegen_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            // Through a proxy, the address connected to would be the proxy's, and the proxy would resolve the name:
            // the guard would see neither. So the environment's proxies are not used.
            moviegen_curl_set_text(handle, CURLOPT_PROXY, ""),
            moviegen_curl_set_text(handle, CURLOPT_NOPROXY, "*"),
            moviegen_curl_set_text(handle, CURLOPT_USERAGENT, "Mozilla/5.0 (compatible; MovieGenerator/1.0)"),
            // Empty means every encoding that this libcurl can decode.
            moviegen_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, ""),
            moviegen_curl_set_list(handle, CURLOPT_HTTPHEADER, self.headers),
            // Empty keeps cookies in memory: some sites redirect until the cookie they set comes back.
            moviegen_curl_set_text(handle, CURLOPT_COOKIEFILE, ""),
            moviegen_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1),
            moviegen_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2),
            moviegen_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            // Without it, giving up waits for a resolver that may not answer for a minute.
            moviegen_curl_set_long(handle, CURLOPT_QUICK_EXIT, 1),
            moviegen_curl_set_long(handle, CURLOPT_NOPROGRESS, 0),
            moviegen_curl_set_pointer(handle, CURLOPT_WRITEDATA, context),
            moviegen_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context),
            moviegen_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context),
            moviegen_curl_set_pointer(handle, CURLOPT_HEADERDATA, context),
            moviegen_curl_set_header(handle, receiveHeader),
            moviegen_curl_set_write(handle, receiveBytes),
            moviegen_curl_set_progress(handle, reportProgress),
            moviegen_curl_set_open_socket(handle, openSocket),
        ]
        return results.allSatisfy { $0 == CURLE_OK }
    }
}
