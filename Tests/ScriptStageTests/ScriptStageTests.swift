// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Fetch
import Foundation
import Testing

@testable import ScriptStage

@Suite struct `The script stage` {
    /// A stage over a store in a folder of its own, which goes when the body has run.
    private func withStage(_ body: (ScriptStage, URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "script-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = DirectoryStore(root: folder.appending(path: "store"))
        try await body(ScriptStage(store: store, fetcher: Fetcher(policy: FetchPolicy())), folder)
    }

    private func failure(_ body: () async throws -> Void) async -> JobFailure.Code? {
        do {
            try await body()
            return nil
        } catch { return (error as? JobFailure)?.code }
    }

    @Test func `a file becomes a script, and the same one again`() async throws {
        try await self.withStage { stage, folder in
            let file = folder.appending(path: "walk.md")
            try Data(Fixture.walk.markdown.utf8).write(to: file)
            let article = try await stage.readArticle(at: .file(path: file.path))
            #expect(article.language == .japanese)
            let first = try await stage.writeScript(
                for: article, cast: [.kohaku, .sora], options: ScriptOptions())
            let again = try await stage.writeScript(
                for: article, cast: [.kohaku, .sora], options: ScriptOptions())
            #expect(first == again)
            #expect(first.source == file.path)
        }
    }

    @Test func `standard input is HTML when it opens with a bracket, Markdown otherwise`() async throws {
        try await self.withStage { stage, _ in
            let markdown = try await stage.readArticle(at: .standardInput(Data(Fixture.readme.markdown.utf8)))
            #expect(markdown.title == "tidyfold")
            let html =
                "\n<html><head><title>Hello</title></head><body><article><h1>Hello</h1><p>\(String(repeating: "This page has a sentence to read aloud. ", count: 20))</p></article></body></html>"
            let page = try await stage.readArticle(at: .standardInput(Data(html.utf8)))
            #expect(page.title == "Hello")
        }
    }

    @Test func `what is no text is refused by name`() async throws {
        try await self.withStage { stage, folder in
            #expect(
                await self.failure {
                    _ = try await stage.readArticle(at: .standardInput(Data("%PDF-1.7".utf8)))
                } == .sourceNotText)
            #expect(
                await self.failure {
                    _ = try await stage.readArticle(at: .standardInput(Data([0x41, 0, 0x42])))
                } == .sourceNotText)
            #expect(
                await self.failure { _ = try await stage.readArticle(at: .file(path: folder.path)) }
                    == .sourceUnreadable)
            #expect(
                await self.failure {
                    _ = try await stage.readArticle(at: .file(path: folder.path + "/none.md"))
                } == .sourceNotFound)
        }
    }

    @Test func `a file above ten mebibytes is too large`() async throws {
        try await self.withStage { stage, folder in
            let file = folder.appending(path: "big.txt")
            try Data(repeating: 0x61, count: 10 << 20 + 1).write(to: file)
            #expect(
                await self.failure { _ = try await stage.readArticle(at: .file(path: file.path)) }
                    == .sourceTooLarge)
        }
    }

    @Test func `a private address is not fetched`() async throws {
        try await self.withStage { stage, _ in
            #expect(
                await self.failure { _ = try await stage.readArticle(at: .address("http://127.0.0.1:1/")) }
                    == .addressRefused)
        }
    }

    @Test func `a language the writer does not speak, or was not asked for, is refused`() async throws {
        try await self.withStage { stage, _ in
            var article = try Fixture.lighthouse.article()
            var options = ScriptOptions()
            options.language = .japanese
            #expect(
                await self.failure {
                    _ = try await stage.writeScript(for: article, cast: [.kohaku], options: options)
                } == .sourceNotInLanguage)
            article.language = nil
            #expect(
                await self.failure {
                    _ = try await stage.writeScript(for: article, cast: [.kohaku], options: ScriptOptions())
                } == .sourceNotInLanguage)
        }
    }

    @Test func `other options are another script`() async throws {
        try await self.withStage { stage, _ in
            let article = try Fixture.readme.article()
            var options = ScriptOptions()
            let first = try await stage.writeScript(for: article, cast: [.kohaku, .sora], options: options)
            options.seed = 9
            let second = try await stage.writeScript(for: article, cast: [.kohaku, .sora], options: options)
            #expect(first != second)
        }
    }

    static let names: [(String, SourceKind?)] = [
        ("a.html", .html), ("A.HTM", .html), ("README.md", .markdown), ("notes.markdown", .markdown),
        ("x.txt", .text),
        ("x", nil), ("x.pdf", nil),
    ]

    @Test(arguments: names) func `a file's ending says how to read it`(name: String, kind: SourceKind?) {
        #expect(SourceKind(fileName: name) == kind)
    }
}

@Suite struct `Excerpts of code` {
    @Test func `a short program is whole, without its outer indentation`() {
        let text = "\n    let a = 1\n\n        let b = 2\n\n"
        #expect(
            CodeExcerpt.excerpt(of: text, language: "swift", linesAtMost: 18, columnsAtMost: 80)
                == "let a = 1\n\n    let b = 2")
    }

    @Test func `a long program ends at a blank line and says so`() {
        let function = "func f() {\n    work()\n}\n"
        let text = Array(repeating: function, count: 10).joined(separator: "\n")
        let excerpt = CodeExcerpt.excerpt(of: text, language: "swift", linesAtMost: 18, columnsAtMost: 80)
        #expect(excerpt.hasSuffix("}\n// …"))
        #expect(excerpt.split(separator: "\n", omittingEmptySubsequences: false).count <= 18)
    }

    @Test(arguments: [("python", "# …"), ("sql", "-- …"), ("html", "<!-- … -->"), (nil, "…"), ("go", "// …")])
    func `the mark is a comment of the language`(language: String?, mark: String) {
        let text = Array(repeating: "x", count: 40).joined(separator: "\n")
        #expect(
            CodeExcerpt.excerpt(of: text, language: language, linesAtMost: 18, columnsAtMost: 80).hasSuffix(
                mark))
    }
}
