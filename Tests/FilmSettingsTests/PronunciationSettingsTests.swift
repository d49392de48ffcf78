// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Reading pronunciations` {
    @Test func `both forms of an entry are kept, in the file's order`() throws {
        let read = try settings(
            """
            pronunciation:
              custom:
                YAML: ヤムル
                人工知能: {reading: ジンコウチノウ, accent: 5, word_type: COMMON_NOUN, priority: 8}
                "2024": {reading: ニセンニジュウヨン}
            """)
        #expect(
            read.pronunciations == [
                Pronunciation(word: "YAML", reading: "ヤムル"),
                Pronunciation(
                    word: "人工知能", reading: "ジンコウチノウ", accent: 5, priority: 8, wordType: "COMMON_NOUN"),
                Pronunciation(word: "2024", reading: "ニセンニジュウヨン"),
            ])
    }

    @Test(arguments: [
        ("{reading: エーアイ, accent: 5}", "accent': 5 is beyond the last of the 4 morae of 'エーアイ'"),
        ("{reading: キャット, accent: 4}", "accent': 4 is beyond the last of the 3 morae of 'キャット'"),
        ("{reading: エーアイ, accent: -1}", "accent': must be 0 to 99, got -1"),
        ("{reading: エーアイ, priority: 11}", "priority': must be 1 to 10, got 11"),
        (
            "{reading: エーアイ, word_type: NOUN}",
            "word_type': Invalid word type 'NOUN'. "
                + "Must be one of: PROPER_NOUN, COMMON_NOUN, VERB, ADJECTIVE, SUFFIX"
        ),
        ("{accent: 1}", "reading': missing; write how the word is said"),
    ])
    func `an entry out of bounds is named`(entry: String, message: String) {
        let found = problems("pronunciation: {custom: {AI: \(entry)}}")
        #expect(found == ["line 1: Invalid field 'pronunciation.custom.AI.\(message)"])
    }

    @Test(arguments: ["\"\"", "~", "[a]"])
    func `an entry without a reading is an error`(entry: String) {
        #expect(problems("pronunciation: {custom: {AI: \(entry)}}").count == 1)
    }

    @Test func `the last mora may carry the accent`() throws {
        let read = try settings("pronunciation: {custom: {AI: {reading: エーアイ, accent: 4}}}")
        #expect(read.pronunciations[0].accent == 4)
    }
}
