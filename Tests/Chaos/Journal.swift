// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import Synchronization

/// What the driver did and heard, one JSON line each, as it happens.
final class Journal: Sendable {
    private let file: Mutex<FileHandle>
    private let began = ContinuousClock.now

    init(_ place: URL) throws {
        try Data().write(to: place)
        self.file = Mutex(try FileHandle(forWritingTo: place))
    }

    var elapsed: Duration { ContinuousClock.now - self.began }

    func note(_ event: String, _ details: [String: String] = [:]) {
        var line = details
        line["event"] = event
        line["seconds"] = (self.elapsed / .seconds(1)).formatted(.number.precision(.fractionLength(3)))
        guard var data = try? JSONEncoder.sorted.encode(line) else { return }
        data.append(10)
        // A journal that cannot be written is seen where it ends.
        self.file.withLock { try? $0.write(contentsOf: data) }
    }
}

extension JSONEncoder {
    static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
