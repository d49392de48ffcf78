// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Telling a failure` {
    /// Defect 13 of the reference system: raw English errors in a Japanese interface.
    @Test(arguments: JobFailure.Code.allCases)
    func `says what happened to what and what to do, in each language`(code: JobFailure.Code) {
        let failure = JobFailure(code, "thing", detail: "why")
        let english = failure.message(in: .english)
        let japanese = failure.message(in: .japanese)
        #expect(english.hasPrefix("thing: ") && english.contains("(why). ") && english.allSatisfy(\.isASCII))
        #expect(japanese.hasPrefix("thing: ") && japanese.contains("（why）。") && japanese.hasSuffix("。"))
        #expect(japanese.unicodeScalars.contains { (0x3041...0x30FF).contains($0.value) })
    }

    @Test(arguments: JobFailure.Code.allCases) func `ends with a code of its own kind`(code: JobFailure.Code)
    {
        #expect((64...78).contains(JobFailure(code, "").exitCode) || code == .cancelled)
    }
}
