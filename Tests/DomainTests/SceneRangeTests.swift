// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Testing

@Suite struct `Choosing scenes` {
    @Test(arguments: [
        ("2", 1..<2), ("1-3", 0..<3), ("3-", 2..<5), ("-3", 0..<3), ("1", 0..<1), ("5-5", 4..<5),
        ("4-99", 3..<5),
        ("-99", 0..<5), (" 2 - 4 ", 1..<4), ("1-", 0..<5),
    ])
    func `a range of a script of five sections`(text: String, indices: Range<Int>) throws {
        #expect(try SceneRange(text).indices(sectionCount: 5) == indices)
    }

    @Test(arguments: [
        ("x", "Invalid scene number: 'x'. Must be an integer."),
        ("", "Invalid scene number: ''. Must be an integer."),
        ("1.5", "Invalid scene number: '1.5'. Must be an integer."),
        ("99999999999999999999", "Invalid scene number: '99999999999999999999'. Must be an integer."),
        ("0", "Scene number must be >= 1, got: 0"),
        ("0-3", "Scene number must be >= 1, got: 0"),
        ("-0", "Scene number must be >= 1, got: 0"),
        ("-", "Invalid scene range format: '-'. Cannot use '-' alone."),
        ("1-2-3", "Invalid scene range format: '1-2-3'. Expected format: '1-3', '6-', '-3', or '2'"),
        ("--3", "Invalid scene range format: '--3'. Expected format: '1-3', '6-', '-3', or '2'"),
        ("a-3", "Invalid start scene number: 'a'. Must be an integer."),
        ("3-b", "Invalid end scene number: 'b'. Must be an integer."),
        ("3-2", "Invalid scene range: 3-2. Start must be <= end. Example: '1-3' for scenes 1 through 3."),
    ])
    func `what cannot be a range is explained`(text: String, detail: String) {
        let failure = #expect(throws: JobFailure.self) { try SceneRange(text) }
        #expect(failure == JobFailure(.sceneRangeInvalid, text, detail: detail))
    }

    @Test(arguments: [
        ("9-", 4, "No phrases found for scene range '9-'. Script has 4 sections (use --scenes 1-4)."),
        ("5", 4, "No phrases found for scene range '5'. Script has 4 sections (use --scenes 1-4)."),
        ("1-2", 0, "No phrases found for scene range '1-2'. Script has 0 sections."),
    ])
    func `a range beyond the script says how long the script is`(
        text: String, sectionCount: Int, detail: String
    ) {
        let failure = #expect(throws: JobFailure.self) {
            try SceneRange(text).indices(sectionCount: sectionCount)
        }
        #expect(failure == JobFailure(.sceneRangeInvalid, text, detail: detail))
    }

    @Test(arguments: ["2", "1-3", "6-", "-3"])
    func `a range is written as it is read`(text: String) throws {
        #expect(try SceneRange(text).description == text)
    }
}
