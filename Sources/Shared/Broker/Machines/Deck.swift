// SPDX-License-Identifier: Apache-2.0

/// Slots in order: added at the end, emptied anywhere, dropped from the front. Each operation is O(1), amortised.
struct Deck<Element> {
    private var slots: [Element?] = []
    /// Slots before it were dropped.
    private var start = 0

    var count: Int { self.slots.count - self.start }
    var first: Element? { self.count > 0 ? self.slots[self.start] : nil }

    subscript(index: Int) -> Element? {
        get { self.slots[self.start + index] }
        set { self.slots[self.start + index] = newValue }
    }

    mutating func append(_ element: Element) {
        self.slots.append(element)
    }

    /// Takes the first element, which must not be a gap.
    mutating func popFirst() -> Element? {
        guard let element = self.first else { return nil }
        self.slots[self.start] = nil
        self.dropLeadingGaps()
        return element
    }

    /// - Returns: How many empty slots were dropped from the front.
    @discardableResult
    mutating func dropLeadingGaps() -> Int {
        let before = self.start
        while self.start < self.slots.count, self.slots[self.start] == nil { self.start += 1 }
        let dropped = self.start - before
        if self.start == self.slots.count {
            self.slots.removeAll(keepingCapacity: true)
            self.start = 0
        } else if self.start > 512, self.start * 2 > self.slots.count {
            self.slots.removeFirst(self.start)
            self.start = 0
        }
        return dropped
    }
}
