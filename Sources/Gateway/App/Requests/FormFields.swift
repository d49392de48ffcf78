// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

extension JobDesk {
    /// What a page's form sent.
    func fields(of request: Request) async throws -> [String: String] {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { throw Problem(.mediaTypeUnsupported) }
        // Percent-encoded Japanese is three times as long as in JSON.
        let body = try await request.body.collect(upTo: self.settings.bodyLimitBytes * 3)
        do {
            return try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: body))
        } catch {
            throw Problem(.bodyInvalid)
        }
    }
}
