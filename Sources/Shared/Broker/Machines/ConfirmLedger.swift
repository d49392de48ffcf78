// SPDX-License-Identifier: Apache-2.0

/// The publishes of one channel that the broker has not answered yet.
///
/// Delivery tags count from 1 for each channel that confirms. An answer may be `multiple`, may come out of order, and
/// may never come (a full disk can swallow it while heartbeats go on), so each entry has a deadline.
struct ConfirmLedger<Waiter> {
    struct Entry {
        let waiter: Waiter
        let messageID: String
        let deadline: ContinuousClock.Instant
        var returned: (code: Int, reason: String)?
    }

    struct Resolution {
        let waiter: Waiter
        let outcome: PublishOutcome
    }

    /// The oldest tag that may still be open; `entries[0]` has it. Answered entries in the middle are nil.
    private var firstTag: UInt64 = 1
    private var entries: Deck<Entry> = Deck()
    private(set) var openCount = 0
    private var tagsByMessageID: [String: [UInt64]] = [:]

    /// Notes a publish; the next tag of the channel is its own.
    mutating func sent(_ waiter: Waiter, messageID: String, deadline: ContinuousClock.Instant) {
        let tag = self.firstTag + UInt64(self.entries.count)
        self.entries.append(Entry(waiter: waiter, messageID: messageID, deadline: deadline))
        self.tagsByMessageID[messageID, default: []].append(tag)
        self.openCount += 1
    }

    /// basic.return, which comes before the ack of the same publish. A return of nothing we know changes nothing.
    mutating func returned(messageID: String, code: Int, reason: String) {
        for tag in self.tagsByMessageID[messageID] ?? [] {
            let index = Int(tag - self.firstTag)
            guard self.entries[index]?.returned == nil else { continue }
            self.entries[index]?.returned = (code, reason)
            return
        }
    }

    /// basic.ack, or basic.nack where `isPositive` is false. Zero with `multiple` is all that are open.
    /// - Returns: What is decided now, oldest first; nil for a tag that was never sent.
    mutating func answered(tag: UInt64, multiple: Bool, isPositive: Bool) -> [Resolution]? {
        let lastSent = self.firstTag + UInt64(self.entries.count) - 1
        let last = multiple && tag == 0 ? lastSent : tag
        guard last <= lastSent, last > 0 || multiple else { return nil }
        guard last >= self.firstTag else { return [] }
        let lastIndex = Int(last - self.firstTag)
        var resolutions: [Resolution] = []
        for index in (multiple ? 0 : lastIndex)...lastIndex {
            guard let entry = self.take(index) else { continue }
            resolutions.append(Resolution(waiter: entry.waiter, outcome: Self.outcome(entry, isPositive)))
        }
        self.dropAnswered()
        return resolutions
    }

    /// When the oldest open entry is out of time. Entries have deadlines in the order they were sent.
    var nextDeadline: ContinuousClock.Instant? { self.entries.first?.deadline }

    /// The channel is gone: nobody will ever answer.
    mutating func lost(reason: String) -> [Resolution] {
        var resolutions: [Resolution] = []
        for index in 0..<self.entries.count {
            guard let entry = self.take(index) else { continue }
            // A return is an answer already: the message is in no queue.
            let outcome =
                entry.returned.map { PublishOutcome.unroutable(code: $0.code, reason: $0.reason) }
                ?? .unknown(reason: reason)
            resolutions.append(Resolution(waiter: entry.waiter, outcome: outcome))
        }
        self = ConfirmLedger()
        return resolutions
    }

    private static func outcome(_ entry: Entry, _ isPositive: Bool) -> PublishOutcome {
        guard isPositive else { return .nacked }
        return entry.returned.map { .unroutable(code: $0.code, reason: $0.reason) } ?? .confirmed
    }

    private mutating func take(_ index: Int) -> Entry? {
        guard let entry = self.entries[index] else { return nil }
        self.entries[index] = nil
        self.openCount -= 1
        let tag = self.firstTag + UInt64(index)
        self.tagsByMessageID[entry.messageID]?.removeAll { $0 == tag }
        if self.tagsByMessageID[entry.messageID]?.isEmpty == true {
            self.tagsByMessageID[entry.messageID] = nil
        }
        return entry
    }

    private mutating func dropAnswered() {
        self.firstTag += UInt64(self.entries.dropLeadingGaps())
    }
}
