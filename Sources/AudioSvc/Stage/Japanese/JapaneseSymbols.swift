// SPDX-License-Identifier: Apache-2.0

/// Marks that are neither letters nor digits, in Japanese text.
enum JapaneseSymbols {
    /// What is said for a mark: words, a pause (、), or nothing.
    ///
    /// - Parameters:
    ///   - previous, next: Its neighbours in the text.
    ///   - lastSpoken: The last character already said; nil after a word of ours.
    static func reading(
        of mark: Character, after previous: Character?, before next: Character?, lastSpoken: Character?
    ) -> String {
        if let word = Self.words[mark] { return word }
        let followsKana = previous.map { $0.isHiragana || $0.isKatakana } ?? false
        switch mark {
        case "〜", "~", "–":
            if next?.isLatinWordCharacter ?? false, previous != nil { return "から" }
            return mark == "–" ? "、" : (followsKana ? "ー" : "、")
        case "/":
            guard previous?.isLatinLetter ?? false, let next, next.isLatinWordCharacter else { return "、" }
            // HTTP/2 is said without the stroke.
            return next.isDigit ? "" : "スラッシュ"
        case "+": return "プラス"
        case "×", "*":
            if next?.isDigit ?? false, previous?.isDigit ?? false { return "かける" }
            return mark == "×" ? "バツ" : ""
        case "○", "〇", "◯": return "マル"
        case "." where previous?.isLatinWordCharacter ?? false && next?.isLatinLetter ?? false: return "ドット"
        case ".": return previous?.isLatinWordCharacter ?? false && next != "." ? "。" : "、"
        case ",": return "、"
        case "\n": return "。"
        case ")", "]", "}", "〉", "》", "】":
            // A particle belongs to what is in the brackets; pausing before it would tear it off.
            return next?.isHiragana ?? true ? "" : "、"
        case "(", "[", "{", "〈", "《", "【", "→", "⇒", "←", "↔", "—", "―", "|", ":", ";", "…", "‥": return "、"
        case "·", "・": return followsKana && (next?.isKatakana ?? false) ? "" : "、"
        default: return ""
        }
    }

    private static let words: [Character: String] = [
        "&": "アンド", "@": "アットマーク", "%": "パーセント", "=": "イコール", "÷": "わる", "±": "プラスマイナス", "≠": "ノットイコール",
        "≒": "ニアリーイコール", "≤": "以下", "≥": "以上", "≦": "以下", "≧": "以上", "∞": "無限大", "√": "ルート", "°": "度",
        "α": "アルファ", "β": "ベータ", "γ": "ガンマ", "δ": "デルタ", "Δ": "デルタ", "ε": "イプシロン", "θ": "シータ", "λ": "ラムダ",
        "μ": "ミュー", "π": "パイ", "ρ": "ロー", "σ": "シグマ", "Σ": "シグマ", "φ": "ファイ", "ψ": "プサイ", "ω": "オメガ",
        "Ω": "オメガ",
    ]
}
