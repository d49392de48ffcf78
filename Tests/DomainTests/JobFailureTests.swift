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

@Suite struct `Telling a visitor of a failure` {
    private static let cases = JobFailure.Code.allCases.flatMap { code in
        [
            JobFailure(code, "https://example.com/list"),
            JobFailure(code, "https://example.com/list", detail: "only in English, by --verbose"),
            JobFailure(code, "script", detail: Localized(ja: "長すぎます", en: "it is too long")),
        ]
    }

    @Test(arguments: Self.cases)
    func `is in his language alone, and names nothing that he does not have`(failure: JobFailure) throws {
        let japanese = failure.visitorMessage(in: .japanese)
        #expect(japanese.unicodeScalars.contains { (0x3041...0x30FF).contains($0.value) })
        #expect(japanese.firstMatch(of: /[A-Za-z]+ +[A-Za-z]+/) == nil, "\(japanese)")
        #expect(japanese.hasSuffix("。") && !japanese.contains("--") && !japanese.contains("ネットワーク"))
        let english = failure.visitorMessage(in: .english)
        #expect(english.allSatisfy(\.isASCII) && english.hasSuffix(".") && english.first?.isUppercase == true)
        for other in ["moviegen", ": make", "network"] { #expect(!english.contains(other), "\(english)") }
        #expect(!japanese.contains(failure.subject) && !english.contains("https://example.com/list"))
    }

    @Test(arguments: Self.cases)
    func `tells the detail of what he can mend, and of nothing else`(failure: JobFailure) {
        let told = failure.visitorMessage(in: .japanese).contains("（長すぎます）")
        #expect(told == (failure.code.isOfItsAsker && failure.japaneseDetail != nil))
        let isDetailed = failure.visitorMessage(in: .english).contains(" (\(failure.detail)). ")
        #expect(isDetailed == (failure.code.isOfItsAsker && !failure.detail.isEmpty))
    }

    @Test func `is kept short without losing either language`() {
        let failure = JobFailure(
            .scriptInvalid, "声声", detail: Localized(ja: "長すぎます", en: "it is too long")
        ).shortened(to: 7)
        #expect(failure == JobFailure(.scriptInvalid, "声声", detail: Localized(ja: "長す", en: "it is t")))
    }
}
