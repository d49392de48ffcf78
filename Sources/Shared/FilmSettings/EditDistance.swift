// SPDX-License-Identifier: Apache-2.0

/// Finds the name somebody probably meant.
package enum EditDistance {
    /// The candidate nearest to `name`, if it is near enough to be a slip: a third of its length, at least
    /// one.
    package static func nearest(to name: String, in candidates: [String]) -> String? {
        guard name.count <= 64 else { return nil }
        let nearest = candidates.map {
            (name: $0, distance: self.between(name.lowercased(), $0.lowercased()))
        }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let nearest, nearest.distance <= max(1, nearest.name.count / 3) else { return nil }
        return nearest.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. O(|a|·|b|).
    static func between(_ a: String, _ b: String) -> Int {
        let a = Array(a)
        let b = Array(b)
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for (j, y) in b.enumerated() {
                row[j + 1] = min(last[j] + (x == y ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                let swapped = i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y
                if swapped { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
