// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import Store
internal import Worker

/// What operators see and do, behind a token: pages under `/admin`, and the same as JSON under `/api/admin`.
struct Administration: Sendable {
    let desk: JobDesk
    let door: AdminDoor
    let broker: BrokerPicture
    let outbox: OutboxService
    private let events: AdminEvents

    var queue: JobQueue { self.desk.queue }

    init(
        token: AdminToken, desk: JobDesk, newsroom: JobNewsroom, outbox: OutboxService, logger: Logger
    ) {
        self.desk = desk
        self.door = AdminDoor(token: token, desk: desk, logger: logger)
        self.broker = BrokerPicture(outbox: outbox, logger: logger)
        self.outbox = outbox
        self.events = AdminEvents(door: self.door, newsroom: newsroom)
    }

    var resources: [Resource] { self.pageResources + self.programResources }

    private var pageResources: [Resource] {
        [
            Resource("/admin", [.get: self.door.page(self.overview)]),
            Resource("/admin/login", [.get: self.door.show, .post: self.door.logIn]),
            Resource("/admin/logout", [.post: self.door.page(self.door.logOut)]),
            Resource("/admin/events", [.get: self.events.open]),
            Resource("/admin/outbox/kick", [.post: self.act(self.kick, orShow: self.overviewPage)]),
            Resource("/admin/workers/drain", [.post: self.act(self.drain, orShow: self.overviewPage)]),
            Resource("/admin/cleanup", [.post: self.act(self.cleanUp, orShow: self.overviewPage)]),
            Resource("/admin/jobs", [.get: self.door.page(self.jobs)]),
            Resource("/admin/jobs/cancel", [.post: self.act(self.cancelClient, orShow: self.jobsPage)]),
            Resource("/admin/jobs/:id", [.get: self.door.page(self.job)]),
            Resource("/admin/jobs/:id/cancel", [.post: self.act(self.cancel, orShow: self.jobPage)]),
            Resource("/admin/jobs/:id/retry", [.post: self.act(self.retry, orShow: self.jobPage)]),
            Resource("/admin/jobs/:id/delete", [.post: self.act(self.delete, orShow: self.jobPage)]),
            Resource("/admin/dead", [.get: self.door.page(self.letters)]),
            Resource("/admin/dead/replay", [.post: self.act(self.replayChosen, orShow: self.lettersPage)]),
            Resource("/admin/dead/discard", [.post: self.act(self.discardChosen, orShow: self.lettersPage)]),
            Resource("/admin/dead/:id", [.get: self.door.page(self.letter)]),
            Resource("/admin/limits", [.get: self.door.page(self.limits)]),
            Resource("/admin/limits/change", [.post: self.act(self.changeLimits, orShow: self.limitsPage)]),
            Resource("/admin/limits/block", [.post: self.act(self.block, orShow: self.limitsPage)]),
            Resource("/admin/limits/unblock", [.post: self.act(self.unblock, orShow: self.limitsPage)]),
            Resource(
                "/assets/admin.css",
                [.get: FixedContent(AdminAssets.style, type: "text/css; charset=utf-8").answer]),
            Resource(
                "/assets/admin.js",
                [.get: FixedContent(AdminAssets.script, type: "text/javascript; charset=utf-8").answer]),
        ]
    }

    private var programResources: [Resource] {
        [
            Resource("/api/admin/overview", [.get: self.door.bearer(self.tellOverview)]),
            Resource("/api/admin/jobs", [.get: self.door.bearer(self.tellJobs)]),
            Resource(
                "/api/admin/jobs/:id",
                [.get: self.door.bearer(self.tellJob), .delete: self.door.bearer(self.program(self.delete))]),
            Resource("/api/admin/jobs/:id/cancel", [.post: self.door.bearer(self.program(self.cancel))]),
            Resource("/api/admin/jobs/:id/retry", [.post: self.door.bearer(self.program(self.retry))]),
            Resource("/api/admin/dead", [.get: self.door.bearer(self.tellLetters)]),
            Resource("/api/admin/dead/:id", [.get: self.door.bearer(self.tellLetter)]),
            Resource("/api/admin/dead/:id/replay", [.post: self.door.bearer(self.program(self.replay))]),
            Resource("/api/admin/dead/:id/discard", [.post: self.door.bearer(self.program(self.discard))]),
            Resource(
                "/api/admin/limits",
                [
                    .get: self.door.bearer(self.tellLimits),
                    .put: self.door.bearer(self.program(self.changeLimits, AdminMember.limits)),
                ]),
            Resource(
                "/api/admin/blocks",
                [
                    .post: self.door.bearer(self.program(self.block, AdminMember.block)),
                    .delete: self.door.bearer(self.program(self.unblock)),
                ]),
        ]
    }
}

/// What was asked: by a form's fields, a JSON object's members or an address's query.
struct AdminWish: Sendable {
    let fields: [String: String]
    /// The last part of a path that names something.
    let id: String?

    subscript(name: String) -> String {
        (self.fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// - Throws: ``Problem`` of this kind for what is no id: nobody can know such a thing.
    func id(or unknown: ProblemKind) throws(Problem) -> UUID {
        guard let text = self.id, text.utf8.count == 36, let id = UUID(uuidString: text) else {
            throw Problem(unknown)
        }
        return id
    }

    /// As a program asks: an empty choice is a mistake, where a form's is none.
    func choosing(_ names: [String]) throws(Problem) -> AdminWish {
        for name in names where self.fields[name] != nil && self[name].isEmpty {
            throw Problem(.requestInvalid, field: name)
        }
        return self
    }

    /// - Throws: ``Problem`` for what PostgreSQL has no text for.
    func text(_ name: String) throws(Problem) -> String {
        let text = self[name]
        guard !text.utf8.contains(0) else { throw Problem(.requestInvalid, field: name) }
        return text
    }

    /// The query of an address, as a form with GET sends it. What nobody asks for may be anything.
    init(_ request: Request, _ context: GatewayContext) {
        let pairs = (request.uri.query ?? "").split(separator: "&").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding
            }
            guard let name = parts[0], let value = parts.count == 2 ? parts[1] : "" else { return nil }
            return (name, value)
        }
        self.init(fields: Dictionary(pairs) { first, _ in first }, context)
    }

    init(fields: [String: String], _ context: GatewayContext) {
        self.fields = fields
        self.id = context.parameters.get("id")
    }
}
