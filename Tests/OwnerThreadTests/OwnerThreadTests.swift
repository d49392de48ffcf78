// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import OwnerThread
internal import Testing

private actor Tally {
    private let thread: OwnerThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }
    private var count = 0

    init(on thread: OwnerThread) { self.thread = thread }

    func add() -> Bool {
        self.count += 1
        return self.thread.isCurrent
    }

    func total() -> Int { self.count }
}

/// Goes down the stack until it is `bytes` deep; a stack that is smaller ends the process.
///
/// In steps of 16 KiB: ThreadSanitizer keeps 65 536 calls and overwrites its own memory after those.
@inline(never)
private func descend(from top: UInt, to bytes: UInt) -> UInt {
    var step = InlineArray<2048, UInt64>(repeating: 1)
    let depth = withUnsafePointer(to: &step) { top - UInt(bitPattern: $0) }
    return depth >= bytes ? depth : max(depth, descend(from: top, to: bytes))
}

@Suite struct `A thread that owns something` {
    @Test func `an actor on it runs there and nowhere else`() async {
        let thread = OwnerThread(name: "tally")
        let tally = Tally(on: thread)
        let places = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await tally.add() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(places.allSatisfy { $0 })
        #expect(await tally.total() == 1000)
        #expect(!thread.isCurrent)
    }

    @Test func `its stack is as large as asked and its name is cut to what the kernel keeps`() async throws {
        let thread = OwnerThread(name: "a-name-longer-than-fifteen", stackBytes: 64 << 20)
        let (reachedBytes, name) = try await thread.run {
            var marker: UInt8 = 0
            let top = withUnsafePointer(to: &marker) { UInt(bitPattern: $0) }
            let comm = try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
            return (descend(from: top, to: 48 << 20), comm)
        }
        #expect(reachedBytes >= 48 << 20)
        #expect(name == "a-name-longer-t\n")
    }

    @Test func `stopping runs what is queued, and only then ends`() async {
        let thread = OwnerThread(name: "stops")
        let tally = Tally(on: thread)
        let added = Task { await tally.add() }
        _ = await added.value
        thread.stop()
        thread.stop()
        await thread.waitUntilStopped()
        await thread.waitUntilStopped()
        #expect(!thread.isCurrent)
    }

    @Test func `an error of the work reaches who waits for it`() async {
        struct Refused: Error {}
        let thread = OwnerThread(name: "throws")
        await #expect(throws: Refused.self) { try await thread.run { throw Refused() } }
    }
}
