// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Foundation

/// A length of time as a person writes it: `90s`, `15m`, `24h`, `7d`.
struct Span: ExpressibleByArgument, Hashable {
    let seconds: Int

    var duration: Duration { .seconds(self.seconds) }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (0...100_000).contains(count)
        else { return nil }
        self.seconds = count * unit
    }
}
