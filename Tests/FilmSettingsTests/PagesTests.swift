// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Testing

@testable internal import FilmSettings

@Suite struct `The pages about files` {
    private func page(_ path: String) throws -> String {
        try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func `every key of a configuration is documented`() throws {
        let page = try self.page("docs/configuration.md")
        for (place, keys) in SettingsSchema.keys {
            for key in keys where SettingsSchema.keys["\(place).\(key)".trimmed] == nil {
                let full = place == "pronunciation.custom.*" ? "….\(key)" : "\(place).\(key)".trimmed
                let isList = SettingsSchema.keys["\(full)[]"] != nil
                let isPartOfGroup = place.hasSuffix(".llm") && page.contains("`\(key)`")
                #expect(isList || isPartOfGroup || page.contains("`\(full)"), "\(full)")
            }
        }
    }

    @Test func `every key without effect is known and explained`() throws {
        let page = try self.page("docs/configuration.md")
        let known = Set(SettingsSchema.keys.flatMap { place, keys in keys.map { "\(place).\($0)".trimmed } })
        for key in SettingsSchema.withoutEffect.keys {
            #expect(known.contains(key))
            #expect(page.contains("`\(key)`"), "\(key)")
        }
    }

    @Test func `the example configuration is read without a warning`() throws {
        let read = try FilmSettings.load(
            file: repository.appendingPathComponent("Examples/moviegen.yaml").path)
        #expect(read.warnings.isEmpty, "\(read.warnings)")
        #expect(read.format.size == FrameSize(width: 1080, height: 1920))
        #expect(read.pronunciations.count == 3)
    }

    @Test func `the script shown in the page is read without a warning`() throws {
        let page = try self.page("docs/script-format.md")
        let example = try #require(page.firstMatch(of: /```yaml\n((?s).*?)```/)).output.1
        let (script, warnings) = try ScriptFile.decode(yaml: String(example), name: "page", cast: cast)
        #expect(warnings.isEmpty)
        #expect(script.sections.count == 2)
        #expect(try ScriptFile.encode(script) == example)
    }
}

extension String {
    /// Without the point that an empty place leaves in front.
    fileprivate var trimmed: String { self.hasPrefix(".") ? String(self.dropFirst()) : self }
}
