// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Yams

/// Scripts as files: YAML that people read, write and mend. docs/script-format.md describes it.
package enum ScriptFile {
    /// Characters of one line.
    package static let maximumLineLength = 500

    /// Reads a script, in today's form or one of the reference's older ones.
    ///
    /// Speakers who are not in `cast` are recast and missing slide briefs are derived, each with a warning
    /// where that may surprise.
    /// - Parameters:
    ///   - name: The file's path, for messages.
    ///   - cast: At least one persona.
    /// - Throws: ``JobFailure`` with `scriptInvalid`, naming every mistake in the file.
    package static func decode(
        yaml: String, name: String, cast: [Persona]
    ) throws -> (script: Script, warnings: [String]) {
        let (script, report) = self.read(yaml: yaml, cast: cast)
        if let failure = report.failure(.scriptInvalid, name: name) { throw failure }
        guard let script else { throw JobFailure(.scriptInvalid, name) }
        return (script, report.warnings.map(\.description))
    }

    /// Reads the script in a file.
    ///
    /// - Throws: As ``decode(yaml:name:cast:)``, and for a file that is missing, unreadable or larger than 1
    ///   MiB.
    package static func load(file path: String, cast: [Persona]) throws -> (
        script: Script, warnings: [String]
    ) {
        try self.decode(
            yaml: TextFile.read(path, kind: "Script", failing: .scriptInvalid), name: path, cast: cast)
    }

    /// All that is wrong or noteworthy in a script.
    package static func validate(yaml: String, name: String, cast: [Persona]) -> ConfigurationReport {
        self.read(yaml: yaml, cast: cast).report
    }

    private static func read(yaml: String, cast: [Persona]) -> (script: Script?, report: ConfigurationReport)
    {
        precondition(!cast.isEmpty, "a script needs somebody to speak it")
        let findings = Findings()
        do {
            guard let root = try YAMLText.parse(yaml) else {
                findings.problem(
                    stating: Localized(ja: "台本が空です", en: "Script file is empty"), line: nil)
                return (nil, findings.report)
            }
            guard let mapping = root.mapping else {
                let message = Localized(
                    ja: "台本は title と sections のある組にしてください",
                    en: "a script is a mapping with a title and sections, not \(root.kindName)")
                findings.problem(stating: message, line: root.mark?.line)
                return (nil, findings.report)
            }
            let reader = ScriptReader(
                root: Fields(mapping: mapping, path: "", findings: findings), cast: cast)
            return (reader.read(), findings.report)
        } catch {
            findings.syntaxError(error)
            return (nil, findings.report)
        }
    }
}
