// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings

/// Reads every declared key once and keeps what was found wrong or noteworthy.
struct SettingsReading {
    private let source: SettingsSource
    private var values: [String: SettingValue] = [:]
    private(set) var problems: [SettingsFinding]
    private(set) var warnings: [SettingsFinding] = []

    init(_ source: SettingsSource) {
        self.source = source
        self.problems = source.problems
        for key in SettingKey.all { self.read(key) }
        self.checkTogether()
        self.warnOfNames()
    }

    /// The value of a key, checked; nil when it is not set and has no fixed default.
    subscript(key: SettingKey) -> SettingValue? { self.values[key.name] }

    private mutating func read(_ key: SettingKey) {
        let own = self.source.setting(key.name, isSecret: key.isSecret)
        let aliased = key.aliases.lazy.compactMap { [source] in
            source.setting($0, isSecret: key.isSecret)
        }.first
        if let own, let aliased, own.text != aliased.text {
            self.warnings.append(
                .init(
                    aliased.name,
                    ja: "\(aliased.name) は使われません。\(key.name) が別の値を指定しています",
                    en: "\(aliased.name) is not used: \(key.name) says otherwise"))
        }
        if let setting = own ?? aliased { return self.take(setting, for: key) }
        switch key.standard {
        case .value(let text): self.values[key.name] = key.value(of: text)
        case .computed: break
        case .none:
            self.problems.append(
                .init(
                    key.name, ja: "\(key.name) を設定してください: \(key.meaning[.japanese])",
                    en: "\(key.name) is not set: \(key.meaning[.english])"))
        }
    }

    private mutating func take(_ setting: SettingsSource.Setting, for key: SettingKey) {
        if let value = key.value(of: setting.text) {
            self.values[key.name] = value
            return
        }
        let shown = key.isSecret ? "<secret>" : "'\(Self.shown(setting.text))'"
        let name = setting.name == key.name ? key.name : "\(setting.name) (\(key.name))"
        let unit = key.unit.isEmpty ? "" : " \(key.unit)"
        let place =
            setting.line.map { (ja: "（\($0)行目）", en: " (line \($0) of the file)") } ?? (ja: "", en: "")
        self.problems.append(
            .init(
                setting.name,
                ja: "\(name) の値 \(shown) は使えません\(place.ja): \(key.range[.japanese])\(unit)",
                en: "\(name) cannot be \(shown)\(place.en): it must be \(key.range[.english])\(unit)"))
    }

    /// A value on one line and not too long, since it may be anything.
    private static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
        }.joined()
        return text.unicodeScalars.count > 80 ? plain + "…" : plain
    }

    private mutating func checkTogether() {
        self.require(.renewSeconds, below: .leaseSeconds, divisor: 2)
        self.require(.retryFirst, below: .retryLongest, orEqual: true)
        for deadline in SettingKey.stageDeadlines {
            self.require(deadline, below: .jobDeadline, orEqual: true)
        }
    }

    /// Both are whole numbers; a pair of which one is already wrong says nothing.
    private mutating func require(
        _ key: SettingKey, below other: SettingKey, divisor: Int = 1, orEqual: Bool = false
    ) {
        guard case .wholeNumber(let value)? = self[key], case .wholeNumber(let limit)? = self[other],
            orEqual ? value * divisor > limit : value * divisor >= limit
        else { return }
        let part = divisor == 2 ? (ja: "の半分", en: "half of ") : (ja: "", en: "")
        let relation = orEqual ? (ja: "以下", en: "at most ") : (ja: "より小さい値", en: "less than ")
        self.problems.append(
            .init(
                key.name,
                ja: "\(key.name) の値 \(value) は \(other.name)（\(limit)）\(part.ja)\(relation.ja)にしてください",
                en:
                    "\(key.name) cannot be \(value): it must be \(relation.en)\(part.en)\(other.name) (\(limit))"
            ))
    }

    private mutating func warnOfNames() {
        for (name, reason) in SettingKey.withoutEffect where self.source.setting(name, isSecret: true) != nil
        {
            self.warnings.append(
                .init(
                    name, ja: "\(name) はもう意味を持ちません: \(reason[.japanese])",
                    en: "\(name) has no effect any more: \(reason[.english])"))
        }
        let ours = SettingKey.all.flatMap { [$0.name] + $0.aliases }
        let known = Set(ours + SettingKey.withoutEffect.map(\.name) + SettingKey.readElsewhere)
        for name in self.source.names where !known.contains(name) {
            let near = EditDistance.nearest(to: name, in: ours)
            let shown = Self.shown(name)
            self.warnings.append(
                .init(
                    name, ja: "\(shown) という設定はありません\(near.map { "。\($0) のことですか" } ?? "")",
                    en: "There is no setting \(shown)\(near.map { "; did you mean \($0)?" } ?? "")"))
        }
    }
}
