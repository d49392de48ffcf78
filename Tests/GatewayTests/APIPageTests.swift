// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import Testing

@testable internal import GatewayApp

@Suite struct `The page of the API` {
    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/api.md")

    @Test(arguments: ProblemKind.allCases)
    func `has every code of the gateway, with its status`(kind: ProblemKind) throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let row = text.split(separator: "\n").first { line in
            line.hasPrefix("|") && line.split(separator: "|").first?.contains("`\(kind.rawValue)`") == true
        }
        #expect(row?.split(separator: "|")[1] == " \(kind.status.code) ", "\(kind)")
    }

    @Test(arguments: ProblemKind.allCases)
    func `tells each in Japanese and English`(kind: ProblemKind) {
        for text in [kind.title, kind.detail] {
            #expect(text.japanese.contains { ("ぁ"..."ヿ").contains($0) }, "\(text.japanese)")
            #expect(text.japanese.firstMatch(of: /[A-Za-z]+ +[a-z]+/) == nil, "\(text.japanese)")
            #expect(!text.english.isEmpty && text.english.allSatisfy(\.isASCII), "\(text.english)")
        }
    }
}
