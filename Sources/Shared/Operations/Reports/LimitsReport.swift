// SPDX-License-Identifier: Apache-2.0
package import Foundation
package import Store

/// Who may make how many films, and who none, for programs.
package struct LimitsReport: Codable, Sendable {
    package struct Limit: Codable, Sendable {
        /// What the setting says.
        package let configured: Int
        /// What operators keep in its place; nil while the setting holds.
        package let kept: Int?
        package let actor: String?
        package let changedAt: Date?

        fileprivate init(configured: Int, _ kept: KeptLimitReport?) {
            self.configured = configured
            self.kept = kept?.value
            self.actor = kept?.actor
            self.changedAt = kept?.changedAt
        }

        /// The one that is obeyed.
        package var value: Int { self.kept ?? self.configured }
    }

    package let dailyJobs: Limit
    package let openJobs: Limit
    package let used: [QuotaUse]
    package let blocked: [BlockedNetwork]

    package init(
        dailyJobs: Int, openJobs: Int, kept: [KeptLimit: KeptLimitReport], used: [QuotaUse],
        blocked: [BlockedNetwork]
    ) {
        self.dailyJobs = Limit(configured: dailyJobs, kept[.dailyJobs])
        self.openJobs = Limit(configured: openJobs, kept[.openJobs])
        self.used = used
        self.blocked = blocked
    }

    package subscript(limit: KeptLimit) -> Limit {
        switch limit {
        case .dailyJobs: self.dailyJobs
        case .openJobs: self.openJobs
        }
    }
}

extension KeptLimit {
    /// Its name for people and programs, in commands, forms and JSON.
    package var name: String {
        switch self {
        case .dailyJobs: "daily_jobs"
        case .openJobs: "open_jobs"
        }
    }

    package static let values = 0...100_000
}
