// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore

/// An object of the artifact store as an HTTP resource: ranges, conditions, and bytes that are never all in memory.
struct StoredFile {
    let path: String
    let size: Int
    /// The object's own name: its bytes never change under it.
    let entityTag: EntityTag
    let lastModified: HTTPDate
    let contentType: String

    /// A film of 60 MB at 500 MB/s takes half a second; smaller pieces cost a hop between threads each.
    private static let chunkBytes = 512 * 1_024

    func answer(to request: Request, context: GatewayContext, headers: HTTPFields = [:]) async throws
        -> Response
    {
        var headers = headers
        headers[.eTag] = self.entityTag.text
        headers[.lastModified] = self.lastModified.text
        headers[.acceptRanges] = "bytes"
        // An edited script makes another film at the same address: a browser asks each time, and is told by the tag.
        headers[.cacheControl] = "private, no-cache"
        guard self.isWanted(request) else {
            throw Problem(.preconditionFailed, headers: [.eTag: self.entityTag.text])
        }
        guard !self.isKnown(request) else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = self.contentType
        switch self.range(of: request) {
        case .whole:
            let body = try await self.body(0...max(0, self.size - 1), context)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(self.size)"
            return Response(
                status: .partialContent, headers: headers, body: try await self.body(range, context))
        case .unsatisfiable:
            throw Problem(.rangeUnsatisfiable, headers: [.contentRange: "bytes */\(self.size)"])
        }
    }

    /// Whether this is still the file that the client means (RFC 9110, section 13.2.2, steps 1 and 2).
    private func isWanted(_ request: Request) -> Bool {
        if let wanted = request.headers[.ifMatch] {
            return self.entityTag.isNamed(in: wanted, isWeakEnough: false)
        }
        let date = request.headers[.ifUnmodifiedSince].flatMap { HTTPDate($0) }
        return date.map { self.lastModified <= $0 } ?? true
    }

    /// Whether the client has it (steps 3 and 4).
    private func isKnown(_ request: Request) -> Bool {
        if let known = request.headers[.ifNoneMatch] {
            return self.entityTag.isNamed(in: known, isWeakEnough: true)
        }
        let date = request.headers[.ifModifiedSince].flatMap { HTTPDate($0) }
        return date.map { self.lastModified <= $0 } ?? false
    }

    /// Range is defined for GET alone, and If-Range takes it back when the file is not the one the client has begun.
    private func range(of request: Request) -> ByteRange {
        guard request.method == .get else { return .whole }
        if let condition = request.headers[.ifRange], condition != self.entityTag.text,
            HTTPDate(condition) != self.lastModified
        {
            return .whole
        }
        return ByteRange(request.headers[.range], size: self.size)
    }

    private func body(_ range: ClosedRange<Int>, _ context: GatewayContext) async throws -> ResponseBody {
        try await FileIO().loadFile(
            path: self.path, range: range, context: context, chunkLength: Self.chunkBytes)
    }
}
