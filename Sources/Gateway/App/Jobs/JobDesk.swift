// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Metrics
internal import NIOCore
internal import Store
internal import Telemetry
internal import Worker

/// Takes jobs, tells how they are, cancels them and tries them again.
struct JobDesk: Sendable {
    let settings: GatewaySettings
    let queue: JobQueue
    let admissions: AdmissionLine
    let disk: DiskRoom

    /// A job that was let in.
    struct Taken {
        let job: UUID
        /// What its client is told beside.
        let headers: HTTPFields
        /// Nil for one that was there before.
        let answer: (status: JobStatus, url: String?)?
    }

    /// `POST /api/jobs`: what costs nothing is checked first, then one transaction lets the job in.
    @Sendable func create(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let key = try Self.idempotencyKey(request)
        let taken = try await self.take(
            try await self.body(of: request, type: "application/json"), key: key,
            from: self.client(request, context),
            language: request.language)
        guard let (status, url) = taken.answer else {
            return try await self.answer(taken.job, .accepted, to: request, headers: taken.headers)
        }
        return self.answer(status, url: url, .accepted, to: request, headers: taken.headers)
    }

    /// Lets a job in.
    ///
    /// - Parameter json: As the body of `POST /api/jobs`.
    /// - Throws: ``Problem`` or ``JobFailure`` when it is refused.
    func take(
        _ json: Data, key: String?, from client: ClientAddress?, language: Language
    ) async throws -> Taken {
        let wish = try JobWish(
            json: json, asker: language, house: self.settings.house,
            allowsPrivateAddresses: self.settings.allowsPrivateAddresses)
        guard self.disk.isEnough else { throw Problem(.diskShort, headers: [.retryAfter: "60"]) }
        var admission = try self.admission(of: wish.film, key, client)
        admission.webhook = wish.webhook
        let receipt = try await self.admissions.admit(admission)
        CrashPoint.reached(.afterAdmit)
        let (job, headers) = try self.settle(receipt)
        let url: String? = if case .address(let url) = wish.film.source { url } else { nil }
        return Taken(job: job, headers: headers, answer: receipt.status.map { ($0, url) })
    }

    /// The client, by what the trusted proxies say.
    func client(_ request: Request, _ context: GatewayContext) -> ClientAddress? {
        context.peer.map {
            ClientAddress(peer: $0, headers: request.headers, trusted: self.settings.trustedProxies)
        }
    }

    private static func idempotencyKey(_ request: Request) throws(Problem) -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Problem(.idempotencyKeyInvalid)
        }
        return key
    }

    /// - Parameter type: One that a form of another site's page cannot send without asking first.
    func body(of request: Request, type expected: String) async throws -> Data {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" else {
            throw Problem(
                .mediaTypeUnsupported, ja: "圧縮せずに送ってください。", en: "Send it without a Content-Encoding.",
                headers: [.acceptEncoding: "identity"])
        }
        guard type == expected else {
            throw Problem(
                .mediaTypeUnsupported, ja: "Content-Type: \(expected) で送ってください。",
                en: "Send it as Content-Type: \(expected).",
                headers: [request.method == .post ? .acceptPost : .accept: expected])
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > self.settings.bodyLimitBytes
        {
            throw Problem(.bodyTooLarge)
        }
        return Data(try await request.body.collect(upTo: self.settings.bodyLimitBytes).readableBytesView)
    }

    private func admission(
        of film: FilmRequest, _ key: String?, _ client: ClientAddress?
    ) throws -> AdmissionRequest {
        let network = Self.network(of: client)
        var admission = AdmissionRequest(
            client: network, idempotencyKey: key, request: try TaskResult.json(film), first: NewTask(.script))
        admission.deadline = self.settings.jobDeadline
        admission.quotas = [
            DailyQuota(scope: "network", subject: network, limit: self.settings.dailyJobLimit)
        ]
        admission.address = client.map { "\($0.address)" }
        admission.openJobLimit = self.settings.openJobLimit
        admission.obeysKeptLimits = true
        return admission
    }

    /// A connection that has no address is of this machine: all of them are one client.
    static func network(of client: ClientAddress?) -> String { client.map { "\($0.network)" } ?? "local" }

    private func settle(_ receipt: AdmissionReceipt) throws(Problem) -> (job: UUID, headers: HTTPFields) {
        var headers = Self.rateLimit(receipt)
        let job: UUID
        switch receipt.outcome {
        case .admitted(let new): job = new
        case .existing(let old):
            guard receipt.isSameRequest else { throw Problem(.idempotencyKeyReused) }
            headers[.idempotentReplayed] = "true"
            job = old
        case .quotaSpent(_, let seconds):
            Counter(label: MetricName.quotaDenied).increment()
            headers[.retryAfter] = "\(seconds)"
            let limit = receipt.quotas.first?.limit ?? self.settings.dailyJobLimit
            throw Problem(
                .dailyLimitReached, ja: "1日の利用制限に達しました。明日またお試しください。（上限: \(limit)回）",
                en:
                    "The daily limit of \(limit) is reached. Please try again tomorrow (it begins anew at 00:00 UTC).",
                headers: headers)
        case .blocked: throw Problem(.blocked)
        case .full: throw self.queueFull(limit: receipt.openJobLimit, headers)
        }
        headers[.location] = "/api/jobs/\(job.uuidString.lowercased())"
        return (job, headers)
    }

    func queueFull(limit: Int, _ headers: HTTPFields = [:]) -> Problem {
        var headers = headers
        headers[.retryAfter] = "60"
        return Problem(
            .queueFull, ja: "現在キューが満杯です。しばらく待ってから再度お試しください。（待機中: \(limit)件）",
            en: "The queue is full, with \(limit) jobs. Please try again in a while.", headers: headers)
    }

    private static func rateLimit(_ receipt: AdmissionReceipt) -> HTTPFields {
        guard let quota = receipt.quotas.first else { return [:] }
        return [
            .rateLimitLimit: "\(quota.limit)", .rateLimitRemaining: "\(quota.remainingCount)",
            .rateLimitReset: "\(receipt.secondsToReset)",
        ]
    }
}

extension JobDesk {
    /// `GET /api/jobs/{id}` and `.../status`.
    @Sendable func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await self.answer(try Self.job(context), .ok, to: request)
    }

    /// `DELETE /api/jobs/{id}`: after this nothing more of it begins.
    @Sendable func cancel(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try Self.job(context)
        let isOver = try await self.cancel(job)
        return try await self.answer(job, isOver ? .ok : .accepted, to: request)
    }

    /// - Returns: False while something of it still runs.
    func cancel(_ job: UUID) async throws -> Bool {
        switch try await self.queue.cancel(job, actor: "visitor") {
        case .cancelled, .alreadyFinished(.cancelled): return true
        case .stopping: return false
        case .alreadyFinished: throw Problem(.jobFinished)
        case .unknown: throw Problem(.jobUnknown)
        }
    }

    /// `POST /api/jobs/{id}/retry`: a failed job goes on where it stopped.
    @Sendable func retry(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try Self.job(context)
        try await self.retry(job)
        return try await self.answer(job, .accepted, to: request)
    }

    func retry(_ job: UUID) async throws {
        let row = try await self.queue.store.rows(
            "SELECT generation - edits AS retries FROM jobs WHERE id = \(job)"
        ).first
        guard let row else { throw Problem(.jobUnknown) }
        guard try row.get("retries", as: Int.self) < self.settings.retryLimit else {
            throw Problem(.retriesSpent)
        }
        guard try await self.queue.replay(job, actor: "visitor") > 0 else { throw Problem(.jobNotFailed) }
        CrashPoint.reached(.afterReplay)
    }

    /// The job that a path names.
    ///
    /// - Throws: ``Problem`` for what is no id: nobody can know such a job.
    static func job(_ context: GatewayContext) throws(Problem) -> UUID {
        guard let text = context.parameters.get("id"), text.utf8.count == 36, let job = UUID(uuidString: text)
        else {
            throw Problem(.jobUnknown)
        }
        return job
    }

    /// - Throws: ``Problem`` for an unknown job.
    func status(of job: UUID) async throws -> JobStatus {
        guard let status = try await self.queue.status(of: job) else { throw Problem(.jobUnknown) }
        return status
    }

    /// The address of a job's article; nil for a job from a text or script.
    func url(of job: UUID) async throws -> String? { try await self.queue.articleAddress(of: job) }

    func answer(
        _ job: UUID, _ status: HTTPResponse.Status, to request: Request, headers: HTTPFields = [:]
    ) async throws -> Response {
        self.answer(
            try await self.status(of: job), url: try await self.url(of: job), status, to: request,
            headers: headers)
    }

    private func answer(
        _ job: JobStatus, url: String?, _ status: HTTPResponse.Status, to request: Request,
        headers: HTTPFields
    ) -> Response {
        let language = request.language
        let answer = JobAnswer(job, url: url, language: language)
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.contentLanguage] = language.rawValue
        headers[.vary] = "Accept-Language"
        return Response(status: status, headers: headers, body: .json(answer))
    }
}
