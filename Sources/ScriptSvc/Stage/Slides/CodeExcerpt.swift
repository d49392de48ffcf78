// SPDX-License-Identifier: Apache-2.0

/// Cuts a program to what a slide holds.
enum CodeExcerpt {
    /// The lines between the first and the last that are not blank, with what indents them all taken off.
    static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line.replacing("\t", with: "    ")
            while line.last?.isWhitespace == true { line.removeLast() }
            return line
        }
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { String($0.dropFirst(indent)) }
    }

    /// The program, or its beginning up to a blank line and a mark that it goes on.
    static func excerpt(of text: String, language: String?, linesAtMost: Int, columnsAtMost: Int) -> String {
        var lines = Self.lines(of: text).map { line in
            line.count > columnsAtMost ? line.prefix(columnsAtMost - 1) + "…" : line
        }
        guard lines.count > linesAtMost else { return lines.joined(separator: "\n") }
        let kept = lines.prefix(linesAtMost - 1)
        // Half a screen of code is worth more than a whole one ending inside a function.
        let cut = kept.lastIndex(of: "").flatMap { $0 >= linesAtMost / 2 ? $0 : nil } ?? kept.count
        lines = Array(lines.prefix(cut))
        return (lines + [Self.comment("…", in: language)]).joined(separator: "\n")
    }

    private static func comment(_ text: String, in language: String?) -> String {
        switch language?.lowercased() {
        case "python", "py", "ruby", "rb", "sh", "bash", "shell", "zsh", "console", "yaml", "yml", "toml",
            "perl", "r",
            "makefile", "dockerfile", "elixir", "ini", "conf", "nix":
            "# " + text
        case "sql", "lua", "haskell", "hs", "elm", "ada": "-- " + text
        case "html", "xml", "svg", "markdown", "md": "<!-- " + text + " -->"
        case "lisp", "clojure", "clj", "scheme", "asm": ";; " + text
        case nil, "text", "plain", "txt", "json", "csv", "diff": text
        default: "// " + text
        }
    }
}
