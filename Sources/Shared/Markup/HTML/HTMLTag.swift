// SPDX-License-Identifier: Apache-2.0

/// The elements this reader tells apart; all others are `other`, a span that means nothing.
enum HTMLTag: String, CaseIterable {
    case root = "#root"
    case text = "#text"
    case other = "#other"

    case a, abbr, address, article, aside, audio, base, blockquote, body, br, button, canvas, caption, center,
        cite
    case code, col, colgroup, dd, del, details, dialog, dir, div, dl, dt, embed, fieldset, figcaption, figure,
        footer
    case form, h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html, iframe, img, input, kbd, label, legend,
        li, link
    case main, math, menu, meta, nav, noembed, noframes, noscript, object, ol, optgroup, option, p, picture,
        pre, q
    case rb, rp, rt, rtc, ruby, samp, script, search, section, select, source, span, style, sub, summary, sup,
        svg
    case table, tbody, td, template, textarea, tfoot, th, thead, time, title, tr, track, ul, video, wbr, xmp
    case area, bgsound, basefont, frame, frameset, keygen, param, plaintext

    /// Elements that only change how text looks. They carry no meaning here, so the tree leaves them out unless an
    /// attribute says more.
    case b, big, em, font, i, ins, mark, nobr, s, small, strike, strong, tt, u

    static let byName: [String: HTMLTag] = Dictionary(
        uniqueKeysWithValues: Self.allCases.filter { !$0.rawValue.hasPrefix("#") }.map { ($0.rawValue, $0) })

    var isFormatting: Bool {
        switch self {
        case .b, .big, .em, .font, .i, .ins, .mark, .nobr, .s, .small, .strike, .strong, .tt, .u: true
        default: false
        }
    }

    /// Elements that never have content.
    var isVoid: Bool {
        switch self {
        case .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .hr, .img, .input, .keygen, .link,
            .meta,
            .param, .source, .track, .wbr:
            true
        default: false
        }
    }

    /// Elements that begin on a line of their own.
    var isBlock: Bool { self.closesParagraph || self.isTablePart || self == .table }

    /// Elements whose start ends an open paragraph.
    var closesParagraph: Bool {
        switch self {
        case .address, .article, .aside, .blockquote, .center, .dd, .details, .dialog, .dir, .div, .dl, .dt,
            .fieldset,
            .figcaption, .figure, .footer, .form, .h1, .h2, .h3, .h4, .h5, .h6, .header, .hgroup, .hr,
            .legend, .li,
            .main, .menu, .nav, .noscript, .ol, .p, .pre, .root, .search, .section, .summary, .ul, .xmp:
            true
        default: false
        }
    }

    var isTablePart: Bool {
        switch self {
        case .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr: true
        default: false
        }
    }

    var headingLevel: Int? {
        switch self {
        case .h1: 1
        case .h2: 2
        case .h3: 3
        case .h4: 4
        case .h5: 5
        case .h6: 6
        default: nil
        }
    }
}

/// The attributes this reader looks at; the tree leaves out all others.
enum HTMLAttribute: String, CaseIterable {
    case alt, charset, `class`, colspan, content, dir, headers, height, hidden, href, id, itemprop, lang,
        language, name
    case property, rel, role, rowspan, src, srcset, start, style, summary, title, type, value, width, alttext
    case ariaHidden = "aria-hidden"
    case ariaLabel = "aria-label"
    case httpEquiv = "http-equiv"
    case dataCode = "data-code"
    case dataLang = "data-lang"
    case dataLanguage = "data-language"
    case dataLazySource = "data-lazy-src"
    case dataLazySet = "data-lazy-srcset"
    case dataOriginal = "data-original"
    case dataSource = "data-src"
    case dataSourceSet = "data-srcset"
    case xmlLang = "xml:lang"

    static let byName: [String: HTMLAttribute] = Dictionary(
        uniqueKeysWithValues: Self.allCases.map { ($0.rawValue, $0) })
}
