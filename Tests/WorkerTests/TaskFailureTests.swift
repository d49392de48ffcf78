// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import Testing
internal import Worker

@Suite struct `What a task's error means` {
    private struct Strange: Error {}

    @Test(
        arguments: [
            (.addressUnreachable, true), (.addressTimedOut, true), (.engineFailed, true), (.diskFull, true),
            (.internalFailure, true), (.cancelled, true), (.outputUnwritable, true),
            (.addressInvalid, false), (.addressRefused, false), (.tooManyRedirects, false),
            (.sourceTooLarge, false), (.sourceNotFound, false), (.sourceUnreadable, false),
            (.sourceNotText, false), (.sourceNotArticle, false), (.sourceEmpty, false),
            (.sourceNotInLanguage, false), (.scriptInvalid, false), (.configurationInvalid, false),
            (.sceneRangeInvalid, false), (.fontMissing, false), (.voiceMissing, false),
            (.assetMissing, false),
            (.outputExists, false), (.attemptsExhausted, false), (.deadlineExceeded, false),
            (.artifactVanished, false), (.undeliverable, false), (.schemaUnknown, false), (.tooBusy, false),
            (.clusterUnreachable, false),
        ] as [(JobFailure.Code, Bool)]) func `a failure that may pass is tried again, another is not`(
            code: JobFailure.Code, isTransient: Bool
        )
    {
        let failure = TaskFailure(JobFailure(code, "a subject", detail: "a detail"))
        #expect(failure.kind == (isTransient ? .transient : .permanent))
        #expect(failure.code == code.rawValue)
    }

    @Test(arguments: [
        ("HTTP 408", true), ("HTTP 425", true), ("HTTP 429", true), ("HTTP 500", true), ("HTTP 503", true),
        ("HTTP 504", true), ("HTTP 400", false), ("HTTP 401", false), ("HTTP 403", false),
        ("HTTP 404", false),
        ("HTTP 410", false), ("HTTP 501", false), ("", false),
    ]) func `of an HTTP status its number decides`(detail: String, isTransient: Bool) {
        let failure = TaskFailure(JobFailure(.httpStatus, "https://example.org", detail: detail))
        #expect(failure.kind == (isTransient ? .transient : .permanent))
    }

    @Test(
        arguments: [
            (.addressUnreachable, 3), (.addressTimedOut, 3), (.httpStatus, 3), (.engineFailed, .max),
            (.internalFailure, .max),
        ] as [(JobFailure.Code, Int)]) func `what is wrong with an address is known after three attempts`(
            code: JobFailure.Code, limit: Int
        )
    {
        #expect(TaskFailure(JobFailure(code, "https://example.org", detail: "503")).attemptLimit == limit)
    }

    @Test func `what is nobody's failure is tried again`() {
        #expect(TaskFailure(Strange()).kind == .transient)
        #expect(TaskFailure(Strange()).code == "internalFailure")
        #expect(TaskFailure(CancellationError()).kind == .transient)
    }

    @Test func `a row keeps a failure whole, and within its column`() throws {
        let failure = JobFailure(.engineFailed, "声 \"quoted\"", detail: "line\nbreak \u{1F600}")
        let stored = TaskFailure(failure)
        #expect(JobFailure(code: stored.code, text: stored.text) == failure)
        let long = JobFailure(
            .engineFailed, String(repeating: "声", count: 5_000), detail: String(repeating: "\"", count: 5_000)
        )
        let short = TaskFailure(long)
        #expect(short.text.utf8.count <= 2_048)
        let back = try #require(JobFailure(code: short.code, text: short.text))
        #expect(back.code == .engineFailed)
        #expect(long.subject.hasPrefix(back.subject) && !back.subject.isEmpty)
    }

    @Test func `a row of another program is still a failure`() {
        #expect(JobFailure(code: nil, text: "x") == nil)
        #expect(JobFailure(code: "attemptsExhausted", text: "it died")?.code == .attemptsExhausted)
        #expect(JobFailure(code: "of tomorrow", text: "new")?.code == .internalFailure)
        #expect(JobFailure(code: "of tomorrow", text: "new")?.detail == "of tomorrow: new")
    }
}
