// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Operations
internal import Store

/// The same for programs.
extension Administration {
    private static let bodyLimitBytes = 64 << 10

    /// An act as JSON asks for it: members of an object in place of a form's fields.
    func program(_ act: @escaping Act) -> Resource.Handler {
        { request, context in
            var fields = try AdminWish(request, context).fields
            let body = Data(try await request.body.collect(upTo: Self.bodyLimitBytes).readableBytesView)
            if !body.isEmpty {
                let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
                guard type == "application/json" else {
                    throw Problem(.mediaTypeUnsupported, headers: [.acceptPost: "application/json"])
                }
                guard let members = try? JSONDecoder().decode([String: Member].self, from: body) else {
                    throw Problem(.bodyInvalid)
                }
                fields.merge(members.mapValues(\.text)) { $1 }
            }
            let deed = try await act(AdminWish(fields: fields, context))
            return Self.answer(Deed(done: deed.note.rawValue, count: deed.count))
        }
    }

    private struct Deed: Encodable {
        let done: String
        let count: Int?
    }

    /// A text or whole number; null is as an empty field.
    private struct Member: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self.text = ""
            } else if let number = try? container.decode(Int.self) {
                self.text = "\(number)"
            } else {
                self.text = try container.decode(String.self)
            }
        }
    }

    private static func answer(_ value: some Encodable) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Our own values, of texts and numbers that JSON has.
        let bytes = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    @Sendable func tellOverview(_ request: Request, _ context: GatewayContext) async throws -> Response {
        Self.answer(OverviewAnswer(try await self.picture()))
    }

    @Sendable func tellJobs(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = try JobQuery(try AdminWish(request, context))
        let jobs = try await self.queue.jobs(query.filter)
        let (holdUps, urls) = (try await self.holdUps(of: jobs), try await self.urls(of: jobs))
        let answers = jobs.map {
            AdminJobAnswer($0, url: urls[$0.id], hold: holdUps[$0.id]?.reason, request.language)
        }
        let next = jobs.count == query.filter.limit ? jobs.last?.position.text : nil
        return Self.answer(JobsAnswer(jobs: answers, next: next))
    }

    @Sendable func tellJob(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = try AdminWish(request, context).id(or: .jobUnknown)
        guard let job = try await self.queue.explain(id) else { throw Problem(.jobUnknown) }
        return Self.answer(
            HistoryAnswer(
                job: AdminJobAnswer(
                    job.status, url: try await self.desk.url(of: id), hold: job.waitsFor, request.language),
                generation: job.generation, restarts: job.restartCount,
                tasks: job.tasks.map { TaskAnswer($0, request.language) }, barriers: job.barriers,
                outbox: job.outbox, deadLetters: job.deadLetters.map { LetterAnswer($0, request.language) },
                workers: job.workers,
                audit: try await self.queue.audit(target: id.uuidString.lowercased(), limit: 100)))
    }

    @Sendable func tellLetters(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = try LetterQuery(try AdminWish(request, context))
        let letters = try await self.queue.deadLetters(query.filter)
        let next = letters.count == query.filter.limit ? letters.last?.position.text : nil
        return Self.answer(
            LettersAnswer(deadLetters: letters.map { LetterAnswer($0, request.language) }, next: next))
    }

    @Sendable func tellLimits(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (kept, settings) = (try await self.queue.keptLimits(), self.desk.settings)
        return Self.answer(
            LimitsAnswer(
                dailyJobs: .init(configured: settings.dailyJobLimit, kept: kept[.dailyJobs]?.value),
                openJobs: .init(configured: settings.openJobLimit, kept: kept[.openJobs]?.value),
                used: try await self.queue.quotas(), blocked: try await self.queue.blockedNetworks()))
    }
}
