// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation
package import Store

extension TaskFailure {
    /// What is to be done about `error`: another attempt, or the end with a code and sentence for its user.
    package init(_ error: any Error) {
        switch error {
        case let failure as JobFailure:
            self.init(failure.isWorthAnotherTry ? .transient : .permanent, failure)
        // The database is away or busy: nothing of the task's doing.
        case let failure as StoreError:
            self.init(.transient, JobFailure(.internalFailure, "database", detail: failure.description))
        case is CancellationError:
            self.init(.transient, JobFailure(.cancelled, "task"))
        default:
            self.init(.transient, JobFailure(.internalFailure, "task", detail: "\(error)"))
        }
    }

    /// The failure as the job's row keeps it: JSON, so that whoever shows it can do so in its reader's language.
    package init(_ kind: Kind, _ failure: JobFailure) {
        self.init(
            kind, code: failure.code.rawValue, text: failure.stored, attemptLimit: failure.attemptLimit,
            isOfItsAsker: failure.code.isOfItsAsker)
    }
}

extension JobFailure {
    /// Whether the same task may go well a little later.
    package var isWorthAnotherTry: Bool {
        switch self.code {
        case .addressUnreachable, .addressTimedOut, .engineFailed, .diskFull, .internalFailure, .cancelled,
            .outputUnwritable:
            true
        // 408, 425, 429 and 5xx pass; another number stays as it is.
        case .httpStatus:
            ["408", "425", "429", "500", "502", "503", "504"].contains { self.detail.contains($0) }
        case .addressInvalid, .addressRefused, .tooManyRedirects, .sourceTooLarge, .sourceNotFound,
            .sourceUnreadable,
            .sourceNotText, .sourceNotArticle, .sourceEmpty, .sourceNotInLanguage, .scriptInvalid,
            .configurationInvalid, .sceneRangeInvalid, .fontMissing, .voiceMissing, .assetMissing,
            .outputExists,
            .attemptsExhausted, .deadlineExceeded, .artifactVanished, .undeliverable, .schemaUnknown,
            .tooBusy, .clusterUnreachable:
            false
        }
    }

    /// Most often a host that is not there was mistyped, and whoever typed it waits: the six attempts of a script would
    /// tell him after twenty minutes, three do within one.
    fileprivate var attemptLimit: Int {
        switch self.code {
        case .addressUnreachable, .addressTimedOut, .httpStatus: 3
        default: .max
        }
    }

    /// At most 2 KiB of JSON.
    fileprivate var stored: String {
        var maximumBytes = 600
        while true {
            // Plain texts: JSON can hold them, though it may write a byte as six.
            let bytes = (try? JSONEncoder().encode(self.shortened(to: maximumBytes))) ?? Data()
            if bytes.count <= 2_048 { return String(decoding: bytes, as: UTF8.self) }
            maximumBytes /= 2
        }
    }

    /// What a job's or task's row says of its failure.
    package init?(code: String?, text: String?) {
        guard let code else { return nil }
        if let text, let failure = try? JSONDecoder().decode(JobFailure.self, from: Data(text.utf8)) {
            self = failure
        } else if let known = Code(rawValue: code) {
            self.init(known, "job", detail: text ?? "")
        } else {
            self.init(
                .internalFailure, "job",
                detail: [code, text ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))
        }
    }
}
