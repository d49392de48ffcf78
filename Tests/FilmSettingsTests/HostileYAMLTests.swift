// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Testing

@Suite struct `Hostile YAML` {
    /// Nine levels of ten aliases: a billion values, if anybody counted them.
    private func bomb(asKey: Bool) -> String {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(aliases)]")
        }
        lines.append(asKey ? "? *a9\n: v" : "personas: *a9")
        return lines.joined(separator: "\n")
    }

    @Test(arguments: [true, false])
    func `a bomb of aliases is refused before it is unfolded`(asKey: Bool) {
        let found = problems(self.bomb(asKey: asKey))
        #expect(found.count == 1)
        #expect(found[0].contains("anchors (&name) and aliases (*name) are not read"), "\(found)")
    }

    @Test func `an anchor on a block is refused with what to do`() {
        let found = problems("a: &base\n  x: 1\nb: *base\n")
        #expect(found.count == 1)
        #expect(found[0].contains("write the value out in each place"), "\(found)")
    }

    @Test func `pointers in a text are not aliases`() throws {
        let read = try settings(
            """
            project:
              name: |
                &p = *p
                *p
            """)
        #expect(read.projectName.contains("&p = *p"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `deep nesting is refused, not recursed into`(opening: String) async {
        let yaml = String(repeating: opening, count: 200_000)
        let found = await Task.detached { problems(yaml) }.value
        #expect(found.count == 1)
    }

    @Test func `nesting as deep as the parser allows fits on a task's stack`() async {
        let yaml = "x: " + String(repeating: "[", count: 990) + String(repeating: "]", count: 990)
        let found = await Task.detached { problems(yaml) }.value
        #expect(found.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["", "pronunciation:\n custom:\n"])
    func `a file of nothing but keys is read as fast as it is long`(head: String) {
        let keys = (0..<20_000).map { "  key\($0): x\n" }.joined()
        let report = FilmSettings.validate(yaml: head + keys, name: "c.yaml")
        #expect(report.problems.count + report.warnings.count <= 500)
        #expect(!(report.problems + report.warnings).isEmpty)
    }

    @Test(arguments: [
        "a: \u{7}", "a: \u{0}", "%YAML 3.0\n---\na: 1", "a: !!int b", "--- a\n--- b", "a: \"\\x",
    ])
    func `what is odd is read or refused, and never crashes`(yaml: String) {
        #expect(problems(yaml).count <= 1)
    }
}
