// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What a phrase of the writer's own is for. Each has a pool of wordings in each language.
///
/// Wordings carry no fact: they greet, ask, react and lead over, and whatever is said comes from the article.
enum Cue: Hashable, Sendable {
    // Opening. {me} is the speaker's name, {title} the film's.
    case greeting, greetingBack, greetingAlone, theme, themeUnsaid, anticipation, hookLead
    // Turning to a topic. {x} is its phrase.
    case askBackground
    case ask(Heading.Form)
    case askQuoted
    case openFirst, openNext, openLast, openQuoted, openPlain, expect, answer
    // Between two sentences. {x} is a thing the next or the last one names.
    case askDefinition, askIntroduced, askSubject, askReason, askExample, askProblem, askContrast, askMore,
        echo
    case reactNumber, reactContrast, reactReason, reactExample, reactProblem, reactDefinition, reactEmphasis,
        reactAdvice
    case acknowledge
    // Showing. {n} is how many there are, {m} how many are shown, {x} their names.
    case showCode, afterCode, showTable, tableRows, afterTable, showList, showListPart, showSteps, afterList
    case namesOfItems, listOnScreen, showSome
    case showQuote, afterQuote, showFigure, afterFigure, quoteOf
    // Closing.
    case closingLead, closingWish, recapLead, recapShown, recapFirst, recapNext, recapLast, afterRecap,
        readOriginal, thanks, farewell

    /// Whether a short film does without.
    var isDispensable: Bool {
        switch self {
        case .greeting, .greetingBack, .greetingAlone, .theme, .themeUnsaid, .askBackground, .ask, .askQuoted,
            .openFirst,
            .openNext, .openLast, .openQuoted, .openPlain, .namesOfItems, .listOnScreen, .showSome,
            .tableRows,
            .acknowledge,
            .closingLead, .recapShown, .thanks,
            .farewell:
            false
        default: true
        }
    }

    /// The face that goes with it, unless a wording has its own.
    var expression: FacialExpression {
        switch self {
        case .greeting, .greetingBack, .greetingAlone, .anticipation, .thanks, .farewell, .afterRecap,
            .closingWish,
            .expect, .reactAdvice, .reactEmphasis, .afterList, .afterQuote:
            .happy
        case .askBackground, .ask, .askQuoted, .askDefinition, .askIntroduced, .askSubject, .askReason,
            .askExample, .askMore,
            .reactReason, .reactDefinition, .afterCode, .afterTable, .afterFigure:
            .thinking
        case .reactContrast, .reactNumber, .askContrast: .surprised
        case .reactProblem, .askProblem: .troubled
        default: .neutral
        }
    }
}

/// One wording, and the face it has when not its cue's.
struct Phrase: Hashable, Sendable, ExpressibleByStringLiteral {
    var text: String
    var expression: FacialExpression?

    init(_ text: String, _ expression: FacialExpression? = nil) {
        self.text = text
        self.expression = expression
    }

    init(stringLiteral text: String) { self.init(text) }
}
