// SPDX-License-Identifier: Apache-2.0
package import Domain

/// Everything that was found in a file a person wrote, wrong or merely noteworthy, in the file's order.
package struct ConfigurationReport: Hashable, Sendable {
    /// Something at a place in the file.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The field, like `video.transition.type` or `personas[0].id`; empty for the file as a whole.
        package let path: String
        package let message: String
        /// The message in Japanese; nil where only who runs the program can make this mistake.
        package let japanese: String?
        /// 1-based.
        package let line: Int?

        /// The message, prefixed with its line when there is one.
        package var description: String {
            if let line = self.line { "line \(line): \(self.message)" } else { self.message }
        }

        fileprivate var japaneseDescription: String? {
            self.japanese.map { text in self.line.map { "YAMLの\($0)行目: \(text)" } ?? text }
        }
    }

    package var problems: [Problem] = []
    package var warnings: [Problem] = []

    package var isValid: Bool { self.problems.isEmpty }

    /// All problems as one failure; nil when there are none.
    ///
    /// The detail lists the first ten, so that it stays readable in one message.
    package func failure(_ code: JobFailure.Code, name: String) -> JobFailure? {
        guard !self.problems.isEmpty else { return nil }
        let (shown, rest) = (self.problems.prefix(10), self.problems.count - 10)
        let sentences = shown.map(\.description) + (rest > 0 ? ["and \(rest) more"] : [])
        let english = sentences.joined(separator: "; ")
        let known = shown.compactMap(\.japaneseDescription)
        guard known.count == shown.count else { return JobFailure(code, name, detail: english) }
        let japanese = (known + (rest > 0 ? ["ほか\(rest)件"] : [])).joined(separator: "、")
        return JobFailure(code, name, detail: Localized(ja: japanese, en: english))
    }
}

/// Collects a report while one file is read; lives on that one call's stack.
final class Findings {
    private var found = ConfigurationReport()

    /// What was found so far, by line; what concerns the whole file comes first.
    var report: ConfigurationReport {
        ConfigurationReport(
            problems: self.found.problems.sortedByLine, warnings: self.found.warnings.sortedByLine)
    }

    var problemCount: Int { self.found.problems.count }

    /// Nobody reads more than this; looking for more would only take time.
    var isFull: Bool { self.found.problems.count + self.found.warnings.count >= 500 }

    func problem(_ path: String, _ message: String, ja japanese: String? = nil, line: Int? = nil) {
        let text = path.isEmpty ? message : "Invalid field '\(path)': \(message)"
        let told = japanese.map { path.isEmpty ? $0 : "\(path) は\($0)" }
        self.found.problems.append(.init(path: path, message: text, japanese: told, line: line))
    }

    /// A problem whose message already says where.
    func problem(stating message: Localized, line: Int?) {
        self.found.problems.append(
            .init(path: "", message: message.english, japanese: message.japanese, line: line))
    }

    func warning(_ path: String, _ message: String, line: Int? = nil) {
        let text = path.isEmpty ? message : "\(path): \(message)"
        self.found.warnings.append(.init(path: path, message: text, japanese: nil, line: line))
    }

    func syntaxError(_ fault: YAMLText.Fault) {
        let place = fault.line.map { line in
            " (line \(line)\(fault.column.map { ", column \($0)" } ?? ""))"
        }
        let there = fault.line.map { line in
            "（\(line)行目\(fault.column.map { "、\($0)文字目" } ?? "")）"
        }
        self.problem(
            stating: Localized(
                ja: "YAMLとして読めません\(there ?? "")",
                en: "YAML parse error: \(fault.message)\(place ?? "")"), line: nil)
    }
}

extension [ConfigurationReport.Problem] {
    /// By line, and as found within one.
    fileprivate var sortedByLine: [ConfigurationReport.Problem] {
        self.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
    }
}
