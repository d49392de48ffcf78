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
    let entityTag: String
    let lastModified: Date
    let contentType: String

    /// A film of 60 MB at 500 MB/s takes half a second; smaller pieces cost a hop between threads each.
    private static let chunkBytes = 512 * 1_024

    func answer(to request: Request, context: GatewayContext, headers: HTTPFields = [:]) async throws
        -> Response
    {
        var headers = headers
        headers[.eTag] = self.entityTag
        headers[.lastModified] = Self.text(self.lastModified)
        headers[.acceptRanges] = "bytes"
        headers[.cacheControl] = "private, max-age=3600"
        // RFC 9110, section 13.2.2, in its order.
        if let wanted = request.headers[.ifMatch], !self.matches(wanted, isWeakEnough: false) {
            throw Problem(.preconditionFailed, headers: [.eTag: self.entityTag])
        }
        if let known = request.headers[.ifNoneMatch] {
            if self.matches(known, isWeakEnough: true) {
                return Response(status: .notModified, headers: headers)
            }
        } else if request.headers[.ifModifiedSince] == Self.text(self.lastModified) {
            return Response(status: .notModified, headers: headers)
        }
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

    /// Range is defined for GET alone, and If-Range takes it back when the file is not the one the client has begun.
    private func range(of request: Request) -> ByteRange {
        guard request.method == .get else { return .whole }
        if let condition = request.headers[.ifRange],
            condition != self.entityTag, condition != Self.text(self.lastModified)
        {
            return .whole
        }
        return ByteRange(request.headers[.range], size: self.size)
    }

    /// - Parameter isWeakEnough: `W/"x"` stands for `"x"`.
    private func matches(_ header: String, isWeakEnough: Bool) -> Bool {
        header.split(separator: ",").contains { tag in
            let tag = tag.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || tag == self.entityTag || isWeakEnough && tag == "W/" + self.entityTag
        }
    }

    private func body(_ range: ClosedRange<Int>, _ context: GatewayContext) async throws -> ResponseBody {
        try await FileIO().loadFile(
            path: self.path, range: range, context: context, chunkLength: Self.chunkBytes)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    private static func text(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "00" }
        return "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) "
            + "\(parts.year ?? 1970) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
    }
}
