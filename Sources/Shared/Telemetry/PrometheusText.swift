// SPDX-License-Identifier: Apache-2.0

/// The text format of Prometheus, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
package enum PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    struct Sample {
        let name: String
        let labels: MetricLabels
        /// The label `le` of a histogram's bucket.
        var upperBound: Double?
        let value: Double
    }

    static func header(name: String, help: String, kind: MetricDescription.Kind) -> String {
        let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    static func line(_ sample: Sample) -> String {
        var labels = sample.labels.pairs.map { "\($0.name)=\"\(self.escaped($0.value))\"" }
        if let bound = sample.upperBound { labels.append("le=\"\(self.number(bound))\"") }
        let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(sample.name)\(list) \(self.number(sample.value))\n"
    }

    /// As Go's ParseFloat reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// The labels of a series, by name.
struct MetricLabels: Hashable, Sendable {
    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    let pairs: [Pair]

    /// A name is brought into the format's alphabet, the last of two equal names stays, and a value is cut after
    /// 256 characters. `le` is a histogram's own label.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions {
            let name = MetricLabels.name(name, allowingColon: false)
            values[name == "le" || name.hasPrefix("__") ? "exported_\(name)" : name] = String(
                value.prefix(256))
        }
        self.pairs = values.sorted { $0.key < $1.key }.map { Pair(name: $0.key, value: $0.value) }
    }

    /// `text` with `_` for whatever a name may not have.
    static func name(_ text: String, allowingColon: Bool) -> String {
        let name = String(
            text.map { character in
                let isAllowed = character.isASCII && (character.isLetter || character.isNumber)
                return isAllowed || (character == ":" && allowingColon) ? character : "_"
            })
        return name.isEmpty || name.first?.isNumber == true ? "_\(name)" : name
    }
}
