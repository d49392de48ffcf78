// SPDX-License-Identifier: Apache-2.0

/// Which sections of a script are wanted: `2`, `1-3`, `6-` or `-3`, counted from 1.
package struct SceneRange: Codable, Hashable, Sendable, CustomStringConvertible {
    /// At least 1; nil is the script's first.
    package let first: Int?
    /// At least `first`; nil is the script's last.
    package let last: Int?

    /// Reads what a person typed. Blanks around it and around the hyphen are ignored.
    ///
    /// - Throws: ``JobFailure`` with `sceneRangeInvalid`, saying what to write instead.
    package init(_ text: String) throws(JobFailure) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.trimmed)
        switch ends.count {
        case 1:
            let number = try Self.number(ends[0], called: "scene number", in: text)
            (self.first, self.last) = (number, number)
        case 2:
            guard ends != ["", ""] else {
                throw Self.failure(text, "Invalid scene range format: '\(text)'. Cannot use '-' alone.")
            }
            let first =
                try ends[0].isEmpty ? nil : Self.number(ends[0], called: "start scene number", in: text)
            let last = try ends[1].isEmpty ? nil : Self.number(ends[1], called: "end scene number", in: text)
            if let first, let last, first > last {
                let advice = "Start must be <= end. Example: '1-3' for scenes 1 through 3."
                throw Self.failure(text, "Invalid scene range: \(first)-\(last). \(advice)")
            }
            (self.first, self.last) = (first, last)
        default:
            let advice = "Expected format: '1-3', '6-', '-3', or '2'"
            throw Self.failure(text, "Invalid scene range format: '\(text)'. \(advice)")
        }
    }

    /// The sections meant, as indices from 0. An end beyond the script is its last section.
    ///
    /// - Returns: Never empty.
    /// - Throws: ``JobFailure`` with `sceneRangeInvalid` when the script has none of them.
    package func indices(sectionCount: Int) throws(JobFailure) -> Range<Int> {
        let lower = (self.first ?? 1) - 1
        let upper = min(self.last ?? sectionCount, sectionCount)
        guard lower < upper else {
            let advice = sectionCount > 0 ? " (use --scenes 1-\(sectionCount))" : ""
            throw Self.failure(
                self.description,
                "No phrases found for scene range '\(self)'. Script has \(sectionCount) sections\(advice).")
        }
        return lower..<upper
    }

    /// The range as a person writes it; also what a file of just these scenes is named after.
    package var description: String {
        switch (self.first, self.last) {
        case (let first?, let last?) where first == last: "\(first)"
        case (let first, let last): "\(first.map(String.init) ?? "")-\(last.map(String.init) ?? "")"
        }
    }

    private static func number(_ text: Substring, called name: String, in whole: String) throws(JobFailure)
        -> Int
    {
        guard let number = Int(text) else {
            throw self.failure(whole, "Invalid \(name): '\(text)'. Must be an integer.")
        }
        guard number >= 1 else { throw self.failure(whole, "Scene number must be >= 1, got: \(number)") }
        return number
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func failure(_ text: String, _ detail: String) -> JobFailure {
        JobFailure(.sceneRangeInvalid, text, detail: detail)
    }
}
