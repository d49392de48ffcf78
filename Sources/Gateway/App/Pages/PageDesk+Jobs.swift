// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Store

extension PageDesk {
    /// `GET /jobs/{id}`
    @Sendable func job(_ request: Request, _ context: GatewayContext) async throws -> Response {
        try await self.job(try JobDesk.job(context), Visitor(request), problem: nil)
    }

    /// `POST /jobs/{id}/cancel` and `POST /jobs/{id}/retry`
    func act(_ action: @escaping @Sendable (UUID) async throws -> Void) -> Resource.Handler {
        { request, context in
            let (job, visitor) = (try JobDesk.job(context), Visitor(request))
            let fields = try await self.desk.fields(of: request)
            do {
                guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
                try await action(job)
            } catch let problem as Problem where problem.status != .notFound {
                return try await self.job(job, visitor, problem: problem)
            }
            return Self.redirect(to: "/jobs/\(job.uuidString.lowercased())", visitor)
        }
    }

    private func job(_ job: UUID, _ visitor: Visitor, problem: Problem?) async throws -> Response {
        let status = try await self.desk.status(of: job)
        var page = JobPage(
            status: status, url: try await self.desk.url(of: job), language: visitor.language,
            formToken: visitor.formToken, problem: problem?.detail[visitor.language])
        page.story = try await self.shelf.story(of: status)
        if status.state == .open {
            page.stages = try await self.desk.queue.stageCounts(of: job)
            page.remainingSeconds = try await self.remainingSeconds(status, page.stages)
        }
        return Self.page(page.html, visitor, status: problem?.status ?? .ok)
    }

    /// Nil for one that waits behind others: nobody knows how long those will be. And for an edited one, of which nobody
    /// knows how much there is to do.
    private func remainingSeconds(_ status: JobStatus, _ stages: StageCounts) async throws -> Double? {
        guard !status.isCancelRequested, status.queuePosition ?? 1 == 1, status.begunAt == status.createdAt
        else { return nil }
        return RemainingTime.seconds(stages, try await self.paces.pace())
    }
}
