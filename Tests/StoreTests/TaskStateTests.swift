// SPDX-License-Identifier: Apache-2.0
import Foundation
import Store
import Testing

/// Every state a task may be in, against everything that may happen to it.
@Suite(.migratedDatabase) struct `The states of a task` {
    enum Event: CaseIterable {
        case claim, claimOfOldGeneration, renew, complete, failTransient, failPermanent, handBack
        case giveUp, rescue, cancel, replay
    }

    /// What an event makes of a state, its lease still good; what is not listed changes nothing.
    private static let changes: [TaskState: [Event: TaskState]] = [
        .queued: [.claim: .running, .cancel: .cancelled],
        // A rescue finds the lease still good, and a cancel waits for the worker.
        .running: [.complete: .done, .failTransient: .retryWait, .failPermanent: .dead, .handBack: .queued],
        // Not due yet, so no claim.
        .retryWait: [.cancel: .cancelled],
        .done: [:],
        .dead: [.replay: .queued],
        .cancelled: [:],
    ]

    @Test(arguments: TaskState.allCases, Event.allCases)
    func `an event changes the states it should, and no other`(state: TaskState, event: Event) async throws {
        let fixture = try QueueFixture(sessions: 1)
        let lease = try await Self.bring(to: state, fixture)
        let before = try await fixture.row(lease.task)
        try await Self.send(event, lease, fixture)
        let after = try await fixture.row(lease.task)
        let expected = Self.changes[state]?[event] ?? state
        #expect(try after.get("state") == expected)
        if expected == state {
            #expect(try after.get("attempt", as: Int.self) == before.get("attempt"))
            #expect(try after.get("lease_token", as: Int.self) == before.get("lease_token"))
            #expect(try after.get("generation", as: Int.self) == before.get("generation"))
        }
    }

    /// - Returns: The last lease on the task; an impossible one if it never ran.
    private static func bring(to state: TaskState, _ fixture: QueueFixture) async throws -> Lease {
        let task = try await fixture.admit()
        if state == .queued { return Lease(task: task, token: 0, attempt: 0, attemptLimit: 6, input: "{}") }
        let lease = try await fixture.claim(task)
        switch state {
        case .queued, .running: break
        case .retryWait: _ = try await fixture.queue.fail(lease, transient)
        case .done: _ = try await fixture.queue.complete(lease)
        case .dead: _ = try await fixture.queue.fail(lease, permanent)
        case .cancelled:
            _ = try await fixture.queue.cancel(task.job, actor: "test")
            #expect(try await fixture.queue.giveUp(lease))
        }
        #expect(try await fixture.state(task) == state)
        return lease
    }

    private static func send(_ event: Event, _ lease: Lease, _ fixture: QueueFixture) async throws {
        let (queue, task) = (fixture.queue, lease.task)
        switch event {
        case .claim: _ = try await queue.claim(task, owner: "b")
        case .claimOfOldGeneration:
            let old = TaskReference(job: task.job, stage: task.stage, part: task.part, generation: -1)
            #expect(try await queue.claim(old, owner: "b") == .skipped(.staleGeneration))
        case .renew: _ = try await queue.renew(lease)
        case .complete: _ = try await queue.complete(lease)
        case .failTransient: _ = try await queue.fail(lease, transient)
        case .failPermanent: _ = try await queue.fail(lease, permanent)
        case .handBack: _ = try await queue.handBack(lease)
        case .giveUp: _ = try await queue.giveUp(lease)
        case .rescue: _ = try await queue.rescue()
        case .cancel: _ = try await queue.cancel(task.job, actor: "test")
        case .replay: _ = try await queue.replay(task.job, actor: "test")
        }
    }

    @Test(arguments: [
        (TaskState.done, SkipReason.done), (.dead, .dead), (.cancelled, .cancelled), (.running, .live),
        (.retryWait, .notDue),
    ])
    func `a claim that gets nothing says why`(state: TaskState, reason: SkipReason) async throws {
        let fixture = try QueueFixture(sessions: 1)
        let lease = try await Self.bring(to: state, fixture)
        #expect(try await fixture.queue.claim(lease.task, owner: "b") == .skipped(reason))
    }

    @Test func `a message about a job that nobody knows is skipped`() async throws {
        let fixture = try QueueFixture(sessions: 1)
        let stray = TaskReference(job: UUID(), stage: .script)
        #expect(try await fixture.queue.claim(stray, owner: "a") == .skipped(.unknown))
    }
}
