// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Store
internal import Synchronization
internal import Testing

@testable internal import Worker

@Suite(.timeLimit(.minutes(2))) struct `Tasks that share a process` {
    /// Who runs now, and whether anybody ever ran beside one that must be alone.
    private final class Room: Sendable {
        private struct State {
            var present: [Bool] = []
            var wasDisturbed = false
            var largest = 0
        }

        private let state = Mutex(State())
        var wasDisturbed: Bool { self.state.withLock { $0.wasDisturbed } }
        var largest: Int { self.state.withLock { $0.largest } }

        func stay(alone isAlone: Bool) async throws {
            self.state.withLock { state in
                state.present.append(isAlone)
                state.largest = max(state.largest, state.present.count)
                if state.present.count > 1, state.present.contains(true) { state.wasDisturbed = true }
            }
            for _ in 0..<10 { await Task.yield() }
            self.state.withLock { state in
                if let place = state.present.firstIndex(of: isAlone) { state.present.remove(at: place) }
            }
        }
    }

    @Test func `one that must be alone is, and all have their turn`() async throws {
        let (company, room) = (Company(), Room())
        try await withThrowingDiscardingTaskGroup { group in
            for number in 0..<400 {
                group.addTask {
                    let isAlone = number.isMultiple(of: 7)
                    try await company.join(alone: isAlone) { try await room.stay(alone: isAlone) }
                }
            }
        }
        #expect(!room.wasDisturbed)
        #expect(room.largest > 1, "The others ran side by side.")
    }

    @Test func `one that waits and is cancelled holds up nobody`() async throws {
        let company = Company()
        let mayEnd = DrainSignal()
        let (entered, hasEntered) = AsyncStream<Void>.makeStream()
        let first = Task {
            try await company.join(alone: false) {
                hasEntered.yield()
                _ = await mayEnd.isOver()
            }
        }
        for await _ in entered { break }
        let suspect = Task { try await company.join(alone: true) {} }
        let behind = Task { try await company.join(alone: false) {} }
        suspect.cancel()
        await #expect(throws: CancellationError.self) { try await suspect.value }
        try await behind.value
        mayEnd.end()
        try await first.value
        try await company.join(alone: true) {}
    }
}

@Suite(.pipeline, .timeLimit(.minutes(2))) struct `A task that lost two workers` {
    @Test func `it runs by itself`() async throws {
        let pipeline = try Pipeline.current
        var jobs: [UUID] = []
        for lossCount in [0, 1, 2, 3] {
            let job = try await pipeline.admit()
            try await pipeline.store.rows(
                "UPDATE tasks SET rescue_count = \(lossCount) WHERE job_id = \(job)")
            jobs.append(job)
        }
        let present = Mutex<Set<TaskReference>>([])
        let handler = Handler { context in
            let task = context.lease.task
            let others = present.withLock { present in
                defer { present.insert(task) }
                return present
            }
            defer { _ = present.withLock { $0.remove(task) } }
            if context.lease.lossCount >= 2 {
                #expect(others.isEmpty)
                // Long enough for others to come in, if they could.
                for _ in 0..<20 {
                    try await Task.sleep(for: .milliseconds(10))
                    #expect(present.withLock { $0 } == [task])
                }
            }
            return TaskResult()
        }
        let ends = try await pipeline.withServices(handler, ["script"]) {
            var ends: [JobState] = []
            for job in jobs { ends.append(try await pipeline.end(of: job).state) }
            return ends
        }
        #expect(ends == [.done, .done, .done, .done])
        #expect(handler.begun.count == 4)
    }
}
