// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Where things are on this machine.
struct Places {
    let cache: URL

    /// - Parameter cache: A folder that a person named; nil is the usual one.
    init(cache: String?) {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "."
        let usual = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.cache"
        self.cache = URL(fileURLWithPath: cache ?? usual + "/moviegen")
    }
}
