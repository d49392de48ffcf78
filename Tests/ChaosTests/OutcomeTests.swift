// SPDX-License-Identifier: Apache-2.0
internal import NoOpStages
internal import Store
internal import Testing

@testable internal import chaos

@Suite struct `The verdict on a job's end` {
    private func job(_ kind: JobKind, cancelled: Bool = false) -> PlannedJob {
        PlannedJob(
            number: 0, time: .zero, kind: kind, request: RehearsalRequest(), repeatedAfter: nil,
            cancelledAfter: cancelled ? .zero : nil)
    }

    /// Codes that a service or an operator writes into a job's row, and none.
    private static let codes: [String?] = [
        nil, "scriptInvalid", "attemptsExhausted", "undeliverable", "deadlineExceeded", "diskFull",
        "internalFailure", "schemaUnknown", "artifactVanished",
    ]

    @Test(arguments: [JobKind.plain, .empty, .transient])
    func `a job that was to be done may not fail, whatever its row gives for a reason`(kind: JobKind) {
        for code in Self.codes {
            for isCancelled in [false, true] {
                #expect(
                    !self.job(kind, cancelled: isCancelled).mayEnd(
                        .failed, errorCode: code, isCancelRequested: isCancelled))
            }
        }
        #expect(self.job(kind).mayEnd(.done, errorCode: nil, isCancelRequested: false))
    }

    @Test(arguments: [(JobKind.permanent, "scriptInvalid"), (.poison, "attemptsExhausted")])
    func `a job that was to fail must, and for its own reason`(kind: JobKind, reason: String) {
        for code in Self.codes {
            #expect(
                self.job(kind).mayEnd(.failed, errorCode: code, isCancelRequested: false)
                    == (code == reason))
        }
        #expect(!self.job(kind).mayEnd(.done, errorCode: nil, isCancelRequested: false))
        #expect(!self.job(kind).mayEnd(.cancelled, errorCode: nil, isCancelRequested: false))
    }

    @Test func `a job is cancelled by its client or not at all`() {
        #expect(
            self.job(.plain, cancelled: true).mayEnd(.cancelled, errorCode: nil, isCancelRequested: true))
        #expect(
            self.job(.plain, cancelled: true).mayEnd(.done, errorCode: nil, isCancelRequested: true),
            "It may have been done before.")
        #expect(!self.job(.plain).mayEnd(.cancelled, errorCode: nil, isCancelRequested: true))
        #expect(
            !self.job(.plain, cancelled: true).mayEnd(.cancelled, errorCode: nil, isCancelRequested: false))
    }

    @Test(arguments: JobKind.allCases) func `a job that is open has not ended`(kind: JobKind) {
        #expect(!self.job(kind).mayEnd(.open, errorCode: nil, isCancelRequested: false))
    }
}
