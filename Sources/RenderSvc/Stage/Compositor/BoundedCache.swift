// SPDX-License-Identifier: Apache-2.0

/// Keeps the values used last, at most `limit` of them.
struct BoundedCache<Key: Hashable, Value> {
    private let limit: Int
    private var values: [Key: Value] = [:]
    private var order: [Key] = []

    init(limit: Int) { self.limit = limit }

    subscript(key: Key) -> Value? {
        mutating get {
            guard let value = self.values[key] else { return nil }
            self.touch(key)
            return value
        }
        set {
            self.values[key] = newValue
            self.touch(key)
            while self.order.count > self.limit { self.values[self.order.removeFirst()] = nil }
        }
    }

    private mutating func touch(_ key: Key) {
        if let index = self.order.lastIndex(of: key) { self.order.remove(at: index) }
        self.order.append(key)
    }
}
