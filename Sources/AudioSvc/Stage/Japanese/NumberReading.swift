// SPDX-License-Identifier: Apache-2.0

/// Numbers in Japanese text, rewritten so that the engine says them as people do.
///
/// The engine reads digits, decimals and counters well by itself; this gives it the words for what it takes for
/// punctuation: dates, times, versions, ranges, fractions, prices, signs and units.
enum NumberReading {
    /// The reading of what starts at a digit or a currency sign, and how many characters it replaces.
    static func read(_ text: [Character], at index: Int) -> (text: String, count: Int)? {
        if let currency = Self.currencies[text[index]] { return Self.price(text, at: index, currency) }
        guard text[index].isDigit else { return nil }
        let number = Self.number(text, at: index)
        let (fields, separators, end) = Self.compound(text, first: number)
        let spoken = separators.isEmpty ? number.text : Self.joined(fields, separators)
        let unit = Self.unit(text, at: end)
        return (spoken + (unit?.text ?? ""), end + (unit?.count ?? 0) - index)
    }

    /// Digits with their thousands' commas dropped, and a decimal part, or several: a version.
    private static func number(_ text: [Character], at start: Int) -> (text: String, end: Int) {
        var digits = ""
        var end = start
        while end < text.count {
            if text[end].isDigit {
                digits.append(text[end])
                end += 1
            } else if text[end] == ",", Self.isThousands(text, at: end) {
                end += 1
            } else {
                break
            }
        }
        var parts = [digits]
        while end + 1 < text.count, text[end] == ".", text[end + 1].isDigit {
            let part = text[(end + 1)...].prefix { $0.isDigit }
            parts.append(String(part))
            end += 1 + part.count
        }
        return (parts.count == 2 ? parts.joined(separator: ".") : parts.joined(separator: "点"), end)
    }

    /// A comma before exactly three digits.
    private static func isThousands(_ text: [Character], at comma: Int) -> Bool {
        let group = text[(comma + 1)...].prefix(4)
        return group.count >= 3 && group.prefix(3).allSatisfy(\.isDigit)
            && !(group.count == 4 && (group.last?.isDigit ?? false))
    }

    private typealias Compound = (fields: [String], separators: [Character], end: Int)

    /// Further numbers behind `-`, `/`, `:`, `〜` or `×`.
    private static func compound(_ text: [Character], first: (text: String, end: Int)) -> Compound {
        var fields = [first.text]
        var separators: [Character] = []
        var end = first.end
        while end + 1 < text.count, fields.count < 8, "-/:〜~–×⁄x".contains(text[end]), text[end + 1].isDigit {
            let next = Self.number(text, at: end + 1)
            separators.append(text[end])
            fields.append(next.text)
            end = next.end
        }
        return (fields, separators, end)
    }

    private static func joined(_ fields: [String], _ separators: [Character]) -> String {
        let numbers = fields.map { Int($0) }
        let kinds = Set(separators)
        if kinds.count == 1, let kind = separators.first {
            if "-/".contains(kind), let date = Self.date(fields, numbers) { return date }
            if kind == ":", let time = Self.time(fields, numbers) { return time }
            if fields.count == 2, "/⁄".contains(kind), let a = numbers[0], let b = numbers[1], a < b {
                return "\(b)ぶんの\(a)"
            }
            // A telephone number, or any other code.
            if fields.count > 2, kind == "-" { return fields.joined(separator: "の") }
        }
        return zip(separators, fields.dropFirst()).reduce(fields[0]) { $0 + Self.word(for: $1.0) + $1.1 }
    }

    private static func word(for separator: Character) -> String {
        switch separator {
        case "-", "〜", "~", "–": "から"
        case "/", "⁄": "スラッシュ"
        case ":": "対"
        default: "かける"
        }
    }

    private static func date(_ fields: [String], _ numbers: [Int?]) -> String? {
        guard fields[0].count == 4, fields.count == 2 || fields.count == 3, let year = numbers[0],
            let month = numbers[1], (1...12).contains(month), fields.count == 3 || fields[1].count == 2
        else { return nil }
        guard fields.count == 3 else { return "\(year)年\(month)月" }
        guard let day = numbers[2], (1...31).contains(day) else { return nil }
        return "\(year)年\(month)月\(day)日"
    }

    private static func time(_ fields: [String], _ numbers: [Int?]) -> String? {
        guard (2...3).contains(fields.count), let hour = numbers[0], hour <= 24, fields[0].count <= 2,
            fields.dropFirst().allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isDigit) && $0 < "60" }),
            let minute = numbers[1]
        else { return nil }
        let minutes = minute == 0 && fields.count == 2 ? "" : "\(minute)分"
        guard fields.count == 3, let second = numbers[2] else { return "\(hour)時\(minutes)" }
        return "\(hour)時\(minutes)\(second)秒"
    }

    private static let currencies: [Character: String] = [
        "$": "ドル", "¥": "円", "€": "ユーロ", "£": "ポンド", "₩": "ウォン",
    ]

    /// `$1.5M` is 1.5ミリオンドル, `¥3億` is 3億円.
    private static func price(_ text: [Character], at index: Int, _ currency: String) -> (
        text: String, count: Int
    )? {
        var start = index + 1
        while start < text.count, text[start] == " " { start += 1 }
        guard start < text.count, text[start].isDigit else { return nil }
        let number = Self.number(text, at: start)
        var scale = ""
        var end = number.end
        while end < text.count, "千万億兆".contains(text[end]) {
            scale.append(text[end])
            end += 1
        }
        if scale.isEmpty, end < text.count, text.isWordEdge(at: end + 1), let word = Self.scales[text[end]] {
            scale = word
            end += 1
        }
        return (number.text + scale + currency, end - index)
    }

    private static let scales: [Character: String] = [
        "K": "キロ", "k": "キロ", "M": "ミリオン", "B": "ビリオン", "T": "トリリオン",
    ]

    /// A unit behind a number, where its letters end.
    private static func unit(_ text: [Character], at index: Int) -> (text: String, count: Int)? {
        let space = index < text.count && text[index] == " " ? 1 : 0
        let start = index + space
        for length in stride(from: min(6, text.count - start), to: 0, by: -1) {
            let end = start + length
            let last = text[end - 1]
            guard let reading = Self.units[String(text[start..<end])],
                !last.isLatinLetter || end >= text.count || !text[end].isLatinWordCharacter
            else { continue }
            return (reading, space + length)
        }
        return nil
    }

    private static let units = [
        "%": "パーセント", "‰": "パーミル", "°C": "度", "°F": "度", "°": "度", "km": "キロメートル", "m": "メートル",
        "cm": "センチメートル",
        "mm": "ミリメートル", "μm": "マイクロメートル", "nm": "ナノメートル", "km/h": "キロメートル毎時", "m/s": "メートル毎秒",
        "kg": "キログラム", "g": "グラム", "mg": "ミリグラム", "t": "トン", "L": "リットル", "l": "リットル", "mL": "ミリリットル",
        "ml": "ミリリットル", "m2": "平方メートル", "m3": "立方メートル", "km2": "平方キロメートル", "ha": "ヘクタール",
        "B": "バイト", "KB": "キロバイト", "kB": "キロバイト", "MB": "メガバイト", "GB": "ギガバイト", "TB": "テラバイト", "PB": "ペタバイト",
        "KiB": "キビバイト", "MiB": "メビバイト", "GiB": "ギビバイト", "TiB": "テビバイト", "bps": "ビーピーエス", "kbps": "キロビーピーエス",
        "Mbps": "メガビーピーエス", "Gbps": "ギガビーピーエス", "MB/s": "メガバイト毎秒", "GB/s": "ギガバイト毎秒", "bit": "ビット",
        "ns": "ナノ秒", "μs": "マイクロ秒", "ms": "ミリ秒", "s": "秒", "sec": "秒", "min": "分", "h": "時間", "hr": "時間",
        "Hz": "ヘルツ", "kHz": "キロヘルツ", "MHz": "メガヘルツ", "GHz": "ギガヘルツ", "THz": "テラヘルツ", "fps": "エフピーエス",
        "dB": "デシベル", "V": "ボルト", "mV": "ミリボルト", "A": "アンペア", "mA": "ミリアンペア", "mAh": "ミリアンペアアワー", "W": "ワット",
        "kW": "キロワット", "MW": "メガワット", "kWh": "キロワットアワー", "J": "ジュール", "kJ": "キロジュール", "cal": "カロリー",
        "kcal": "キロカロリー", "Pa": "パスカル", "hPa": "ヘクトパスカル", "px": "ピクセル", "pt": "ポイント", "em": "エム",
        "dpi": "ディーピーアイ",
        "ppm": "ピーピーエム", "rpm": "アールピーエム", "st": "番目", "nd": "番目", "rd": "番目", "th": "番目", "x": "倍", "×": "倍",
        "K": "ケー",
    ]
}
