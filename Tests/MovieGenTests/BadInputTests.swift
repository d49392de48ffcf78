// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Each gives one sentence on what, where and what to do, its exit code of docs/errors.md, and nothing on disk.
@Suite struct `Bad input` {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var file: String
        var bytes: Data
        var status: Int32
        var says: String
        var testDescription: String { self.name }

        init(_ name: String, _ file: String, _ text: String, _ status: Int32, _ says: String) {
            self.init(name, file, Data(text.utf8), status, says)
        }

        init(_ name: String, _ file: String, _ bytes: Data, _ status: Int32, _ says: String) {
            (self.name, self.file, self.bytes, self.status, self.says) = (name, file, bytes, status, says)
        }
    }

    private static let arabic = (1...12).map {
        "<p>الفقرة رقم \($0): هذا نص طويل باللغة العربية عن الطقس والسماء والبحر، ويصف كيف تتغير الرياح في الشتاء، وكيف "
            + "يستعد الناس للمطر والبرد، ثم كيف تعود الشمس في الربيع لتدفئ الأرض من جديد.</p>"
    }.joined()
    private static let links = (0..<80).map { "<li><a href='/\($0)'>Page number \($0)</a></li>" }.joined()

    static let pages = [
        Case("a PDF", "paper.pdf", "%PDF-1.7\n%\u{E2}\u{E3}\n1 0 obj", 65, "not a page of text"),
        Case("a video", "clip.mp4", Data([0, 0, 0, 24] + Array("ftypmp42".utf8)), 65, "not a page of text"),
        Case("an empty page", "empty.html", "<html><body></body></html>", 65, "there is no text here"),
        Case(
            "navigation only", "nav.html", "<body><nav><ul>\(links)</ul></nav></body>", 65,
            "no article was found"),
        Case(
            "text in neither language", "ar.html",
            "<article><h1>الطقس</h1>\(arabic)</article>", 65, "no film can be made in this article's language"
        ),
    ]

    @Test(arguments: Self.pages) func `behind a URL gives its sentence`(page: Case) throws {
        let command = try Command()
        defer { command.remove() }
        try FileManager.default.createDirectory(at: command.file("www"), withIntermediateDirectories: true)
        try page.bytes.write(to: command.file("www/" + page.file))
        let pages = try Pages(command.file("www"))
        let result = try command.run(
            "generate", "\(pages.address)/\(page.file)", "-o", "film.mp4", "--allow-private-addresses")
        #expect(result.status == page.status && result.errors.contains(page.says), "\(result.errors)")
        self.isOneSentence(result)
        #expect(command.files == ["www", "www/\(page.file)"])
    }

    @Test func `a page that is not there is a 404, a server that is not there cannot be reached`() throws {
        let command = try Command()
        defer { command.remove() }
        let pages = try Pages(command.folder)
        let missing = try command.run(
            "generate", "\(pages.address)/none.html", "-o", "film.mp4", "--allow-private-addresses")
        #expect(missing.status == 68 && missing.errors.contains("404"), "\(missing.errors)")
        let gone = try command.run(
            "generate", "http://127.0.0.1:9/", "-o", "film.mp4", "--allow-private-addresses")
        #expect(gone.status == 68 && gone.errors.contains("could not be reached"), "\(gone.errors)")
        #expect(command.files.isEmpty)
    }

    @Test(arguments: [
        "http://127.0.0.1/", "http://localhost:8000/", "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/", "http://0x7f.1/", "http://2130706433/",
    ]) func `a private address is refused`(address: String) throws {
        let command = try Command()
        defer { command.remove() }
        let result = try command.run("generate", address, "-o", "film.mp4")
        #expect(
            result.status == 77 && result.errors.contains("addresses and ports that are not public"),
            "\(result.errors)")
        #expect(command.files.isEmpty)
    }

    @Test func `ten megabytes of HTML and a hundred thousand headings end, one way or the other`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(
            "<article>"
                + String(repeating: "<p>" + String(repeating: "word ", count: 200) + "</p>", count: 10_500),
            to: "large.html")
        try command.write(
            "# T\n\n" + String(repeating: "## A heading of many\n\n", count: 100_000), to: "headings.md")
        for file in ["large.html", "headings.md"] {
            let result = try command.run("generate", file, "-o", "film.mp4", "--dry-run")
            #expect(result.status == 0 || result.status == 65, "\(file): \(result.errors)")
            if result.status != 0 { self.isOneSentence(result) }
        }
        #expect(command.files == ["headings.md", "large.html"])
    }

    @Test func `broken UTF-8 is read around`() throws {
        let command = try Command()
        defer { command.remove() }
        var bytes = Data(article.utf8)
        bytes.replaceSubrange(200..<202, with: [0xFF, 0xFE])
        try bytes.write(to: command.file("broken.md"))
        let result = try command.run("generate", "broken.md", "--dry-run")
        #expect(result.status == 0, "\(result.errors)")
    }

    static let scripts = [
        Case(
            "a bad field", "s.yaml", "title: T\ndescription: D\nsections: 5\n", 65,
            "'sections' must be a list"),
        Case("bad YAML", "s.yaml", "title: [\n", 65, "YAML parse error"),
        Case("an empty script", "s.yaml", "", 65, "Script file is empty"),
    ]

    @Test(arguments: Self.scripts) func `in a script gives its sentence`(script: Case) throws {
        let command = try Command()
        defer { command.remove() }
        try script.bytes.write(to: command.file(script.file))
        let result = try command.run("generate", script.file, "-o", "film.mp4")
        #expect(result.status == script.status && result.errors.contains(script.says), "\(result.errors)")
        self.isOneSentence(result)
        #expect(command.files == ["s.yaml"])
    }

    @Test func `an unknown persona is recast with a warning, and refused with --strict`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(
            """
            title: T
            description: D
            sections:
              - title: S
                narrations: [{ persona_id: nobody, text: こんにちは }]
            """, to: "s.yaml")
        let recast = try command.run("generate", "s.yaml", "--dry-run")
        #expect(recast.status == 0 && recast.errors.contains("nobody"), "\(recast.errors)")
        let refused = try command.run("generate", "s.yaml", "--strict", "-o", "film.mp4")
        #expect(refused.status == 65 && refused.errors.contains("nobody"), "\(refused.errors)")
        #expect(command.files == ["s.yaml"])
    }

    @Test func `a missing font, voice, engine, asset or configuration is named`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        try command.write(
            "<?xml version='1.0'?><fontconfig><dir>/nowhere</dir></fontconfig>", to: "fonts.conf")
        try command.write(
            "personas: [{ id: a, name: A, character_pack: kohaku, synthesizer: { voice: nobody, speaker_id: 0 } }]",
            to: "voice.yaml")
        let before = command.files
        func expect(
            _ status: Int32, _ says: String, _ arguments: [String], _ environment: [String: String] = [:]
        ) throws {
            let result = try command.start(
                ["generate", "tea.md", "-o", "film.mp4", "--size", "320x180"] + arguments,
                environment: environment
            ).wait()
            #expect(result.status == status && result.errors.contains(says), "\(result.errors)")
            #expect(command.files == before)
        }
        try expect(69, "Noto Sans CJK JP", [], ["FONTCONFIG_FILE": command.file("fonts.conf").path])
        try expect(69, "nobody", ["-c", "voice.yaml"])
        try expect(69, "open_jtalk", [], ["PATH": "/nowhere"])
        try expect(69, "pack", ["--assets", "/nowhere"])
        try expect(66, "none.yaml", ["-c", "none.yaml"])
    }

    @Test func `an output nobody can write is known before the work begins`() throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        for output in ["/proc/film.mp4", "/proc/nowhere/film.mp4", "/"] {
            let result = try command.run("generate", "tea.md", "-o", output)
            #expect(result.status == 73 && result.errors.contains("cannot be written"), "\(result.errors)")
            #expect(!result.errors.contains("Script"))
        }
    }

    @Test(arguments: ["out", "cache"]) func `a full disk is said to be full, and half a film is not left`(
        place: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        try FileManager.default.createDirectory(at: command.file(place), withIntermediateDirectories: true)
        // A disk of 400 KB in a mount namespace of its own; what is on it is listed before it goes.
        let mount =
            "mount -t tmpfs -o size=400k tmpfs \(place) && { \"$@\"; status=$?; ls -A \(place) >&2; exit $status; }"
        let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
        let result = try command.start(
            [
                "generate", "tea.md", "-o", "out/film.mp4", "--size", "640x360", "--cache",
                command.file("cache/x").path,
            ],
            launcher: ["/usr/bin/unshare"] + user + ["--mount", "/bin/sh", "-c", mount, "sh"]
        ).wait()
        #expect(result.status == 74 && result.errors.contains("the disk is full"), "\(result.errors)")
        #expect(!result.errors.contains("film.mp4\n") && !result.errors.contains(".part"))
    }

    @Test(arguments: ["-1", "2-", "2", "1-2"]) func `a range of scenes is taken as it is documented`(
        range: String
    ) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        let result = try command.run("generate", "tea.md", "--dry-run", "--scenes", range)
        #expect(result.status == 0 && result.output.contains("output_ja_"), "\(result.errors)")
    }

    @Test(arguments: [
        ["--scenes", "3-2"], ["--scenes", "x"], ["-o", "film.avi"], ["--persona-pool-count", "9"],
    ])
    func `an option nobody can mean is refused before the work begins`(options: [String]) throws {
        let command = try Command()
        defer { command.remove() }
        try command.write(article, to: "tea.md")
        let result = try command.start(["generate", "tea.md"] + options).wait()
        #expect([64, 73, 78].contains(result.status), "\(result.errors)")
        #expect(!result.errors.contains("✓"))
        self.isOneSentence(result)
        #expect(command.files == ["tea.md"])
    }

    @Test func `messages are in Japanese where the terminal is`() throws {
        let command = try Command()
        defer { command.remove() }
        let result = try command.run("generate", "ない.md", environment: ["LC_ALL": "ja_JP.UTF-8"])
        #expect(result.status == 66 && result.errors == "✗ ない.md: ファイルが見つかりません。パスを確かめてください。\n")
    }

    @Test func `as JSON a failure has a code`() throws {
        let command = try Command()
        defer { command.remove() }
        let result = try command.run("generate", "ftp://example.com/", "--json")
        #expect(
            result.status == 64 && result.errors.contains(#""code":"addressInvalid""#)
                && result.output.isEmpty)
    }

    /// One line, no trace of the program's inside.
    private func isOneSentence(_ result: Command.Result) {
        let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("✗") }
        #expect(lines.count == 1 && result.errors.hasSuffix("\n"), "\(result.errors)")
        for trace in ["Fatal error", "JobFailure(", "Swift.", "0x"] {
            #expect(!result.errors.contains(trace))
        }
    }
}
