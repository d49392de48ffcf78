// SPDX-License-Identifier: Apache-2.0

/// Names of character encodings as pages write them, and the iconv name that decodes what pages mean by them.
///
/// The grouping is that of encoding.spec.whatwg.org: a page that says ISO-8859-1 was written in Windows-1252, one that
/// says Shift_JIS in code page 932, GB2312 in GB 18030.
enum CharsetLabel {
    /// The iconv name for a label in any case, with spaces around it; nil for a label nobody knows.
    static func iconvName(for label: String) -> String? {
        let label = label.lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        if let name = self.names[label] { return name }
        // windows-1250...1258, ISO 8859 parts and KOI8 go by the same number everywhere.
        if label.hasPrefix("windows-125"), label.utf8.count == 12 { return "CP" + label.dropFirst(8) }
        if label.hasPrefix("cp125"), label.utf8.count == 6 { return label.uppercased() }
        if label.hasPrefix("iso-8859-") || label.hasPrefix("koi8-") { return label.uppercased() }
        return nil
    }

    private static let names: [String: String] = {
        let groups: [(name: String, labels: [String])] = [
            ("UTF-8", ["utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8"]),
            ("UTF-16LE", ["utf-16", "utf-16le", "ucs-2", "iso-10646-ucs-2", "unicode"]),
            ("UTF-16BE", ["utf-16be", "unicodefffe"]),
            ("UTF-32LE", ["utf-32", "utf-32le"]),
            ("UTF-32BE", ["utf-32be"]),
            (
                "CP932",
                [
                    "shift_jis", "shift-jis", "shiftjis", "sjis", "x-sjis", "ms_kanji", "ms932",
                    "windows-31j",
                    "windows-932", "cp932", "csshiftjis",
                ]
            ),
            ("EUC-JP-MS", ["euc-jp", "eucjp", "x-euc-jp", "cseucpkdfmtjapanese", "euc-jp-ms"]),
            ("ISO-2022-JP", ["iso-2022-jp", "csiso2022jp", "jis", "iso-2022-jp-1", "cp50220", "cp50221"]),
            (
                "GB18030",
                [
                    "gb18030", "gbk", "gb2312", "gb_2312-80", "x-gbk", "cp936", "ms936", "chinese",
                    "hz-gb-2312",
                ]
            ),
            ("BIG5-HKSCS", ["big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950"]),
            (
                "UHC",
                [
                    "euc-kr", "ks_c_5601-1987", "korean", "ksc5601", "windows-949", "cp949", "uhc",
                    "iso-2022-kr",
                ]
            ),
            (
                "CP1252",
                [
                    "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "ascii", "us-ascii",
                    "ansi_x3.4-1968", "x-cp1252",
                ]
            ),
            ("CP1254", ["iso-8859-9", "latin5"]),
            ("CP874", ["tis-620", "iso-8859-11", "windows-874", "dos-874"]),
            ("MACINTOSH", ["macintosh", "mac", "x-mac-roman"]),
            ("IBM866", ["ibm866", "cp866", "866"]),
        ]
        return Dictionary(
            groups.flatMap { group in group.labels.map { ($0, group.name) } },
            uniquingKeysWith: { first, _ in first })
    }()
}
