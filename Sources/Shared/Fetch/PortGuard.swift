// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// Which ports a public page may be served from.
///
/// Below 1024 only 80 and 443: the others belong to mail, shells and printers, and a page never does. Above, all but
/// the ports which the Fetch standard has browsers block (fetch.spec.whatwg.org, "bad port").
package enum PortGuard {
    package static func allows(_ port: Int) -> Bool {
        switch port {
        case 80, 443: true
        case ..<1024, 65_536...: false
        default: !self.blocked.contains(port)
        }
    }

    static func refusal(of port: Int) -> Localized? {
        self.allows(port)
            ? nil : Localized(ja: "ポート\(port)はウェブページのものではありません", en: "port \(port) is none of web pages")
    }

    private static let blocked: Set<Int> = [
        1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
        6697,
        10_080,
    ]
}
