// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Testing

@Suite struct `The page of errors` {
    @Test(arguments: JobFailure.Code.allCases)
    func `every code is explained, with its exit code`(code: JobFailure.Code) throws {
        let page = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/errors.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        let row = try #require(lines.first { $0.hasPrefix("| `\(code.rawValue)` |") })
        let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(cells.count == 4)
        #expect(cells[1] == "\(JobFailure(code, "").exitCode)")
    }
}
