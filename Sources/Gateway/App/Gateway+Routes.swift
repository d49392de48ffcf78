// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import Store
internal import Telemetry
internal import Worker

extension Gateway {
    static func makeResponder(
        _ resources: [Resource], _ logger: Logger
    ) -> RouterResponder<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.add(middleware: AnswerMiddleware(logger: logger))
        for resource in resources { resource.add(to: router) }
        return router.buildResponder()
    }

    static func makeResources(
        _ desk: JobDesk, _ shelf: FilmShelf, _ events: EventStream, _ health: HealthAnswers,
        _ administration: Administration?
    ) -> [Resource] {
        let pages = PageDesk(desk: desk, shelf: shelf, paces: PaceBook(queue: desk.queue))
        let api = APIDesk(settings: desk.settings)
        return [
            Resource("/", [.get: pages.home]),
            Resource("/jobs/create", [.get: PageDesk.back, .post: pages.create]),
            Resource("/jobs/:id", [.get: pages.job]),
            Resource("/jobs/:id/script", [.get: pages.script, .post: pages.editScript]),
            Resource(
                "/jobs/:id/cancel",
                [.get: PageDesk.back, .post: pages.act { _ = try await desk.cancel($0) }]),
            Resource(
                "/jobs/:id/retry", [.get: PageDesk.back, .post: pages.act { try await desk.retry($0) }]),
            Resource("/api", [.get: api.page]),
            Resource("/openapi.json", [.get: api.document.answer]),
            Resource("/api/jobs", [.post: desk.create]),
            Resource("/api/jobs/:id", [.get: desk.show, .delete: desk.cancel]),
            Resource("/api/jobs/:id/status", [.get: desk.show]),
            Resource("/api/jobs/:id/retry", [.post: desk.retry]),
            Resource("/api/jobs/:id/events", [.get: events.open]),
            Resource("/api/jobs/:id/script", [.get: shelf.script, .put: desk.editScript]),
            Resource("/api/jobs/:id/slides/:number", [.get: shelf.slide]),
            Resource("/api/jobs/:id/chapters.vtt", [.get: shelf.chapters]),
            Resource("/api/jobs/:id/download", [.get: shelf.download]),
            Resource("/api/jobs/:id/bundle", [.get: shelf.bundle]),
            // The reference's, for those who only ask whether something answers.
            Resource("/health", [.get: { _, _ in Self.healthy }]),
            Resource("/livez", [.get: { request, _ in await health.answer(to: request) }]),
            Resource("/readyz", [.get: { request, _ in await health.answer(to: request) }]),
            Resource("/metrics", [.get: Self.metrics(desk, health)]),
        ]
            + PageAsset.all.map { Resource(RouterPath($0.path), [.get: $0.content.answer]) }
            + FilmFile.allCases.map { kind in
                Resource(RouterPath("/api/jobs/:id/\(kind.rawValue)"), [.get: shelf.show(kind)])
            }
            // Without a token there is none: its paths are as unknown as any.
            + (administration?.resources ?? [])
    }

    private static var healthy: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: .json(["status": "healthy"]))
    }

    /// For scrapers on this machine; the health port serves them to others.
    private static func metrics(_ desk: JobDesk, _ health: HealthAnswers) -> Resource.Handler {
        { request, context in
            let isLocal = context.peer.map { $0.isLoopback } ?? true
            guard isLocal, request.headers[.xForwardedFor] == nil else { throw Problem(.routeUnknown) }
            return await health.answer(to: request)
        }
    }

    /// Without the broker jobs are taken all the same: it is told, and is no reason to take this gateway away.
    static func checks(_ queue: JobQueue, _ disk: DiskRoom, _ outbox: OutboxService) -> [ReadinessCheck] {
        [
            ReadinessCheck(name: "database") {
                do {
                    try await queue.store.rows("SELECT value FROM limits LIMIT 0")
                    return .ready()
                } catch {
                    return .notReady("\(error)")
                }
            },
            ReadinessCheck(name: "disk") {
                disk.isEnough ? .ready() : .notReady("\(disk.freeBytes ?? -1) bytes free")
            },
            // Whoever asks: the broker's address and what is wrong with it are for operators.
            ReadinessCheck(name: "broker") { .ready(outbox.isBrokerReached ? "ok" : "away") },
        ]
    }
}
