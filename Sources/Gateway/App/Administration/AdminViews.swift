// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Store
internal import Worker

/// What operators look at.
extension Administration {
    @Sendable func overview(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        try await self.view(self.overviewPage, request, context, visitor)
    }

    @Sendable func jobs(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        let wish = AdminWish(request, context)
        // An id that leads to one job leads there.
        if let range = IDRange(beginning: wish["id"]) {
            let found = try await self.queue.jobs(in: range)
            if found.count == 1 {
                return PageDesk.redirect(to: "/admin/jobs/\(found[0].uuidString.lowercased())", visitor)
            }
        }
        return try await self.view(self.jobsPage, request, context, visitor)
    }

    @Sendable func job(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        try await self.view(self.jobPage, request, context, visitor)
    }

    @Sendable func letters(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        try await self.view(self.lettersPage, request, context, visitor)
    }

    @Sendable func letter(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        try await self.view(
            { wish, frame in
                let id = try wish.id(or: .letterUnknown)
                guard let letter = try await self.queue.deadLetter(id) else { throw Problem(.letterUnknown) }
                return LetterPage(frame: frame, letter: letter).html
            }, request, context, visitor)
    }

    @Sendable func limits(_ request: Request, _ context: GatewayContext, _ visitor: Visitor) async throws
        -> Response
    {
        try await self.view(self.limitsPage, request, context, visitor)
    }

    private func view(
        _ show: Show, _ request: Request, _ context: GatewayContext, _ visitor: Visitor
    ) async throws -> Response {
        let wish = AdminWish(request, context)
        return PageDesk.page(try await show(wish, AdminFrame(visitor, wish)), visitor)
    }
}

extension Administration {
    @Sendable func overviewPage(_ wish: AdminWish, _ frame: AdminFrame) async throws -> HTML {
        OverviewPage(frame: frame, picture: try await self.picture()).html
    }

    func picture() async throws -> AdminPicture {
        async let counts = self.broker.counts()
        return AdminPicture(
            overview: try await self.queue.overview(), queues: try await self.queue.queueDepths(),
            broker: await counts, brokerState: self.outbox.brokerState,
            workers: try await self.queue.workers(),
            stuck: try await self.queue.stuckJobs(idleFor: .seconds(120)),
            freeBytes: self.desk.disk.freeBytes, totalBytes: self.desk.disk.totalBytes,
            floorBytes: self.desk.disk.floorBytes, audit: try await self.queue.audit(limit: 20))
    }

    @Sendable func jobsPage(_ wish: AdminWish, _ frame: AdminFrame) async throws -> HTML {
        let query = try JobQuery(wish)
        let jobs = try await self.queue.jobs(query.filter)
        return JobListPage(
            frame: frame, query: query, jobs: jobs, holdUps: try await self.holdUps(of: jobs),
            urls: try await self.queue.articleAddresses(of: jobs.map(\.id))
        ).html
    }

    func holdUps(of jobs: [JobStatus]) async throws -> [UUID: StuckJob] {
        Dictionary(try await self.queue.holdUps(of: jobs).map { ($0.status.id, $0) }) { first, _ in first }
    }

    @Sendable func jobPage(_ wish: AdminWish, _ frame: AdminFrame) async throws -> HTML {
        let id = try wish.id(or: .jobUnknown)
        guard let job = try await self.queue.explain(id) else { throw Problem(.jobUnknown) }
        return JobHistoryPage(
            frame: frame, job: job, url: try await self.desk.url(of: id),
            audit: try await self.queue.audit(target: id.uuidString.lowercased(), limit: 100)
        ).html
    }

    @Sendable func lettersPage(_ wish: AdminWish, _ frame: AdminFrame) async throws -> HTML {
        let query = try LetterQuery(wish)
        return LetterListPage(
            frame: frame, query: query, letters: try await self.queue.deadLetters(query.filter)
        ).html
    }

    @Sendable func limitsPage(_ wish: AdminWish, _ frame: AdminFrame) async throws -> HTML {
        LimitsPage(
            frame: frame, kept: try await self.queue.keptLimits(),
            blocked: try await self.queue.blockedNetworks(), used: try await self.queue.quotas(limit: 100),
            settings: self.desk.settings, wish: wish
        ).html
    }
}
