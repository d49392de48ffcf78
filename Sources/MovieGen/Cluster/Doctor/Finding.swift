// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What `doctor` looked at, and how it is.
struct Finding: Encodable {
    enum Level: String, Encodable {
        case fine
        /// Nothing fails by it yet, or it could not be looked at.
        case warning
        case problem
    }

    enum Check: String, Encodable {
        case database, migrations, connections, clock, broker, topology, alarms, consumers, workers, disk,
            outbox
        case invariants, jobs, deadLetters, voices
    }

    let check: Check
    let level: Level
    /// A server or a stage is away, so that no film is made.
    let isOutage: Bool
    let says: String
    /// What to do; empty when all is well.
    let remedy: String

    private init(
        _ check: Check, _ level: Level, isOutage: Bool = false, _ says: Localized, _ remedy: Localized
    ) {
        self.check = check
        self.level = level
        self.isOutage = isOutage
        self.says = says[Messages.language]
        self.remedy = remedy[Messages.language]
    }

    static func fine(_ check: Check, _ says: Localized) -> Finding {
        Finding(check, .fine, says, Localized(ja: "", en: ""))
    }

    static func warning(_ check: Check, _ says: Localized, _ remedy: Localized) -> Finding {
        Finding(check, .warning, says, remedy)
    }

    static func problem(_ check: Check, _ says: Localized, _ remedy: Localized) -> Finding {
        Finding(check, .problem, says, remedy)
    }

    static func outage(_ check: Check, _ says: Localized, _ remedy: Localized) -> Finding {
        Finding(check, .problem, isOutage: true, says, remedy)
    }

    var line: String {
        let mark =
            switch self.level {
            case .fine: "✓"
            case .warning: "⚠"
            case .problem: "✗"
            }
        let stop = Messages.language == .japanese ? "。" : ". "
        return "\(mark) \(TerminalText.clean(self.says))" + (self.remedy.isEmpty ? "" : stop + self.remedy)
            + "\n"
    }
}
