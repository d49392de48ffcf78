// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

/// A file of names with one plain value each, as the settings of a service are written: YAML, or JSON, which is
/// YAML too.
package enum NamedValuesFile {
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let text: String
        /// 1-based.
        package let line: Int?
    }

    /// The entries in the file's order, and what was wrong with the file; a key without a value is left out.
    ///
    /// - Throws: ``JobFailure`` for a file that is missing, unreadable, not text or larger than 1 MiB.
    package static func read(
        _ path: String
    ) throws -> (entries: [Entry], problems: [ConfigurationReport.Problem]) {
        let text = try TextFile.read(path, kind: "Settings", failing: .configurationInvalid)
        let findings = Findings()
        do throws(YAMLText.Fault) {
            guard let root = try YAMLText.parse(text) else { return ([], []) }
            guard let mapping = root.mapping else {
                findings.problem("", "the file must be a list of NAME: value", line: root.mark?.line)
                return ([], findings.report.problems)
            }
            let entries = mapping.compactMap { self.entry(name: $0.key, value: $0.value, findings) }
            return (entries, findings.report.problems)
        } catch {
            findings.syntaxError(error)
            return ([], findings.report.problems)
        }
    }

    private static func entry(name: Node, value: Node, _ findings: Findings) -> Entry? {
        guard let key = name.scalar?.string else {
            findings.problem("", "a name must be text", line: name.mark?.line)
            return nil
        }
        guard !value.isNothing else { return nil }
        guard let scalar = value.scalar else {
            findings.problem(
                stating: Localized(
                    ja: "\(key) は1つの値にしてください", en: "\(key) must be one value, not a list or a group"),
                line: name.mark?.line)
            return nil
        }
        return Entry(name: key, text: scalar.string, line: name.mark?.line)
    }
}
