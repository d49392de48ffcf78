// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Worker

@Suite(.timeLimit(.minutes(1))) struct `Signals between a service's parts` {
    private static let forever = Duration.seconds(10_000)

    @Test func `a bell that was rung wakes the next who waits, once for many rings`() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait(atMost: Self.forever)
        let clock = ContinuousClock()
        let began = clock.now
        await bell.wait(atMost: .milliseconds(50))
        #expect(clock.now - began >= .milliseconds(40), "The second ring was the first.")
    }

    @Test func `a bell wakes the one who waits already`() async {
        let bell = Bell()
        async let waiting: Void = bell.wait(atMost: Self.forever)
        bell.ring()
        await waiting
    }

    @Test func `a bell that nobody rings lets its waiter go in time, and when cancelled`() async {
        let bell = Bell()
        await bell.wait(atMost: .milliseconds(1))
        let waiter = Task { await bell.wait(atMost: Self.forever) }
        waiter.cancel()
        await waiter.value
    }

    @Test func `every ring of a thousand is heard before or with the last`() async {
        let bell = Bell()
        let ringing = Task { for _ in 0..<1_000 { bell.ring() } }
        for _ in 0..<100 { await bell.wait(atMost: .milliseconds(1)) }
        await ringing.value
    }

    @Test func `the end of the time to drain reaches all who wait, and all who ask later`() async {
        let drain = DrainSignal()
        let waiters = (0..<20).map { _ in Task { await drain.isOver() } }
        drain.end()
        for each in waiters { #expect(await each.value) }
        #expect(await drain.isOver())
        drain.end()
    }

    @Test func `who gives up waiting for the end is let go, and the others wait on`() async {
        let drain = DrainSignal()
        let patient = Task { await drain.isOver() }
        let impatient = Task { await drain.isOver() }
        impatient.cancel()
        #expect(await impatient.value == false)
        drain.end()
        #expect(await patient.value)
    }

    @Test func `a percentage only rises, and stays one`() {
        let percent = Percent()
        #expect(percent.current == 0)
        for (told, expected) in [(-5, 0), (10, 10), (5, 10), (40, 40), (1_000, 100), (99, 100)] {
            percent.raise(to: told)
            #expect(percent.current == expected)
        }
    }

    @Test(arguments: CrashPoint.allCases) func `every crash point can be armed by its name`(point: CrashPoint)
    {
        #expect(CrashPoint.arm("\(point.rawValue)-0"))
        CrashPoint.reached(point)
        CrashPoint.arm("none-0")
    }

    @Test(arguments: ["nowhere", "afterclaim", "-", "afterClaim-x", "afterClaim-2", "afterClaim:1"])
    func `another name or chance is refused`(text: String) {
        #expect(!CrashPoint.arm(text))
    }
}
