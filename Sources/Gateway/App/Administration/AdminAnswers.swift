// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Operations
internal import Store

/// The same for programs.
extension Administration {
    /// An act without a body.
    func program(_ act: @escaping Act) -> Resource.Handler {
        { request, context in
            let wish = AdminWish(request, context)
            return Self.answer(try await act(wish), to: request)
        }
    }

    /// An act as JSON asks for it: members of an object in place of a form's fields.
    func program(_ act: @escaping Act, _ members: [AdminMember]) -> Resource.Handler {
        { request, context in
            let body = try await self.desk.body(of: request, type: "application/json")
            let fields = try AdminMember.fields(members, of: body)
            return Self.answer(try await act(AdminWish(fields: fields, context)), to: request)
        }
    }

    private static func answer(_ deed: AdminDeed, to request: Request) -> Response {
        self.answer(DeedReport(done: deed.note, count: deed.count), to: request)
    }

    private static func answer(_ value: some Encodable, to request: Request) -> Response {
        // Our own values, of texts and numbers that JSON has.
        let bytes = (try? JSONEncoder.ofReports.encode(value)) ?? Data("{}".utf8)
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json; charset=utf-8", .vary: "Accept-Language",
                .contentLanguage: request.language.rawValue,
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    @Sendable func tellOverview(_ request: Request, _ context: GatewayContext) async throws -> Response {
        Self.answer(AdminOverview(try await self.picture()), to: request)
    }

    @Sendable func tellJobs(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = try JobQuery(AdminWish(request, context).choosing(JobQuery.choices))
        let jobs = try await self.queue.jobs(query.filter)
        let holdUps = try await self.holdUps(of: jobs)
        let urls = try await self.queue.articleAddresses(of: jobs.map(\.id))
        let reports = jobs.map { job in
            let hold = holdUps[job.id]
            return JobReport(job, url: urls[job.id], hold: hold?.reason, task: hold?.task, request.language)
        }
        let next = jobs.count == query.filter.limit ? jobs.last?.position.text : nil
        return Self.answer(JobPageReport(jobs: reports, next: next), to: request)
    }

    @Sendable func tellJob(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = try AdminWish(request, context).id(or: .jobUnknown)
        guard let job = try await self.queue.explain(id) else { throw Problem(.jobUnknown) }
        let audit = try await self.queue.audit(target: id.uuidString.lowercased(), limit: 100)
        let url = try await self.desk.url(of: id)
        return Self.answer(JobHistory(job, url: url, audit: audit, request.language), to: request)
    }

    @Sendable func tellLetters(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = try LetterQuery(AdminWish(request, context).choosing(LetterQuery.choices))
        let letters = try await self.queue.deadLetters(query.filter)
        let next = letters.count == query.filter.limit ? letters.last?.position.text : nil
        let reports = letters.map { LetterReport($0, request.language) }
        return Self.answer(LetterPageReport(deadLetters: reports, next: next), to: request)
    }

    @Sendable func tellLetter(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = try AdminWish(request, context).id(or: .letterUnknown)
        guard let letter = try await self.queue.deadLetter(id) else { throw Problem(.letterUnknown) }
        return Self.answer(LetterReport(letter, isWhole: true, request.language), to: request)
    }

    @Sendable func tellLimits(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let settings = self.desk.settings
        let report = LimitsReport(
            dailyJobs: settings.dailyJobLimit, openJobs: settings.openJobLimit,
            kept: try await self.queue.keptLimits(), used: try await self.queue.quotas(),
            blocked: try await self.queue.blockedNetworks())
        return Self.answer(report, to: request)
    }
}
