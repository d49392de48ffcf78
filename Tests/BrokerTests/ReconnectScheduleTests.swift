// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite struct `When a broken link is tried again` {
    enum Event: Sendable { case opened, failed, close }

    /// Milliseconds since the start, an event (or none), and what to do then. Jitter is full: the longest wait.
    static let table: [(claim: String, steps: [(ms: Int, event: Event?, action: String)])] = [
        ("it connects at once", [(0, nil, "connect")]),
        ("an open link is served", [(0, .opened, "serve"), (99_000, nil, "serve")]),
        (
            "the first wait is 200 ms",
            [(0, .failed, "wait 200"), (199, nil, "wait 200"), (200, nil, "connect")]
        ),
        (
            "each failure doubles the wait",
            [
                (0, .failed, "wait 200"), (200, nil, "connect"), (200, .failed, "wait 600"),
                (600, nil, "connect"),
                (600, .failed, "wait 1400"), (1400, nil, "connect"),
            ]
        ),
        (
            "a link that broke at once does not start over",
            [
                (0, .failed, "wait 200"), (200, nil, "connect"), (200, .opened, "serve"),
                (300, .failed, "wait 700"),
            ]
        ),
        (
            "one that held ten seconds does",
            [
                (0, .failed, "wait 200"), (200, nil, "connect"), (200, .opened, "serve"),
                (10_200, .failed, "wait 10400"),
            ]
        ),
        ("a failure while it waits changes nothing", [(0, .failed, "wait 200"), (100, .failed, "wait 200")]),
        ("closed is the end", [(0, .close, "end"), (1, .failed, "end"), (2, .opened, "end")]),
        ("closing ends a wait", [(0, .failed, "wait 200"), (1, .close, "end")]),
    ]

    @Test(arguments: table)
    func `is what the table says`(claim: String, steps: [(ms: Int, event: Event?, action: String)]) {
        let start = ContinuousClock.now
        var schedule = ReconnectSchedule()
        for step in steps {
            let now = start + .milliseconds(step.ms)
            switch step.event {
            case .opened: schedule.opened(at: now)
            case .failed: schedule.failed(at: now, jitter: 1)
            case .close: schedule.close()
            case nil: break
            }
            let action =
                switch schedule.next(at: now) {
                case .connect: "connect"
                case .serve: "serve"
                case .end: "end"
                case .wait(let moment): "wait \(Int((moment - start) / .milliseconds(1)))"
                }
            #expect(action == step.action, "\(claim), at \(step.ms) ms")
        }
    }

    @Test func `a wait never grows over its limit, nor below nothing`() {
        var now = ContinuousClock.now
        var schedule = ReconnectSchedule()
        for _ in 0..<100 {
            schedule.failed(at: now, jitter: 7)
            guard case .wait(let moment) = schedule.next(at: now) else { return #expect(Bool(false)) }
            #expect(moment - now <= ReconnectSchedule.longest)
            now = moment
            let action = schedule.next(at: now)
            #expect(action == .connect)
        }
        schedule.failed(at: now, jitter: -1)
        let action = schedule.next(at: now)
        #expect(action == .connect)
    }
}
