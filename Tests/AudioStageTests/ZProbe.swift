// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@testable import AudioStage

@Suite struct `Zprobe` {
    @Test func `zprobe lines`() async throws {
        guard let path = ProcessInfo.processInfo.environment["ZPROBE"] else { return }
        var out = ""
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            out += "\(line)\t\(try await RealEngine.pronunciation(of: String(line)))\n"
        }
        try out.write(toFile: path + ".out", atomically: true, encoding: .utf8)
    }
}
