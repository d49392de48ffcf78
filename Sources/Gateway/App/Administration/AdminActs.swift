// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Operations
internal import Store
internal import Worker

/// What was done, and the page that shows it.
struct AdminDeed: Sendable {
    let note: AdminNote
    var path: String
    var count: Int?
}

/// What an operator does. Each leaves its word in the audit.
extension Administration {
    typealias Act = @Sendable (AdminWish) async throws -> AdminDeed
    typealias Show = @Sendable (AdminWish, AdminFrame) async throws -> HTML

    /// A form's handler: does it and shows the page where it can be seen, or the form again with what was wrong.
    func act(_ act: @escaping Act, orShow show: @escaping Show) -> Resource.Handler {
        self.door.page { request, context, visitor in
            let fields = try await self.desk.fields(of: request)
            let wish = AdminWish(fields: fields, context)
            do {
                guard visitor.mayPost(request, token: fields["form"]) else { throw Problem(.formForeign) }
                let deed = try await act(wish)
                let count = deed.count.map { "&count=\($0)" } ?? ""
                return PageDesk.redirect(to: "\(deed.path)?note=\(deed.note.rawValue)\(count)", visitor)
            } catch let problem as Problem where problem.status != .notFound || wish.id == nil {
                var frame = AdminFrame(visitor)
                frame.problem = problem.detail[visitor.language]
                return PageDesk.page(try await show(wish, frame), visitor, status: problem.status)
            }
        }
    }

    private func path(of job: UUID) -> String { "/admin/jobs/\(job.uuidString.lowercased())" }

    @Sendable func cancel(_ wish: AdminWish) async throws -> AdminDeed {
        let job = try wish.id(or: .jobUnknown)
        switch try await self.queue.cancel(job, actor: AdminDoor.actor) {
        case .cancelled, .alreadyFinished(.cancelled):
            return AdminDeed(note: .cancelled, path: self.path(of: job))
        case .stopping(let count):
            return AdminDeed(note: .stopping, path: self.path(of: job), count: count)
        case .alreadyFinished: throw Problem(.jobFinished)
        case .unknown: throw Problem(.jobUnknown)
        }
    }

    @Sendable func cancelClient(_ wish: AdminWish) async throws -> AdminDeed {
        var filter = JobFilter()
        filter.states = [.open]
        filter.client = try wish.text("client")
        filter.limit = 10_000
        let jobs = try await self.queue.jobs(filter)
        for job in jobs { _ = try await self.queue.cancel(job.id, actor: AdminDoor.actor) }
        return AdminDeed(note: .clientCancelled, path: "/admin/jobs", count: jobs.count)
    }

    @Sendable func retry(_ wish: AdminWish) async throws -> AdminDeed {
        let job = try wish.id(or: .jobUnknown)
        let count = try await self.queue.replay(job, actor: AdminDoor.actor)
        guard count > 0 else {
            _ = try await self.desk.status(of: job)
            throw Problem(.jobNotFailed)
        }
        CrashPoint.reached(.afterReplay)
        return AdminDeed(note: .retried, path: self.path(of: job), count: count)
    }

    @Sendable func delete(_ wish: AdminWish) async throws -> AdminDeed {
        switch try await self.queue.deleteJob(try wish.id(or: .jobUnknown), actor: AdminDoor.actor) {
        case .deleted: return AdminDeed(note: .deleted, path: "/admin/jobs")
        case .stillOpen: throw Problem(.jobStillOpen)
        case .unknown: throw Problem(.jobUnknown)
        }
    }

    /// Rows go now; objects that nothing refers to any more go with the services' next round.
    @Sendable func cleanUp(_ wish: AdminWish) async throws -> AdminDeed {
        let count = try await self.queue.expiredCounts(retention: .zero, unusedFor: self.queue.retention)
            .jobCount
        while try await self.queue.deleteExpired(retention: .zero, limit: 500) > 0 {}
        try await self.queue.recordCleanup(
            actor: AdminDoor.actor, detail: ["jobs": "\(count)", "olderThanSeconds": "0"])
        return AdminDeed(note: .cleaned, path: "/admin", count: count)
    }

    @Sendable func kick(_ wish: AdminWish) async throws -> AdminDeed {
        let count = try await self.queue.kickOutbox(actor: AdminDoor.actor)
        return AdminDeed(note: .kicked, path: "/admin", count: count)
    }

    @Sendable func drain(_ wish: AdminWish) async throws -> AdminDeed {
        guard try await self.queue.requestDrain(instance: try wish.text("instance"), actor: AdminDoor.actor)
        else {
            throw Problem(.workerUnknown)
        }
        return AdminDeed(note: .draining, path: "/admin")
    }
}

extension Administration {
    @Sendable func replay(_ wish: AdminWish) async throws -> AdminDeed {
        let letter = try wish.id(or: .letterUnknown)
        guard try await self.queue.deadLetter(letter) != nil else { throw Problem(.letterUnknown) }
        return try await self.replay(self.filters([letter]))
    }

    @Sendable func discard(_ wish: AdminWish) async throws -> AdminDeed {
        try await self.discard(self.filters([try wish.id(or: .letterUnknown)]))
    }

    @Sendable func replayChosen(_ wish: AdminWish) async throws -> AdminDeed {
        try await self.replay(try self.chosen(wish))
    }

    @Sendable func discardChosen(_ wish: AdminWish) async throws -> AdminDeed {
        try await self.discard(try self.chosen(wish))
    }

    private func filters(_ letters: [UUID]) -> [DeadLetterFilter] {
        letters.map { letter in
            var filter = DeadLetterFilter()
            filter.id = letter
            return filter
        }
    }

    /// Boxes are named by their letters; `all` are those that the list's filter has.
    private func chosen(_ wish: AdminWish) throws -> [DeadLetterFilter] {
        if wish.fields["all"] != nil { return [try LetterQuery(wish).filter] }
        let letters = wish.fields.keys.sorted().compactMap { name in
            name.hasPrefix("letter-") ? UUID(uuidString: String(name.dropFirst(7))) : nil
        }
        guard !letters.isEmpty else {
            throw Problem(.requestInvalid, ja: "記録を選んでください。", en: "Choose some letters.")
        }
        return self.filters(letters)
    }

    private func replay(_ filters: [DeadLetterFilter]) async throws -> AdminDeed {
        var report = ReplayReport()
        for filter in filters {
            report.add(
                try await self.queue.replayDeadLetters(filter, limit: 1_000, actor: AdminDoor.actor))
        }
        // Another letter of the same job was dealt with by the first.
        guard !report.jobs.isEmpty else { throw Problem(.jobNotFailed) }
        CrashPoint.reached(.afterReplay)
        return AdminDeed(note: .replayed, path: "/admin/dead", count: report.jobs.count)
    }

    private func discard(_ filters: [DeadLetterFilter]) async throws -> AdminDeed {
        var count = 0
        for filter in filters {
            count += try await self.queue.discardDeadLetters(filter, limit: 1_000, actor: AdminDoor.actor)
                .count
        }
        guard count > 0 else { throw Problem(.letterUnknown) }
        return AdminDeed(note: .discarded, path: "/admin/dead", count: count)
    }
}

extension Administration {
    /// Each limit's field: a number, or nothing for the setting.
    @Sendable func changeLimits(_ wish: AdminWish) async throws -> AdminDeed {
        let kept = try await self.queue.keptLimits()
        var changes: [(KeptLimit, Int?)] = []
        for limit in KeptLimit.allCases where wish.fields[limit.name] != nil {
            let text = wish[limit.name]
            let value = Int(text)
            guard text.isEmpty || value.map({ KeptLimit.values.contains($0) }) == true else {
                throw Problem(
                    .requestInvalid, field: limit.name, ja: "0〜100000の整数を入力するか、空にしてください。",
                    en: "Give a whole number, 0 to 100000, or leave it empty.")
            }
            if value != kept[limit]?.value { changes.append((limit, value)) }
        }
        for (limit, value) in changes { try await self.queue.keep(limit, at: value, actor: AdminDoor.actor) }
        return AdminDeed(note: .limitsChanged, path: "/admin/limits", count: changes.count)
    }

    @Sendable func block(_ wish: AdminWish) async throws -> AdminDeed {
        let reason = try wish.text("reason")
        guard (1...500).contains(reason.count) else {
            throw Problem(
                .requestInvalid, field: "reason", ja: "理由を500字までで入力してください。",
                en: "Give a reason of at most 500 characters.")
        }
        let hours = Int(wish["hours"])
        guard wish["hours"].isEmpty || hours.map({ AdminMember.hours.contains($0) }) == true else {
            throw Problem(
                .requestInvalid, field: "hours", ja: "時間数は1〜87600の整数か、空にしてください。",
                en: "The hours must be a whole number, 1 to 87600, or empty.")
        }
        _ = try await Self.naming {
            try await self.queue.block(
                network: try wish.text("network"), reason: reason, actor: AdminDoor.actor,
                expires: hours.map { .seconds($0 * 3_600) })
        }
        return AdminDeed(note: .blocked, path: "/admin/limits")
    }

    @Sendable func unblock(_ wish: AdminWish) async throws -> AdminDeed {
        let wasBlocked = try await Self.naming {
            try await self.queue.unblock(network: try wish.text("network"), actor: AdminDoor.actor)
        }
        guard wasBlocked else { throw Problem(.networkNotBlocked) }
        return AdminDeed(note: .unblocked, path: "/admin/limits")
    }

    private static func naming<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as StoreError where error.code == .valueInvalid {
            throw Problem(
                .requestInvalid, field: "network",
                ja: "アドレスまたはネットワークを入力してください（例: 198.51.100.0/24、2001:db8::/32）。",
                en: "Give an address or a network, such as 198.51.100.0/24 or 2001:db8::/32.")
        }
    }
}
