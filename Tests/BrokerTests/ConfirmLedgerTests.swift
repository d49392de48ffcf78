// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite struct `The ledger of unconfirmed publishes` {
    enum Event: Sendable {
        case send(String)
        case ack(UInt64, multiple: Bool = false)
        case nack(UInt64, multiple: Bool = false)
        case back(String)
        case lose
    }

    static let lost = PublishOutcome.unknown(reason: "gone")
    static let unroutable = PublishOutcome.unroutable(code: 312, reason: "NO_ROUTE")

    static let table: [(claim: String, events: [Event], outcomes: [String: PublishOutcome])] = [
        ("an ack confirms its publish", [.send("a"), .ack(1)], ["a": .confirmed]),
        ("a nack is a nack", [.send("a"), .nack(1)], ["a": .nacked]),
        (
            "answers may come out of order", [.send("a"), .send("b"), .ack(2), .nack(1)],
            ["a": .nacked, "b": .confirmed]
        ),
        (
            "multiple answers everything up to its tag, once",
            [.send("a"), .send("b"), .send("c"), .ack(2), .ack(3, multiple: true)],
            ["a": .confirmed, "b": .confirmed, "c": .confirmed]
        ),
        (
            "multiple of tag zero is everything", [.send("a"), .send("b"), .nack(0, multiple: true)],
            ["a": .nacked, "b": .nacked]
        ),
        (
            "a returned message is unroutable although acked", [.send("a"), .back("a"), .ack(1)],
            ["a": unroutable]
        ),
        (
            "a return of a message unknown here changes nothing", [.send("a"), .back("z"), .ack(1)],
            ["a": .confirmed]
        ),
        (
            "a return touches only the message with its id",
            [.send("a"), .send("b"), .back("b"), .ack(2, multiple: true)], ["a": .confirmed, "b": unroutable]
        ),
        (
            "a loss leaves the unanswered unknown", [.send("a"), .send("b"), .ack(1), .lose],
            ["a": .confirmed, "b": lost]
        ),
        (
            "a returned message stays unroutable over a loss", [.send("a"), .back("a"), .lose],
            ["a": unroutable]
        ),
        (
            "tags count from one again after a loss", [.send("a"), .lose, .send("b"), .ack(1)],
            ["a": lost, "b": .confirmed]
        ),
        ("an answer that comes twice resolves nothing", [.send("a"), .ack(1), .ack(1)], ["a": .confirmed]),
        ("an unanswered publish stays open", [.send("a"), .send("b"), .ack(2)], ["b": .confirmed]),
    ]

    @Test(arguments: table)
    func `each publish ends once, as the table says`(
        claim: String, events: [Event], outcomes: [String: PublishOutcome]
    ) throws {
        var ledger = ConfirmLedger<String>()
        var seen: [String: PublishOutcome] = [:]
        var sentCount = 0
        for event in events {
            let answer: [ConfirmLedger<String>.Resolution]?
            switch event {
            case .send(let id):
                ledger.sent(id, messageID: id, deadline: .now)
                sentCount += 1
                answer = []
            case .ack(let tag, let multiple):
                answer = ledger.answered(tag: tag, multiple: multiple, isPositive: true)
            case .nack(let tag, let multiple):
                answer = ledger.answered(tag: tag, multiple: multiple, isPositive: false)
            case .back(let id):
                ledger.returned(messageID: id, code: 312, reason: "NO_ROUTE")
                answer = []
            case .lose: answer = ledger.lost(reason: "gone")
            }
            for each in try #require(answer) {
                #expect(
                    seen.updateValue(each.outcome, forKey: each.waiter) == nil,
                    "\(claim): \(each.waiter) ended twice")
            }
        }
        #expect(seen == outcomes, "\(claim)")
        #expect(ledger.openCount == sentCount - seen.count, "\(claim)")
    }

    @Test func `an answer to what was never sent is told from one that is late`() {
        var ledger = ConfirmLedger<Int>()
        let early: [ConfirmLedger<Int>.Resolution]? = ledger.answered(
            tag: 1, multiple: false, isPositive: true)
        ledger.sent(0, messageID: "a", deadline: .now)
        let beyond = ledger.answered(tag: 2, multiple: true, isPositive: true)
        let zero = ledger.answered(tag: 0, multiple: false, isPositive: true)
        let right = ledger.answered(tag: 1, multiple: false, isPositive: true)
        let late = ledger.answered(tag: 1, multiple: false, isPositive: true)
        #expect(early?.count == nil && beyond?.count == nil && zero?.count == nil)
        #expect(right?.count == 1 && late?.isEmpty == true)
    }

    @Test func `the next deadline is that of the oldest that is open`() {
        let start = ContinuousClock.now
        var ledger = ConfirmLedger<Int>()
        #expect(ledger.nextDeadline == nil)
        for second in 1...3 {
            ledger.sent(second, messageID: "\(second)", deadline: start + .seconds(second))
        }
        #expect(ledger.nextDeadline == start + .seconds(1))
        _ = ledger.answered(tag: 2, multiple: false, isPositive: true)
        _ = ledger.answered(tag: 1, multiple: false, isPositive: true)
        #expect(ledger.nextDeadline == start + .seconds(3))
    }

    @Test func `a long life with a full window keeps every tag right`() {
        var ledger = ConfirmLedger<UInt64>()
        var random = SystemRandomNumberGenerator()
        var open: [UInt64] = []
        for tag in UInt64(1)...20_000 {
            ledger.sent(tag, messageID: "\(tag % 7)", deadline: .now)
            open.append(tag)
            guard open.count > 100 else { continue }
            let chosen = open.remove(at: Int.random(in: 0..<open.count, using: &random))
            let resolved = ledger.answered(tag: chosen, multiple: false, isPositive: true)
            #expect(resolved?.map(\.waiter) == [chosen])
        }
        let lost = ledger.lost(reason: "").map(\.waiter)
        #expect(lost == open)
    }
}
