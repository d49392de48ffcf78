// SPDX-License-Identifier: Apache-2.0
package import Domain

extension Language {
    /// The language of ours that an Accept-Language header likes best; Japanese where it names none.
    package init(acceptLanguage header: String?) {
        var best: (language: Language, weight: Double)?
        for range in (header ?? "").split(separator: ",").prefix(50) {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first?.split(separator: "-").first,
                let language = tag == "*" ? .japanese : Language(rawValue: String(tag))
            else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            let weight = quality.map { Double($0) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        self = best?.language ?? .japanese
    }
}
