// SPDX-License-Identifier: Apache-2.0

/// A stretch of source code that is coloured.
struct CodeToken: Hashable {
    enum Kind: Hashable { case keyword, string, number, comment }

    let kind: Kind
    /// In UTF-8 bytes of the text.
    let range: Range<Int>

    /// A reading of common languages that is right nearly always and harmless otherwise: words, strings, numbers and
    /// comments, without grammar. O(n).
    static func tokens(of text: String, language: String?) -> [CodeToken] {
        var scanner = CodeScanner(text, CodeSyntax(of: language))
        return scanner.scan()
    }
}

/// What tells tokens apart in a family of languages.
struct CodeSyntax {
    var lineComments = ["//"]
    var blockComment: (start: String, end: String)? = ("/*", "*/")
    var quotes = "\"'`"
    var keywords = CodeSyntax.commonKeywords
    var ignoresCase = false

    /// Without a language nothing is known to start a comment but what all agree on.
    init(of language: String?) {
        switch language?.lowercased() {
        case "python", "py", "ruby", "rb", "sh", "bash", "shell", "zsh", "console", "yaml", "yml", "toml",
            "r", "perl",
            "dockerfile", "make", "makefile", "elixir", "nix":
            self.lineComments = ["#"]
            self.blockComment = nil
        case "sql", "postgresql", "mysql":
            self.lineComments = ["--"]
            self.keywords = CodeSyntax.queryKeywords
            self.ignoresCase = true
        case "haskell", "hs", "lua", "elm":
            self.lineComments = ["--"]
            self.blockComment = ("{-", "-}")
        case "html", "xml", "svg", "vue":
            self.lineComments = []
            self.blockComment = ("<!--", "-->")
            self.quotes = "\""
            self.keywords = []
        case "css", "scss": self.quotes = "\"'"
        // Argument labels, not keywords.
        case "swift":
            self.keywords.subtract(["from", "of", "object", "begin", "end", "val", "match", "move", "not"])
        case "text", "txt", "plain", "plaintext", "markdown", "md", "diff":
            self.lineComments = []
            self.blockComment = nil
            self.quotes = ""
            self.keywords = []
        case "lisp", "clojure", "scheme":
            self.lineComments = [";"]
            self.quotes = "\""
        case "php": self.lineComments = ["//", "#"]
        // An apostrophe is a lifetime here as often as a character.
        case "rust", "rs": self.quotes = "\""
        case nil: self.lineComments = ["//", "# "]
        default: break
        }
    }

    private static let commonKeywords: Set<String> = Set(
        """
        abstract actor and any as assert async await begin bool boolean break byte case catch char class concept const \
        constexpr continue debugger def default defer del delete deriving do double elif else elsif end enum except \
        explicit export extends extension extern false final finally float fn for foreach from func function \
        global go goto guard if impl implements import in inout instanceof int interface internal is lambda let long \
        loop macro match mod module move mut mutating namespace native new nil nonisolated none not null nullptr \
        object of operator or override package pass private protected protocol pub public raise range readonly \
        ref rescue return sealed select self sizeof some static struct super switch synchronized template \
        then this throw throws trait true try type typealias typedef typeof typename undefined union unless \
        unsafe unsigned until use using val var virtual void volatile when where while with yield \
        None True False Self String Int Double Bool echo export fi done esac
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let queryKeywords: Set<String> = Set(
        """
        select from where and or not in is null insert into values update set delete create table index view drop alter \
        add primary key foreign references unique constraint default join left right inner outer full on group by order \
        having limit offset union all distinct as case when then else end exists between like with recursive returning \
        begin commit rollback grant revoke true false int integer bigint text varchar boolean timestamp serial
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

private struct CodeScanner {
    private let bytes: [UInt8]
    private let syntax: CodeSyntax
    private let comments: [[UInt8]]
    private let block: (start: [UInt8], end: [UInt8])?
    private let quotes: Set<UInt8>
    private var position = 0

    init(_ text: String, _ syntax: CodeSyntax) {
        self.bytes = Array(text.utf8)
        self.syntax = syntax
        self.comments = syntax.lineComments.map { Array($0.utf8) }
        self.block = syntax.blockComment.map { (Array($0.start.utf8), Array($0.end.utf8)) }
        self.quotes = Set(syntax.quotes.utf8)
    }

    mutating func scan() -> [CodeToken] {
        var tokens: [CodeToken] = []
        while self.position < self.bytes.count {
            let start = self.position
            guard let kind = self.next(), start < self.position else { continue }
            tokens.append(CodeToken(kind: kind, range: start..<self.position))
        }
        return tokens
    }

    /// Moves beyond whatever is here; nil when it has no colour.
    private mutating func next() -> CodeToken.Kind? {
        let byte = self.bytes[self.position]
        if let block, self.isAt(block.start) {
            self.position += block.start.count
            while self.position < self.bytes.count, !self.isAt(block.end) { self.position += 1 }
            self.position = min(self.bytes.count, self.position + block.end.count)
            return .comment
        }
        // "#" inside a word or an address is no comment.
        if self.comments.contains(where: { self.isAt($0) }), self.isAfterSpace || byte != UInt8(ascii: "#") {
            self.skip { $0 != 0x0A }
            return .comment
        }
        if self.quotes.contains(byte) { return self.string(byte) }
        if byte.isDigit {
            self.skip { $0.isWordByte || $0 == UInt8(ascii: ".") }
            return .number
        }
        guard byte.isWordByte || byte == UInt8(ascii: "@") else {
            self.position += 1
            return nil
        }
        let start = self.position
        self.position += 1
        self.skip { $0.isWordByte }
        let word = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        return self.syntax.keywords.contains(self.syntax.ignoresCase ? word.lowercased() : word)
            ? .keyword : nil
    }

    /// Strings end at their quote, or at the end of the line: an apostrophe in prose then spoils one line only.
    private mutating func string(_ quote: UInt8) -> CodeToken.Kind? {
        let start = self.position
        let triple = [quote, quote, quote]
        if self.isAt(triple) {
            self.position += 3
            while self.position < self.bytes.count, !self.isAt(triple) { self.position += 1 }
            self.position = min(self.bytes.count, self.position + 3)
            return .string
        }
        self.position += 1
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == 0x0A, quote != UInt8(ascii: "`") { break }
            self.position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote {
                self.position = min(self.position, self.bytes.count)
                return .string
            }
        }
        self.position = quote == UInt8(ascii: "'") ? start + 1 : min(self.position, self.bytes.count)
        return quote == UInt8(ascii: "'") ? nil : .string
    }

    private var isAfterSpace: Bool {
        self.position == 0 || [0x0A, 0x20].contains(self.bytes[self.position - 1])
    }

    private func isAt(_ text: [UInt8]) -> Bool {
        self.position + text.count <= self.bytes.count
            && self.bytes[self.position..<self.position + text.count].elementsEqual(text)
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while self.position < self.bytes.count, condition(self.bytes[self.position]) { self.position += 1 }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    /// ASCII letters, digits and "_", and every byte of any other letter.
    fileprivate var isWordByte: Bool {
        self.isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F
            || self >= 0x80
    }
}
