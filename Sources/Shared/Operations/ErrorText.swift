// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation
package import Store
internal import Worker

/// The database keeps a failure as JSON, and another's words as they are.
package enum ErrorText {
    package static func told(_ text: String) -> Localized {
        guard let failure = try? JSONDecoder().decode(JobFailure.self, from: Data(text.utf8)) else {
            return Localized(ja: text, en: text)
        }
        return Localized(ja: failure.message(in: .japanese), en: failure.message(in: .english))
    }
}

extension JobStatus {
    /// Why it failed; nil when it has not.
    package var failure: JobFailure? {
        guard self.state == .failed else { return nil }
        return JobFailure(code: self.errorCode, text: self.errorText)
            ?? JobFailure(.internalFailure, self.id.uuidString.lowercased(), detail: self.errorText ?? "")
    }
}

extension DeadLetter {
    /// What the worker said, from the headers.
    package var error: String? {
        struct Headers: Decodable { var error: String? }
        // Another's headers may be anything.
        return (try? JSONDecoder().decode(Headers.self, from: Data(self.headers.utf8)))?.error
    }

    package var place: String {
        guard let stage = self.stage else { return self.queue ?? "?" }
        return "\(stage.rawValue) \(self.part ?? 0)"
    }
}
