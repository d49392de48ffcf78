// SPDX-License-Identifier: Apache-2.0

/// The statements a connection has prepared, the least recently used given up first.
struct StatementCache {
    /// A server keeps each one's plan in its session's memory: some tens of kilobytes.
    static let limit = 128

    private var names: [String: (name: String, lastUse: Int)] = [:]
    private var clock = 0

    /// - Returns: The name to use; whether it must be prepared first; the name of one to give up first, if any.
    mutating func name(for key: String) -> (name: String, isNew: Bool, evicted: String?) {
        self.clock += 1
        if let entry = self.names[key] {
            self.names[key] = (entry.name, self.clock)
            return (entry.name, false, nil)
        }
        let evicted = self.names.count >= Self.limit ? self.evictOldest() : nil
        let name = "s\(self.clock)"
        self.names[key] = (name, self.clock)
        return (name, true, evicted)
    }

    mutating func forget(_ key: String) { self.names[key] = nil }

    private mutating func evictOldest() -> String? {
        guard let oldest = self.names.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
        self.names[oldest.key] = nil
        return oldest.value.name
    }
}
