// SPDX-License-Identifier: Apache-2.0
internal import HTTPTypes
internal import Hummingbird
package import HummingbirdCore
internal import NIOCore

/// What a request about a service's health is told, at the health port or elsewhere.
package struct HealthAnswers: Sendable {
    private let liveness: LimitedCheck
    private let readiness: [LimitedCheck]
    private let metrics: PrometheusRegistry

    package init(
        liveness: @escaping @Sendable () async -> String?, readiness: [ReadinessCheck],
        metrics: PrometheusRegistry, limit: Duration = HealthServer.checkLimit
    ) {
        let live = ReadinessCheck(name: "live") {
            if let reason = await liveness() { .notReady(reason) } else { .ready() }
        }
        self.liveness = LimitedCheck(live, limit: limit)
        self.readiness = readiness.map { LimitedCheck($0, limit: limit) }
        self.metrics = metrics
    }

    package func answer(to request: Request) async -> Response {
        let response =
            switch (request.method, request.uri.path) {
            case (.get, "/health/live"), (.head, "/health/live"), (.get, "/healthz"), (.head, "/healthz"),
                (.get, "/livez"), (.head, "/livez"):
                await self.live()
            case (.get, "/health/ready"), (.head, "/health/ready"), (.get, "/readyz"), (.head, "/readyz"):
                await self.ready()
            case (.get, "/metrics"), (.head, "/metrics"):
                Self.response(
                    .ok, PrometheusText.contentType, body: Array(self.metrics.render().utf8))
            default:
                Self.json(.notFound, #"{"error":"notFound","detail":"There is no such page here"}"#)
            }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func live() async -> Response {
        let result = await self.liveness.result()
        guard !result.isOK else { return Self.json(.ok, #"{"status":"live"}"#) }
        return Self.json(
            .serviceUnavailable, #"{"status":"notLive","reason":\#(Self.quoted(result.detail))}"#)
    }

    private func ready() async -> Response {
        // All at once, so that two slow ones together still take no more than the limit.
        let results = await withTaskGroup(
            of: (Int, ReadinessCheck.Result).self, returning: [Int: ReadinessCheck.Result].self
        ) { group in
            for (index, check) in self.readiness.enumerated() {
                group.addTask { (index, await check.result()) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let isReady = results.values.allSatisfy(\.isOK)
        let entries = self.readiness.enumerated().map { index, check in
            let result = results[index] ?? .notReady("not run")
            let detail = Self.quoted(result.detail)
            return #"{"name":\#(Self.quoted(check.name)),"ok":\#(result.isOK),"detail":\#(detail)}"#
        }
        return Self.json(
            isReady ? .ok : .serviceUnavailable,
            #"{"status":"\#(isReady ? "ready" : "notReady")","checks":[\#(entries.joined(separator: ","))]}"#)
    }

    private static func quoted(_ text: String) -> String {
        var json = JSONText()
        json.append(string: text, limit: 1024)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func json(_ status: HTTPResponse.Status, _ text: String) -> Response {
        self.response(status, "application/json; charset=utf-8", body: Array((text + "\n").utf8))
    }

    /// Asks the client to close: probes do not share connections, and a connection is cut after a while anyway.
    private static func response(
        _ status: HTTPResponse.Status, _ contentType: String, body: [UInt8]
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: contentType, .cacheControl: "no-store", .connection: "close"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
