// SPDX-License-Identifier: Apache-2.0
internal import Morphology

/// Forms of a Japanese verb, from its dictionary form and ipadic's type of conjugation.
struct Conjugation: Hashable, Sendable {
    private let stem: String
    private let kind: Kind

    private enum Kind: Hashable {
        case ichidan, suru, zuru, kuru, kuruKana, aru
        /// The kana the dictionary form ends in, and whether its past is い, っ or ん.
        case godan(ending: Character, past: String)
        /// くださる, なさる, いらっしゃる: polite with い.
        case honorific
    }

    /// nil for what is no verb, and for the few classical types.
    init?(_ morpheme: Morpheme) {
        guard morpheme.partOfSpeech == .verb || morpheme.conjugationType == "五段・ラ行アル",
            let ending = morpheme.baseForm.last
        else { return nil }
        let base = morpheme.baseForm
        let type = morpheme.conjugationType
        self.stem = String(base.dropLast())
        switch type {
        case _ where base == "ある": self.kind = .aru
        case _ where type.hasPrefix("一段"): self.kind = .ichidan
        case "サ変・−ズル", "サ変・-ズル": self.kind = .zuru
        case _ where type.hasPrefix("サ変"): self.kind = .suru
        case "カ変・来ル": self.kind = .kuru
        case "カ変・クル": self.kind = .kuruKana
        case "五段・ラ行アル": self.kind = .aru
        case "五段・ラ行特殊": self.kind = .honorific
        case _ where type.hasPrefix("五段"):
            let isSpecial = type.contains("カ行促音便") || base.hasSuffix("行く")
            guard let past = isSpecial ? "った" : Self.pasts[ending] else { return nil }
            self.kind = .godan(ending: ending, past: past)
        default: return nil
        }
    }

    private static let pasts: [Character: String] = [
        "く": "いた", "ぐ": "いだ", "す": "した", "つ": "った", "る": "った", "う": "った", "ぬ": "んだ", "ぶ": "んだ",
        "む": "んだ",
    ]
    private static let iRow: [Character: String] = [
        "く": "き", "ぐ": "ぎ", "す": "し", "つ": "ち", "る": "り", "う": "い", "ぬ": "に", "ぶ": "び", "む": "み",
    ]
    private static let aRow: [Character: String] = [
        "く": "か", "ぐ": "が", "す": "さ", "つ": "た", "る": "ら", "う": "わ", "ぬ": "な", "ぶ": "ば", "む": "ま",
    ]

    /// 連用形, what ます follows: 使い, 食べ, し.
    var polite: String {
        switch self.kind {
        case .ichidan, .kuru: self.stem
        case .suru: self.stem.dropLast() + "し"
        case .zuru: self.stem.dropLast() + "じ"
        case .kuruKana: self.stem.dropLast() + "き"
        case .aru: self.stem + "り"
        case .honorific: self.stem + "い"
        case .godan(let ending, _): self.stem + (Self.iRow[ending] ?? "")
        }
    }

    /// The plain past: 使った, 食べた, した.
    var past: String {
        switch self.kind {
        case .ichidan, .kuru: self.stem + "た"
        case .suru: self.stem.dropLast() + "した"
        case .zuru: self.stem.dropLast() + "じた"
        case .kuruKana: self.stem.dropLast() + "きた"
        case .aru, .honorific: self.stem + "った"
        case .godan(_, let past): self.stem + past
        }
    }

    /// The plain negative: 使わない, 食べない, しない.
    var negative: String {
        switch self.kind {
        case .ichidan, .kuru: self.stem + "ない"
        case .suru: self.stem.dropLast() + "しない"
        case .zuru: self.stem.dropLast() + "じない"
        case .kuruKana: self.stem.dropLast() + "こない"
        case .aru: String(self.stem.dropLast()) + "ない"
        case .honorific: self.stem + "らない"
        case .godan(let ending, _): self.stem + (Self.aRow[ending] ?? "") + "ない"
        }
    }
}

extension Collection where Element == Morpheme {
    /// The words as written.
    var text: String { self.reduce(into: "") { $0 += $1.leadingSpace + $1.surface } }
}
